import assert from "node:assert/strict";
import { test } from "node:test";
import { runSpl } from "../../../src/stand-in/spl/run/run.ts";
import { SplError } from "../../../src/stand-in/spl/spl-error.ts";
import { readSearch } from "../../../src/stand-in/spl/syntax/read-search.ts";
import { logEvents } from "../../helpers/log-events.ts";

/** What Studio views and reports do with lines of the log, against what Splunk's manual says of each command. */
const NOON = Date.parse("2026-03-01T12:00:00Z") / 1000;
const RANGE = { earliest: NOON - 3_600, latest: NOON };
const LINES = [
  '2026-03-01 11:05:00.000 +0000 level=INFO pid=1 event=picture name="a b.tif" server=img1:80 ms=10 cache=miss',
  '2026-03-01 11:06:00.000 +0000 level=WARN pid=1 event=picture name="say \\"x\\" | y" server=img1:80 ms=30 code=timeout',
  "2026-03-01 11:50:00.000 +0000 level=WARN pid=1 event=picture name=c.tif server=img2 ms=20 code=not-found",
  "2026-03-01 11:55:00.000 +0000 level=INFO pid=1 event=search hits=2",
];
const EVENTS = logEvents(LINES.join("\n"));

type Cells = readonly (string | readonly string[] | undefined)[];

async function run(spl: string, range = RANGE): Promise<readonly Cells[]> {
  const search = readSearch(spl, { macros: () => undefined });
  const getimage = () => Promise.reject(new Error("no pictures here"));
  const { columns, rows } = await runSpl(search, EVENTS, { range, getimage });
  return rows.map((row) =>
    columns.map((name) => {
      const values = row.get(name) ?? [];
      return values.length > 1 ? values : values[0];
    }),
  );
}

const CASES: readonly (readonly [search: string, rows: readonly Cells[]])[] = [
  ["event=picture NOT code=* | table name", [["a b.tif"]]],
  ["event=picture (code=timeout OR server=img2) | table server", [["img2"], ["img1:80"]]],
  ['event=picture name="say*" | table name', [['say "x" | y']]],
  ["event=picture code!=timeout | table code", [["not-found"]]],
  ["img2 | table name", [["c.tif"]]],
  [
    "event=picture | stats count sum(ms) as all max(ms) as most by server",
    [
      ["img1:80", "2", "40", "30"],
      ["img2", "1", "20", "20"],
    ],
  ],
  ["event=picture | stats latest(code) as code first(ms) count", [["not-found", "20", "3"]]],
  ["event=picture | sort ms | stats latest(code) as code first(ms) as least", [["not-found", "10"]]],
  ["event=picture | stats median(ms) perc95(ms) count(code) as faults", [["20", "30", "2"]]],
  [
    "event=picture | stats values(server) as servers list(server) as all",
    [
      [
        ["img1:80", "img2"],
        ["img2", "img1:80", "img1:80"],
      ],
    ],
  ],
  ["event=picture code=nothing | stats count sum(ms) as all", [["0", undefined]]],
  ["event=picture code=nothing | stats count by server", []],
  ['event=search | eval a=if(hits>1, "two", "one").":".hits, b=round(hits/3, 2) | table a, b', [["two:2", "0.67"]]],
  [
    'event=search | eval a=case(isnull(hits), "none", true(), hits), b=coalesce(null(), "x") | table a, b',
    [["2", "x"]],
  ],
  ['event=picture | where isnull(code) | eval a=case(isnull(code), "none", true(), code) | table a', [["none"]]],
  ['event=picture | eval a=coalesce(code, "x") | table a', [["not-found"], ["timeout"], ["x"]]],
  ["event=picture | sort - ms | head 1 | table ms", [["30"]]],
  ['event=search | rename hits as "From cache" | table "From cache"', [["2"]]],
  ["event=search | table hits | transpose 1 column_name=What", [["hits", "2"]]],
  [
    'event=search | table hits, host | transpose 1 column_name=What | rename "row 1" as known | where len(known)>2',
    [["host", "sh1"]],
  ],
  ['event=search | eval v=mvappend("*", hits) | mvexpand v | table v', [["*"], ["2"]]],
  ["event=picture | streamstats count as n | where n=2 | table code", [["timeout"]]],
  ["event=picture | dedup server | table ms", [["20"], ["30"]]],
  ["event=picture | dedup code | table ms", [["20"], ["30"]]],
  ["event=picture | bin span=1h _time | stats count by _time", [[String(NOON - 3_600), "3"]]],
  ["event=search | convert ctime(_time) as at | table at", [["03/01/2026 11:55:00"]]],
  ['event=search | eval at=strftime(_time, "%F %T") | table at', [["2026-03-01 11:55:00"]]],
  ["| makeresults | eval a=1+2*3 | table a", [["7"]]],
];

for (const [search, rows] of CASES) {
  test(`SPL: ${search}`, async () => assert.deepEqual(await run(search), rows));
}

