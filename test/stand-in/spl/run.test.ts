import assert from "node:assert/strict";
import { test } from "node:test";
import { runSpl } from "../../../src/stand-in/spl/run/run.ts";
import { SplError } from "../../../src/stand-in/spl/spl-error.ts";
import { readSearch } from "../../../src/stand-in/spl/syntax/read-search.ts";
import { type Table, tableOfRows } from "../../../src/stand-in/spl/table.ts";

/** What the dashboards' own searches do with records. */
type Cells = Readonly<Record<string, string | readonly string[]>>;

const MACROS: Readonly<Record<string, string>> = {
  all: 'source="a b.csv"',
  nested: "`all` | head 1",
};
const ALL_TIME = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };

/** Runs a search that goes on with these rows. */
function run(spl: string, rows: readonly Cells[]): Promise<Table> {
  const values = (cells: Cells) =>
    new Map(Object.entries(cells).map(([name, value]) => [name, typeof value === "string" ? [value] : value]));
  const search = readSearch(spl, { macros: (name) => MACROS[name], isPostProcess: true });
  const getimage = () => Promise.reject(new Error("no pictures here"));
  return runSpl(search, tableOfRows(rows.map(values)), { range: ALL_TIME, getimage });
}

const RECORDS: readonly Cells[] = [
  { n: "1", name: "Ada Rossi", file: "a.tif", status: "ok", server: "http://img/rx?x=1", size: "100" },
  { n: "2", name: 'say "hi" | there', file: "b.tif", status: "error", size: "20" },
  { n: "3", name: "back\\slash", file: "C.png", status: "ok", pages: ["1", "2"] },
  { n: "4", name: "*", size: "3.0" },
];

for (const [spl, numbers] of [
  ["search *", "1 2 3 4"],
  ["search", "1 2 3 4"],
  ["search * *", "1 2 3 4"],
  ["search status=ok", "1 3"],
  ['search status="ok"', "1 3"],
  ["search status=OK", "1 3"],
  ["search status!=ok", "2"],
  ["search NOT status=ok", "2 4"],
  ["search status=*", "1 2 3"],
  ["search NOT status=*", "4"],
  ["search file=*.tif", "1 2"],
  ["search file=*.TIF status=ok", "1"],
  ["search file=a* OR file=b*", "1 2"],
  ["search status=ok file=a* OR file=b*", "1"],
  ["search (status=ok AND file=a*) OR size=20", "1 2"],
  ["search NOT (status=ok OR size=20)", "4"],
  ["search NOT NOT status=ok", "1 3"],
  ["search size>20", "1"],
  ["search size>=20 size<=100", "1 2"],
  ["search size=3", "4"],
  ["search size=100.0", "1"],
  ["search pages=2", "3"],
  ["search pages!=2", "3"],
  ["search rossi", "1"],
  ["search 'nobody", ""],
  ['search "Ada R"', "1"],
  ["search server=http://img/rx?x=1", "1"],
  ['search server="http://img/rx?x=1"', "1"],
  ['search name="say \\"hi\\" | there"', "2"],
  ['search name="back\\\\slash"', "3"],
  ['search name="*" status!=x', "1 2 3"],
  ["search status = ok", "1 3"],
  ["search n=1 | search n=2", ""],
  ["head 2", "1 2"],
  ["head limit=1", "1"],
  ["head 0", ""],
  ["head", "1 2 3 4"],
  ["sort - n", "4 3 2 1"],
  ["sort -n", "4 3 2 1"],
  ["sort 2 -n", "4 3"],
  ["sort 0 -n", "4 3 2 1"],
  ["sort limit=1 n", "1"],
  ["sort n desc", "4 3 2 1"],
  ["sort size", "4 2 1 3"],
  ["sort -size", "1 2 4 3"],
  ["sort file", "3 1 2 4"],
  ["sort -status, -n", "3 1 2 4"],
  ['sort - "n"', "4 3 2 1"],
] as const) {
  test(`of four records, "${spl}" leaves ${numbers || "none"}`, async () => {
    const { rows } = await run(spl, RECORDS);
    assert.equal(rows.map((row) => row.get("n")?.[0]).join(" "), numbers);
  });
}

