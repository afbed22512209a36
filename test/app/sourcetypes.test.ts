import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Papa from "papaparse";
import { APP_ID } from "../../src/pictures/contract.ts";
import { openLog } from "../../src/splunk/log.ts";
import { pathsFor } from "../../src/splunk/paths.ts";
import { confOf, stanzaOf, textOf } from "../helpers/app-files.ts";
import { PROJECT } from "../helpers/samples.ts";
import { fitsSplunkPattern, literally } from "../helpers/splunk-pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** props.conf and transforms.conf against what the program really writes, and against the sample records. */

const LOG = "getimage:log";
const RECORDS = "rx:patient_records";
const NOON = new Date("2026-03-01T12:00:00.007Z");

/** Parts of a time in Splunk's TIME_FORMAT, as far as ours uses them. */
const TIME_PARTS: Readonly<Record<string, string>> = {
  "%Y": "\\d{4}",
  "%m": "\\d\\d",
  "%d": "\\d\\d",
  "%H": "\\d\\d",
  "%M": "\\d\\d",
  "%S": "\\d\\d",
  "%3N": "\\d{3}",
  "%z": "[+-]\\d{4}",
};

function written(t: Parameters<typeof tempFolder>[0], fields: Readonly<Record<string, string>>): string {
  const folder = tempFolder(t);
  const log = openLog({ folder, file: "getimage.log", level: "INFO", maxBytes: 1e6, keep: 1 }, () => NOON);
  log("WARN", "picture", fields);
  return readFileSync(join(folder, "getimage.log"), "utf8");
}

/** Pairs as Splunk reads them with KV_MODE = auto_escaped. */
function pairs(line: string): Record<string, string> {
  const found = line.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))/g);
  return Object.fromEntries([...found].map(([, key, quoted, bare]) => [key, quoted?.replace(/\\(.)/g, "$1") ?? bare]));
}

test("the log gets its source type, rotated or not, wherever Splunk lies, and other files do not", () => {
  const [stanza = ""] = [...confOf("props").keys()].filter((each) => each.startsWith("source::"));
  assert.equal(confOf("props").get(stanza)?.get("sourcetype"), LOG);
  const { log } = pathsFor("/anywhere", APP_ID, "/opt/splunk");
  const isOurs = (file: string) => fitsSplunkPattern(stanza.slice("source::".length), join(log, file));
  for (const file of ["getimage.log", "getimage.log.1", "getimage.log.12"]) assert.ok(isOurs(file), file);
  for (const file of ["getimage.log.lock", "getimagexlog", "splunkd.log"]) assert.ok(!isOurs(file), file);
});

test("the time of a line that the log writes is found by prefix, format and look-ahead", (t) => {
  const props = stanzaOf("props", LOG);
  const line = written(t, { name: "x.tif" });
  const prefix = new RegExp(props.get("TIME_PREFIX") ?? "").exec(line);
  const start = (prefix?.index ?? 0) + (prefix?.[0].length ?? 0);
  const seen = line.slice(start, start + Number(props.get("MAX_TIMESTAMP_LOOKAHEAD")));
  const format = props.get("TIME_FORMAT") ?? "";
  const expression = format.replace(/%3N|%\w|[^%]+?/g, (part) => TIME_PARTS[part] ?? literally(part));
  assert.match(seen, new RegExp(`^${expression}$`));
  assert.equal(new Date(seen).getTime(), NOON.getTime());
});

test("every event of the log is one line, and its pairs are read as they were written", (t) => {
  const fields = { name: 'räksmörgås "7"\\x.tif', text: "expected 200,\r\nreceived 404 = none", path: "/rx/a.tif" };
  const text = written(t, fields);
  const breaker = new RegExp(stanzaOf("props", LOG).get("LINE_BREAKER") ?? "");
  assert.equal(text.split(breaker).filter((part) => part.trim() !== "").length, 1);
  assert.equal(stanzaOf("props", LOG).get("KV_MODE"), "auto_escaped");
  const read = pairs(text.slice(30));
  assert.deepEqual(read, {
    level: "WARN",
    pid: String(process.pid),
    event: "picture",
    ...fields,
    text: "expected 200,  received 404 = none",
  });
});

test("no event of the log is cut, not even one whose values are all as long as they may be", (t) => {
  const names = ["sid", "user", "name", "server", "path", "format", "decoder", "note", "text"];
  const line = written(t, Object.fromEntries(names.map((name) => [name, "漢 ".repeat(2_000)])));
  assert.ok(
    Buffer.byteLength(line) < Number(stanzaOf("props", LOG).get("TRUNCATE")),
    `${Buffer.byteLength(line)} bytes`,
  );
});

test("the sample records come out of the app's expressions as a CSV reader reads them, without blanks and header", () => {
  const props = stanzaOf("props", RECORDS);
  const header = stanzaOf("transforms", props.get("TRANSFORMS-without_header") ?? "");
  const fields = new RegExp(stanzaOf("transforms", props.get("REPORT-fields") ?? "").get("REGEX") ?? "");
  const text = textOf("sample_logs/patients.records");
  const events = text.split(new RegExp(props.get("LINE_BREAKER") ?? "")).filter((line) => line.trim() !== "");
  const records = events.filter((line) => !new RegExp(header.get("REGEX") ?? "").test(line));
  assert.deepEqual([header.get("DEST_KEY"), header.get("FORMAT")], ["queue", "nullQueue"]);

  const [columns = [], ...rows] = Papa.parse<string[]>(text.trimEnd()).data.map((row) =>
    row.map((cell) => cell.trim()),
  );
  const expected = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
  assert.ok(expected.length > 10);
  assert.deepEqual(
    records.map((line) => ({ ...fields.exec(line)?.groups })),
    expected,
  );
});

test("the sample records are found by source=patients.records, once an admin lets them be indexed", () => {
  const [[path, input] = ["", new Map<string, string>()], ...others] = [...confOf("inputs")];
  assert.deepEqual(others, []);
  const file = path.replace(`monitor://$SPLUNK_HOME/etc/apps/${APP_ID}/`, "");
  assert.ok(existsSync(join(PROJECT, file)), file);
  assert.deepEqual(Object.fromEntries(input), { disabled: "true", sourcetype: RECORDS, source: "patients.records" });
});
