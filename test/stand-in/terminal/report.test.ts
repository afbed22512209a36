import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeValues } from "../../../src/splunk/chunked/multivalue.ts";
import type { SearchResult } from "../../../src/stand-in/splunkd/search-command.ts";
import { messageLines, resultTable, summaryLine } from "../../../src/stand-in/terminal/report.ts";

function resultOf(rows: readonly Readonly<Record<string, string>>[], more: Partial<SearchResult> = {}): SearchResult {
  return {
    columns: ["Patient_Name", "image_file"],
    rows: rows.map((row) => new Map(Object.entries(row))),
    messages: [],
    error: undefined,
    exitCode: 0,
    stderr: "",
    ...more,
  };
}

const ROSSI = {
  Patient_Name: "Ada Rossi",
  image_file: "a.tif",
  image_status: "ok",
  image_cache: "hit",
  image_width: "20",
  image_height: "10",
  link: "/static/a.jpg",
};

test("rows stand below their titles, one line each", () => {
  const weiss = { Patient_Name: "Weiss", image_file: "b.tif", image_status: "error", image_error: "not-found" };
  const [titles = "", rule = "", ...lines] = resultTable(resultOf([ROSSI, weiss]), "image_file").split("\n");
  assert.equal(lines.length, 2);
  for (const [title, line, cell] of [
    ["Patient_Name", 0, "Ada Rossi"],
    ["image_file", 0, "a.tif"],
    ["size", 0, "20x10"],
    ["link", 0, "/static/a.jpg"],
    ["status", 1, "error"],
    ["code", 1, "not-found"],
  ] as const) {
    const at = titles.indexOf(title);
    assert.ok(lines[line]?.startsWith(cell, at), `${title} in line ${line}`);
    assert.ok(rule.startsWith("-".repeat(title.length), at));
  }
});

/** A row as splunkd gets it: each column of several values also has one that keeps them apart. */
function rowOf(record: Readonly<Record<string, string>>, columns: Readonly<Record<string, readonly string[]>>) {
  const cells = Object.entries(columns).flatMap(([name, values]) => {
    const { plain, encoded } = encodeValues(values);
    return [
      [name, plain],
      [`__mv_${name}`, encoded],
    ];
  });
  return { ...record, ...Object.fromEntries(cells) };
}

const TWO_PAGES = rowOf(
  { Patient_Name: "Okafor", image_file: "refills.tif" },
  {
    image_status: ["ok", "error"],
    image_error: ["", "corrupt"],
    image_error_text: ["", "page 2 is damaged;\nfetch it by hand"],
    image_page: ["1", "2"],
    image_cache: ["miss", ""],
    link: ["/static/a.jpg", "/static/b.png"],
  },
);

test("a row of several pictures has a line for each of them", () => {
  const [, , ...lines] = resultTable(resultOf([TWO_PAGES]), "image_file").split("\n");
  assert.deepEqual(
    lines.map((line) => line.trim().split(/ {2,}/)),
    [
      ["Okafor", "refills.tif", "ok", "miss", "/static/a.jpg"],
      ["page 2", "error", "corrupt", "/static/b.png"],
      ["page 2 is damaged; fetch it by hand"],
    ],
  );
});

test("a multivalue field shows each picture beside its own name", () => {
  const row = rowOf({ Patient_Name: "Ada" }, { image_file: ["a.tif", "b.tif"], image_status: ["ok", "stale"] });
  const [, , one, other] = resultTable(resultOf([row]), "image_file").split("\n");
  assert.match(one ?? "", /a\.tif +ok$/);
  assert.match(other ?? "", /b\.tif +stale$/);
});

test("what is said of a picture stands below its line in full, and what is said of all pages once", () => {
  const long = `${"why it failed ".repeat(30)}END`;
  const failed = { ...ROSSI, image_status: "error", image_error: "not-found", image_error_text: long };
  const noted = rowOf(
    {},
    { image_note: ["stretched", "stretched"], image_status: ["ok", "ok"], image_page: ["1", "2"] },
  );
  const explained = { ...ROSSI, image_status: "explain", image_error_text: `would be fetched ${long}`, link: "" };
  const lines = resultTable(resultOf([failed, noted, explained]), "image_file").split("\n");
  assert.deepEqual(
    lines.filter((line) => /^ {4}\S/.test(line)),
    [`    ${long}`, "    note: stretched", `    would be fetched ${long}`],
  );
});

test("a prefix of the columns is looked for", () => {
  const prefixed = Object.fromEntries(Object.entries(ROSSI).map(([name, value]) => [`rx_${name}`, value]));
  const result = resultOf([{ ...prefixed, Patient_Name: "Ada Rossi", image_file: "a.tif" }]);
  assert.match(resultTable(result, "image_file", "rx_"), /20x10 +\/static\/a\.jpg$/);
  assert.match(summaryLine(result, 1, "rx_"), /1 from the cache/);
});

test("a record cannot steer the terminal or break the table", () => {
  const evil = { ...ROSSI, Patient_Name: "\u001b[2Ja\nb\u202e", image_file: `${"long".repeat(20)}.tif` };
  const lines = resultTable(resultOf([evil]), "image_file").split("\n");
  assert.equal(lines.length, 3);
  assert.doesNotMatch(lines[2] ?? "", /[\p{C}]/u);
  assert.match(lines[2] ?? "", /longlong\w*…\w*long\.tif/);
});

test("the summary counts values, also those of multivalue rows", () => {
  const rows = [
    ROSSI,
    { image_cache: "miss\nhit\noff", image_error: "timeout\n\ntimeout" },
    { image_error: "bad-name" },
  ];
  assert.equal(
    summaryLine(resultOf(rows), 12.4),
    "3 rows in 12 ms: 2 fetched, 2 from the cache, 3 errors (timeout 2, bad-name 1)",
  );
  assert.equal(summaryLine(resultOf([]), 0), "0 rows in 0 ms: 0 fetched, 0 from the cache, 0 errors");
});

test("messages are shown as Splunk Web shows them, and an error once", () => {
  const messages = [
    ["WARN", "slow"],
    ["ERROR", "bad option"],
  ] as const;
  assert.deepEqual(messageLines(resultOf([], { messages, error: "bad option" })), [
    "WARN   slow",
    "ERROR  Error in 'getimage' command: bad option",
  ]);
});