for (const [spl, columns] of [
  ["fields n, name", "n name"],
  ["fields + n name", "n name"],
  ["fields - n name", "file status server size pages"],
  ["fields n, s*", "n status server size"],
  ["table name, n", "name n"],
  ["table *", "n name file status server size pages"],
  ["rename n as N", "N name file status server size pages"],
  ['rename n as "the number", file AS name', "the number name status server size pages"],
  ["rename file as n", "name n status server size pages"],
  ["fields - missing", "n name file status server size pages"],
  ["fillnull value=none pages, extra", "n name file status server size pages extra"],
  ["stats count", "count"],
  ["stats count as found by status", "status found"],
] as const) {
  test(`"${spl}" gives the columns ${columns}`, async () => {
    assert.equal((await run(spl, RECORDS)).columns.join(" "), columns);
  });
}

test("fillnull gives rows a value where they have none, and leaves the others", async () => {
  const values = (await run("fillnull value=none size", RECORDS)).rows.map((row) => row.get("size")?.[0]);
  const before = RECORDS.map(({ size }) => size ?? "none");
  assert.deepEqual(values, before);
  assert.ok(values.includes("none"));
});

test("a renamed field keeps its values, and the one that had the name is gone", async () => {
  const { rows } = await run('rename file as name, n as "the number" | head 1', RECORDS);
  assert.deepEqual([...(rows[0] ?? [])].slice(0, 2), [
    ["the number", ["1"]],
    ["name", ["a.tif"]],
  ]);
});

for (const [spl, counts] of [
  ["stats count", ["4"]],
  ["stats count by status", ["error 1", "ok 2"]],
  ["stats count by pages", ["1 1", "2 1"]],
  ["stats count by status, file", ["error b.tif 1", "ok C.png 1", "ok a.tif 1"]],
  ["stats count as c by status | sort - c | rename c as Records", ["ok 2", "error 1"]],
  ["search n=9 | stats count", ["0"]],
  ["search n=9 | stats count by n", []],
] as const) {
  test(`"${spl}" counts as Splunk does`, async () => {
    const { columns, rows } = await run(spl, RECORDS);
    assert.deepEqual(
      rows.map((row) => columns.map((name) => row.get(name)?.[0]).join(" ")),
      counts,
    );
  });
}

test("macros are filled in, also those that macros name; a backtick in quotes is none", async () => {
  const sources = [{ source: "a b.csv" }, { source: "a b.csv" }, { source: "other" }];
  assert.equal((await run("search `all`", sources)).rows.length, 2);
  assert.equal((await run("search `nested`", sources)).rows.length, 1);
  assert.equal((await run('search name="`all`"', [{ name: "`all`" }, { name: "x" }])).rows.length, 1);
});

// Search Manual, "Boolean expressions": `search` evaluates OR before AND, `where` and `eval` AND before OR.
test("OR binds closer than AND in search, and AND closer than OR in where and eval", async () => {
  const rows: readonly Cells[] = [
    { n: "1", a: "1", b: "0", c: "0" },
    { n: "2", a: "1", b: "0", c: "1" },
    { n: "3", a: "0", b: "1", c: "0" },
    { n: "4", a: "0", b: "1", c: "1" },
  ];
  const left = async (spl: string): Promise<string> =>
    (await run(spl, rows)).rows.map((row) => row.get("n")?.[0]).join(" ");
  assert.equal(await left("search a=1 OR b=1 AND c=1"), "2 4");
  assert.equal(await left("search a=1 OR b=1 c=1"), "2 4");
  assert.equal(await left("where a=1 OR b=1 AND c=1"), "1 2 4");
  assert.equal(await left("eval is=if(a=1 OR b=1 AND c=1, 1, 0) | search is=1"), "1 2 4");
  assert.equal(await left("search NOT a=1 OR c=1"), "2 3 4");
  assert.equal(await left("where NOT a=1 AND c=1"), "4");
});

for (const spl of [
  "search STATUS=ok",
  "table name, missing",
  "rename missing as x",
  "sort missing",
  "fields missing",
]) {
  test(`a field that no record has is an error that names it: ${spl}`, async () => {
    const named = spl.includes("STATUS") ? /no row has the field "STATUS"/ : /no row has the field "missing"/;
    await assert.rejects(run(spl, RECORDS), (thrown) => thrown instanceof SplError && named.test(thrown.message));
  });
}

test("a value with many stars is compared in little work", async () => {
  // As a regular expression this would not end.
  const { rows } = await run(`search a="${"*a".repeat(200)}b"`, [{ a: "a".repeat(20_000) }]);
  assert.equal(rows.length, 0);
});

test("a token that closes its quotes adds terms, and no command that is not known", async () => {
  assert.throws(() => run('search a="x" | collect index=main', []), /"collect"/);
  assert.equal((await run('search a="x" OR a="*"', [{ a: "1" }])).rows.length, 1);
});