for (const [expression, value] of [
  ["1+2*3-4/2", "5"],
  ["(1+2)*3", "9"],
  ['"1"+"2"', "3"],
  ['"a"+1', "a1"],
  ['1 . "b"', "1b"],
  ["1.5*2", "3"],
  ["1/0", undefined],
  ["1+null()", undefined],
  ["0.1+0.2", "0.3"],
  ['if("10">"9", "number", "text")', "number"],
  ['if("10">"9a", "number", "text")', "text"],
  ['if("a"="A", "same", "other")', "other"],
  ['if("a"="*", "same", "other")', "other"],
  ['if(null()=null(), "same", "other")', "other"],
  ['if(NOT null()="x", "not", "is")', "not"],
  ['if(mvappend("a", "b")="b", "one of them", "none")', "one of them"],
  ['if(in("b", "a", "b"), 1, 0)', "1"],
  ['mvindex(mvappend("a", "b"), 1)', "b"],
  ['mvindex("a", 1)', undefined],
  ['mvjoin(mvappend("a", "b"), ", ")', "a, b"],
  ['mvfind(mvappend("ok", "severe"), "sev")', "1"],
  ['mvfind("ok", "sev")', undefined],
  ['if(like("/en-US/x", "/%/_"), 1, 0)', "1"],
  ['if(like("/en-US/xy", "/%/_"), 1, 0)', "0"],
  ['substr("abcdef", 2, 3)', "bcd"],
  ['substr("abcdef", 3)', "cdef"],
  ['len("four")', "4"],
  ['upper("tiff")', "TIFF"],
  ['urldecode("a%0Ab")', "a\nb"],
  ['urldecode("%")', "%"],
  ["round(2.5)", "3"],
  ["round(2.345, 2)", "2.35"],
  ['tostring(1234567.891, "commas")', "1,234,567.89"],
] as const) {
  test(`${expression} is ${value ?? "null"}`, async () => {
    assert.deepEqual(await run(`| makeresults | eval a=${expression} | table a`), [[value]]);
  });
}

test("a timechart has a row for each span of the range, and a column for each value", async () => {
  const rows = await run("event=picture code=* | timechart span=30m count by code");
  assert.deepEqual(rows, [
    [String(NOON - 3_600), "0", "1"],
    [String(NOON - 1_800), "1", "0"],
  ]);
});

test("a timechart without a span has at most 100 rows, and over all time those of what there is", async () => {
  assert.equal((await run("event=picture | timechart max(ms) as ms")).length, 60);
  const allTime = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };
  const rows = await run("event=picture | timechart span=15m count", allTime);
  assert.deepEqual(
    rows.map(([, count]) => count),
    ["2", "0", "0", "1"],
  );
});

test("a timechart shows rows without the field as NULL unless told otherwise, and the values of most rows", async () => {
  const last = async (spl: string): Promise<Cells | undefined> => (await run(`event=picture | ${spl}`)).at(-1);
  assert.deepEqual((await last("timechart span=1h count by code"))?.length, 4);
  assert.deepEqual((await last("timechart span=1h usenull=f count by code"))?.length, 3);
  assert.deepEqual((await last("timechart span=1h limit=1 useother=f count by server"))?.slice(1), ["2"]);
  await assert.rejects(last("timechart span=1h limit=1 count by server"), /more than 1 values without useother=f/);
});

for (const [search, named] of [
  ["event=picture | rex field=name x", /"rex"/],
  ["event=picture | eval a=md5(name)", /md5\(\)/],
  ["event=picture | stats stdev(ms)", /"stdev" of stats/],
  ["event=picture | eval a=`macro`", /'macro' that cannot be found/],
  ["event=picture | stats sum(milliseconds)", /'stats' command: no row has the field "milliseconds"; there are: _time/],
  ["event=picture | stats count by sever", /"sever"/],
  ["event=picture | table nmae, ms", /'table' command: no row has the field "nmae"/],
  ["event=picture | fields ms, nmae", /'fields' command.*"nmae"/],
  ["event=picture | rename nmae as N", /'rename' command.*"nmae"/],
  ["event=picture | sort - sm", /'sort' command.*"sm"/],
  ["event=picture | dedup nmae", /"nmae"/],
  ["event=picture | where cod=1", /'where' command.*"cod"/],
  ["event=picture | eval a=cod.name", /'eval' command.*"cod"/],
  ["event=picture | search cod=1", /'search' command.*"cod"/],
  ["evnt=picture", /'search' command.*"evnt"/],
  ["event=picture | timechart count by cod", /'timechart' command.*"cod"/],
  ["event=picture | mvexpand cod", /"cod"/],
  ["event=picture | eval a=ms>1", /true or false, as "a" would/],
  ['event=picture | eval a=tostring(ms, "hex")', /"commas" alone/],
  ['event=picture | eval a=strftime(_time, "%q")', /%q/],
  ['event=picture | eval a=mvfind(name, "(")', /cannot read the expression/],
] as const) {
  test(`what is not known is an error that names it: ${search}`, async () => {
    await assert.rejects(run(search), (thrown) => thrown instanceof SplError && named.test(thrown.message));
  });
}

test("a table without rows says nothing of the fields that there would be", async () => {
  assert.deepEqual(await run("event=nothing | where cod=1 | table nmae"), []);
});
