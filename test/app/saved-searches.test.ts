import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { test } from "node:test";
import { IMAGE_ERROR_CODES } from "../../src/pictures/contract.ts";
import { parseBaseUrl } from "../../src/pictures/fetch/base-url.ts";
import { parseArguments } from "../../src/pictures/settings/search-options.ts";
import { deadPort } from "../../src/stand-in/image-server.ts";
import { readSearch } from "../../src/stand-in/spl/syntax/read-search.ts";
import { tableOfRows } from "../../src/stand-in/spl/table.ts";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { Searches } from "../../src/stand-in/splunkd/searches.ts";
import { confOf, stanzaOf, textOf } from "../helpers/app-files.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { logEvents } from "../helpers/log-events.ts";
import { ALLOW, GOOD, search as searchSamples, URL_BASE } from "../helpers/sample-search.ts";
import { PROJECT } from "../helpers/samples.ts";
import { settingsOf } from "../helpers/settings-of.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** The app's reports, run over records, by the real command, and over a log that this wrote. */

const REPORTS = [...confOf("savedsearches")];
const MACROS = confOf("macros");
const RECORD_FIELDS = [
  ...(stanzaOf("transforms", "rx_patient_records_fields").get("REGEX") ?? "").matchAll(/\?<(\w+)>/g),
].map(([, name = ""]) => name);

function definitionOf(macro: string): string {
  const definition = MACROS.get(macro)?.get("definition");
  assert.ok(definition, `macros.conf has no ${macro}`);
  return definition;
}

/** Records as Splunk would have them: fields by the app's own transforms, a picture's name in one of them. */
function recordsNaming(names: readonly string[]) {
  const own = { _time: String(Date.now() / 1000 - 60), source: "patients.records", sourcetype: "rx:patient_records" };
  return names.map((name) => {
    const fields = RECORD_FIELDS.map(
      (field) => [field, [field === definitionOf("rx_image_field") ? name : "x"]] as const,
    );
    return new Map([...Object.entries(own).map(([field, value]) => [field, [value]] as const), ...fields]);
  });
}

test("reports find what they are for, and name no field that records, getimage or its log lack", async (t) => {
  const dead = `http://127.0.0.1:${await deadPort()}/rx`;
  const app = installApp(tempFolder(t), `${ALLOW}[server:dead]\nurl = ${dead}\n[log]\nlevel = debug\n`);
  await searchSamples(app, csvOf("image_file", [...GOOD, "missing.tif"]));
  await searchSamples(app, csvOf("image_file", GOOD));
  await runSearch(csvOf("image_file", ["x.tif"]), { command: app.command, args: ["image_file", dead] });
  const log = app.log();
  const searches = new Searches({
    events: tableOfRows([...logEvents(log).rows, ...recordsNaming([...GOOD, "missing.tif"])]),
    macros: (name) => (name === "rx_image_server" ? URL_BASE : definitionOf(name)),
    command: app.command,
    searchInfo: {},
  });
  for (const [title, report] of REPORTS) {
    // No server of a test is as slow as those that the report is about.
    const search = (report.get("search") ?? "").replace("slow_ms>2000", "slow_ms>=0");
    const earliest = report.get("dispatch.earliest_time") ?? "";
    const found = await searches.run({ search, earliest, latest: "" }, new AbortController().signal, () => {});
    assert.ok(found.ok, found.ok ? "" : `${title}: ${found.error}`);
    assert.ok(found.value.table.rows.length > 0, title);
  }
  assert.match(
    log,
    /event=picture .*server=\S+ code=connect-failed/,
    "a server that is down is in the log by its name",
  );
});

test("reports compare with error codes that there are", () => {
  const compared = REPORTS.flatMap(([, report]) => [...(report.get("search") ?? "").matchAll(/in\(code, ([^)]*)\)/g)]);
  const codes = compared.flatMap(([, list = ""]) => list.split(", ").map((code) => code.replaceAll('"', "")));
  assert.ok(codes.length > 3);
  for (const code of codes) assert.ok((IMAGE_ERROR_CODES as readonly string[]).includes(code), code);
});

test("what reports ask of getimage is what the program takes", () => {
  const asked = REPORTS.flatMap(([title, report]) =>
    readSearch(report.get("search") ?? "", { macros: definitionOf }).flatMap((command) =>
      command.name === "getimage" ? [{ title, args: command.args }] : [],
    ),
  );
  assert.ok(asked.length >= 2);
  for (const { title, args } of asked) {
    const parsed = parseArguments(args, settingsOf(""));
    assert.ok(parsed.ok, parsed.ok ? "" : `${title}: ${parsed.error}`);
    for (const base of parsed.value.bases) assert.ok(parseBaseUrl(base).ok, base);
  }
});

test("no report runs by itself, and each says what it is for and what to change", () => {
  assert.ok(REPORTS.length >= 4);
  for (const [title, report] of REPORTS) {
    assert.equal(report.get("enableSched"), "0", title);
    assert.match(report.get("cron_schedule") ?? "", /^[\d*/]+( [\d*/]+){4}$/, title);
    assert.match(report.get("dispatch.earliest_time") ?? "", /^-\d+[mh]@[mh]$/, title);
    assert.equal(report.get("dispatch.latest_time"), "now", title);
    assert.match(report.get("description") ?? "", /\. (Change|Needs|The) /, title);
  }
});

test("every macro has a description and is used", () => {
  const views = globSync("app/default/data/ui/views/*.xml", { cwd: PROJECT }).map(textOf);
  const searches = [...REPORTS.map(([, report]) => report.get("search")), ...views].join();
  for (const [name, macro] of MACROS) {
    assert.ok((macro.get("description") ?? "").length > 20, name);
    assert.ok(searches.includes(`\`${name}\``), name);
  }
});

test("the macro of the log finds the source type that props.conf gives it", () => {
  const [, sourcetype] = /index=_internal sourcetype=(\S+)$/.exec(definitionOf("getimage_log")) ?? [];
  assert.ok(confOf("props").has(sourcetype ?? ""), sourcetype);
});
