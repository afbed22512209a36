import assert from "node:assert/strict";
import { test } from "node:test";
import { logEvents } from "../../helpers/log-events.ts";
import type { Row } from "../../studio/spl/rows.ts";
import { runSpl } from "../../studio/spl/run.ts";

/** The little SPL of these tests, against what Splunk's manual says of each command. */
const NOON = Date.parse("2026-03-01T12:00:00Z") / 1000;
const RANGE = { earliest: NOON - 3_600, latest: NOON };
const LINES = [
  '2026-03-01 11:05:00.000 +0000 level=INFO pid=1 event=picture name="a b.tif" server=img1:80 ms=10 cache=miss',
  '2026-03-01 11:06:00.000 +0000 level=WARN pid=1 event=picture name="say \\"x\\" | y" server=img1:80 ms=30 code=timeout',
  "2026-03-01 11:50:00.000 +0000 level=WARN pid=1 event=picture name=c.tif server=img2 ms=20 code=not-found",
  "2026-03-01 11:55:00.000 +0000 level=INFO pid=1 event=search hits=2",
];
const EVENTS: readonly Row[] = logEvents(LINES.join("\n"));

async function run(search: string): Promise<readonly (readonly unknown[])[]> {
  const source = { events: () => EVENTS, getimage: () => Promise.reject(new Error("no pictures here")) };
  const { columns, rows } = await runSpl(search, RANGE, source);
  return rows.map((row) => columns.map((name) => row.get(name)));
}

const CASES: readonly (readonly [search: string, rows: readonly (readonly unknown[])[]])[] = [
  ["event=picture NOT code=* | table name", [["a b.tif"]]],
  ["event=picture (code=timeout OR server=img2) | table server", [["img2"], ["img1:80"]]],
  ['event=picture name="say*" | table name', [['say "x" | y']]],
  ["event=picture code!=timeout | table code", [["not-found"]]],
  [
    "event=picture | stats count sum(ms) as all max(ms) as most by server",
    [
      ["img1:80", "2", "40", "30"],
      ["img2", "1", "20", "20"],
    ],
  ],
  ["event=picture | stats latest(code) as code count", [["not-found", "3"]]],
  ["event=picture code=nothing | stats count sum(ms) as all", [["0", undefined]]],
  ['event=search | eval a=if(hits>1, "two", "one").":".hits, b=round(hits/3, 2) | table a, b', [["two:2", "0.67"]]],
  [
    'event=search | eval a=case(isnull(code), "none", true(), code), b=coalesce(code, "x") | table a, b',
    [["none", "x"]],
  ],
  ["event=picture | sort - ms | head 1 | table ms", [["30"]]],
  ['event=search | rename hits as "From cache" | table "From cache"', [["2"]]],
  ["event=search | table hits | transpose 1 column_name=What", [["hits", "2"]]],
  ['event=search | eval v=mvappend("*", hits) | mvexpand v | table v', [["*"], ["2"]]],
  ["event=picture | streamstats count as n | where n=2 | table code", [["timeout"]]],
];

for (const [search, rows] of CASES) {
  test(`SPL: ${search}`, async () => assert.deepEqual(await run(search), rows));
}

test("a timechart has a row for each span of the range, and a column for each value", async () => {
  const rows = await run("event=picture code=* | timechart span=30m count by code");
  assert.deepEqual(rows, [
    [String(NOON - 3_600), "0", "1"],
    [String(NOON - 1_800), "1", "0"],
  ]);
});

for (const search of [
  "event=picture | rex field=name x",
  "event=picture | eval a=md5(name)",
  "event=picture | stats stdev(ms)",
  "event=picture | stats sum(milliseconds)",
  "event=picture | table nmae",
  "event=picture | where cod=1",
  "event=picture | eval a=`macro`",
  "word",
]) {
  test(`SPL that is not known is an error: ${search}`, () => assert.rejects(run(search)));
}
