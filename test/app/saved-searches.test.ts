import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { test } from "node:test";
import { IMAGE_ERROR_CODES, OUTPUT_FIELDS } from "../../src/pictures/contract.ts";
import { parseBaseUrl } from "../../src/pictures/fetch/base-url.ts";
import { parseArguments } from "../../src/pictures/settings/search-options.ts";
import { deadPort } from "../../src/stand-in/image-server.ts";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { confOf, stanzaOf, textOf } from "../helpers/app-files.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { ALLOW, GOOD, search as searchSamples } from "../helpers/sample-search.ts";
import { PROJECT } from "../helpers/samples.ts";
import { settingsOf } from "../helpers/settings-of.ts";
import { commandsOf, expanded, strangeFields } from "../helpers/spl.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** The app's reports against what there is: its macros, the fields of records, of getimage and of a log that it wrote. */

const REPORTS = [...confOf("savedsearches")];
const MACROS = confOf("macros");
const SPLUNKS_OWN = ["_time", "host", "index", "source", "sourcetype"];
const RECORD_FIELDS = [
  ...(stanzaOf("transforms", "rx_patient_records_fields").get("REGEX") ?? "").matchAll(/\?<(\w+)>/g),
].map(([, name = ""]) => name);

function definitionOf(macro: string): string {
  const definition = MACROS.get(macro)?.get("definition");
  assert.ok(definition, `macros.conf has no ${macro}`);
  return definition;
}

/** The log of a search over good pictures, a missing one, and a server that is down. */
async function realLog(t: Parameters<typeof tempFolder>[0]): Promise<string> {
  const dead = `http://127.0.0.1:${await deadPort()}/rx`;
  const app = installApp(tempFolder(t), `${ALLOW}[server:dead]\nurl = ${dead}\n[log]\nlevel = debug\n`);
  await searchSamples(app, csvOf("image_file", [...GOOD, "missing.tif"]));
  await searchSamples(app, csvOf("image_file", GOOD));
  await runSearch(csvOf("image_file", ["x.tif"]), { command: app.command, args: ["image_file", dead] });
  return app.log();
}

test("reports name only fields that records, getimage or a log that it really wrote have", async (t) => {
  const log = await realLog(t);
  const logFields = [...new Set([...log.matchAll(/ (\w+)=/g)].map(([, name = ""]) => name))];
  for (const [title, report] of REPORTS) {
    const search = report.get("search") ?? "";
    const events = search.startsWith("`getimage_log`") ? logFields : RECORD_FIELDS;
    const strange = strangeFields(expanded(search, definitionOf), [...SPLUNKS_OWN, ...events], OUTPUT_FIELDS);
    assert.deepEqual(strange, [], title);
    for (const [, value] of search.matchAll(/\bevent=(\w+)/g)) assert.match(log, new RegExp(` event=${value} `), title);
    for (const [, value] of search.matchAll(/\bcache=(\w+)/g)) {
      if (value !== "off") assert.match(log, new RegExp(` cache=${value} `), title);
    }
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
    commandsOf(expanded(report.get("search") ?? "", definitionOf))
      .filter((command) => command.startsWith("getimage "))
      .map((command) => ({ title, args: command.split(" ").slice(1) })),
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
