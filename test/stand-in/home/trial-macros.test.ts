import assert from "node:assert/strict";
import { test } from "node:test";
import { macrosFor } from "../../../src/stand-in/home/trial-macros.ts";
import { runSpl } from "../../../src/stand-in/spl/run/run.ts";
import { readSearch } from "../../../src/stand-in/spl/syntax/read-search.ts";
import { type Table, tableOfRows } from "../../../src/stand-in/spl/table.ts";
import { serveFlags } from "../../../src/stand-in/terminal/serve-flags.ts";

test("somebody's own records are put in the place of the app's by its macros", async () => {
  const { macros, leftOut } = macrosFor({
    source: 'my "own".csv',
    columns: [" id ", "scan file", "Patient Name"],
    field: "scan file",
    rest: ["http://img{id}/rx", "http://mirror/rx", "size=1x1", "prefix=p_", "annotate={id} | x", "retries=2"],
  });
  assert.deepEqual(leftOut, ["size=1x1", "prefix=p_"]);
  const search =
    "`rx_records` | getimage `rx_image_field` `rx_image_server` size=5x5 | rename `rx_record_title` as Record, `rx_record_details` as D";
  const row = new Map([
    ["source", ['my "own".csv']],
    ["id", ["7"]],
    ["Patient Name", ["Ada"]],
  ]);
  const asked: (readonly string[])[] = [];
  const getimage = async (table: Table, args: readonly string[]): Promise<Table> => {
    asked.push(args);
    return table;
  };
  const found = await runSpl(
    readSearch(search, { macros: (name) => macros[name] }),
    tableOfRows([row, new Map([["source", ["x"]]])]),
    { range: { earliest: 0, latest: 1 }, getimage },
  );
  assert.deepEqual(asked, [
    ["scan file", "http://img{id}/rx", "http://mirror/rx", "annotate={id} | x", "retries=2", "size=5x5"],
  ]);
  assert.deepEqual(found.columns, ["source", "Record", "D"]);
  assert.equal(found.rows.length, 1);
});

test("records of one column alone show themselves", () => {
  const { macros } = macrosFor({ source: "f.csv", columns: ["f"], field: "f", rest: [] });
  assert.deepEqual([macros["rx_record_title"], macros["rx_record_details"]], ['"_raw"', '"source"']);
});

for (const [line, expected] of [
  [["a.csv", "f", "http://x"], { words: ["a.csv", "f", "http://x"], isServing: false, port: 0 }],
  [["--serve", "a.csv", "f", "--port", "8080"], { words: ["a.csv", "f"], isServing: true, port: 8080 }],
  [["a.csv", "--port=0"], { words: ["a.csv"], isServing: false, port: 0 }],
] as const) {
  test(`the line ${line.join(" ")} is read`, () => {
    assert.deepEqual(serveFlags(line), { ok: true, value: expected });
  });
}

for (const line of [["--port"], ["--port", "x"], ["--port=65536"], ["--port", "-1"]]) {
  test(`the line ${line.join(" ")} is refused`, () => {
    assert.equal(serveFlags(line).ok, false);
  });
}
