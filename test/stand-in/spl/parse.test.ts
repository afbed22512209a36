import assert from "node:assert/strict";
import { test } from "node:test";
import { SplError } from "../../../src/stand-in/spl/spl-error.ts";
import { readPipeline, type Stage } from "../../../src/stand-in/spl/syntax/pipeline.ts";
import type { ResultTable } from "../../../src/stand-in/spl/table.ts";

type Cells = Readonly<Record<string, string | readonly string[]>>;

function tableOf(rows: readonly Cells[]): ResultTable {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const values = (cells: Cells) =>
    new Map(Object.entries(cells).map(([name, value]) => [name, typeof value === "string" ? [value] : value]));
  return { columns, rows: rows.map(values) };
}

const MACROS: Readonly<Record<string, string>> = {
  all: 'source="a b.csv"',
  nested: "`all` | head 1",
  round: "`round`",
  field: '"image file"',
  hostile: 'x | search y="`all`"',
};

function stagesOf(spl: string, isPostProcess = false): readonly Stage[] {
  return readPipeline(spl, { macros: (name) => MACROS[name], isPostProcess });
}

/** Runs a search that goes on with these rows. */
function run(spl: string, rows: readonly Cells[]): ResultTable {
  return stagesOf(spl, true).reduce((table, stage) => {
    assert.equal(stage.kind, "step");
    return stage.kind === "step" ? stage.step(table) : table;
  }, tableOf(rows));
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
  ["search STATUS=ok", ""],
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
  test(`of four records, "${spl}" leaves ${numbers || "none"}`, () => {
    assert.equal(
      run(spl, RECORDS)
        .rows.map((row) => row.get("n")?.[0])
        .join(" "),
      numbers,
    );
  });
}

for (const [spl, columns] of [
  ["fields n, name", "n name"],
  ["fields + n name", "n name"],
  ["fields - n name", "file status server size pages"],
  ["fields n, s*", "n status server size"],
  ["table name, n, missing", "name n missing"],
  ["table *", "n name file status server size pages"],
  ["rename n as N", "N name file status server size pages"],
  ['rename n as "the number", file AS name', "the number name status server size pages"],
  ["rename missing as n", "n name file status server size pages"],
  ["fillnull value=none pages, extra", "n name file status server size pages extra"],
  ["stats count", "count"],
  ["stats count as found by status", "status found"],
] as const) {
  test(`"${spl}" gives the columns ${columns}`, () => {
    assert.equal(run(spl, RECORDS).columns.join(" "), columns);
  });
}

test("fillnull gives rows a value where they have none, and leaves the others", () => {
  const values = run("fillnull value=none size", RECORDS).rows.map((row) => row.get("size")?.[0]);
  const before = RECORDS.map(({ size }) => size ?? "none");
  assert.deepEqual(values, before);
  assert.ok(values.includes("none"));
});

test("a renamed field keeps its values, and the one that had the name is gone", () => {
  const { rows } = run('rename file as name, n as "the number" | head 1', RECORDS);
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
  test(`"${spl}" counts as Splunk does`, () => {
    const { columns, rows } = run(spl, RECORDS);
    assert.deepEqual(
      rows.map((row) => columns.map((name) => row.get(name)?.[0]).join(" ")),
      counts,
    );
  });
}

test("macros are filled in, also those that macros name", () => {
  assert.equal(stagesOf("`nested` | table x").length, 3);
  const [first] = stagesOf("`all`");
  assert.ok(first?.kind === "step");
  assert.equal(first.step(tableOf([{ source: "a b.csv" }, { source: "other" }])).rows.length, 1);
});

test("a backtick in quotes is no macro", () => {
  const { rows } = run('search name="`all`"', [{ name: "`all`" }, { name: "x" }]);
  assert.equal(rows.length, 1);
});

for (const [spl, args] of [
  ["x | getimage image_file http://img/rx", ["image_file", "http://img/rx"]],
  ["x | getimage `field` http://img{shard}/rx", ["image file", "http://img{shard}/rx"]],
  ['x | getimage f "http://img/a|b" annotate="{a} | {b}"', ["f", "http://img/a|b", "annotate={a} | {b}"]],
  ['x | getimage f u "annotate=say \\"hi\\""', ["f", "u", 'annotate=say "hi"']],
] as const) {
  test(`the command gets the arguments of "${spl}" as splunkd would hand them over`, () => {
    const [, stage] = stagesOf(spl);
    assert.deepEqual(stage, { kind: "getimage", args });
  });
}

for (const [spl, told] of [
  ["| makeresults", /begins with \| makeresults.*only a handful of SPL.*Splunk runs it all/],
  ["* | eval a=1", /"eval".*only a handful of SPL/],
  ["* | delete", /"delete"/],
  ["* | outputlookup x.csv", /"outputlookup"/],
  ["* | constructor", /"constructor"/],
  ["* | search [ search x ]", /subsearch/],
  ["* | stats dc(x) by y", /knows count alone/],
  ["* | stats count, sum(x)", /knows count alone/],
  ["* | head (x=1)", /head \(x=1\)/],
  ["* | rename a* as b*", /rename with \*/],
  ["`macro(1)`", /macro with arguments/],
  ["`missing`", /macro 'missing' that cannot be found/],
  ["`round`", /no end/],
  ['* | search a="b', /Unbalanced quotes/],
  ['* | search a="b\\"', /Unbalanced quotes/],
  ["* | search (a=1", /Unbalanced brackets/],
  ["* | search a=1)", /Unbalanced brackets/],
  ["* | search a=", /A value is missing/],
  ["* | search a=1 OR", /A term is missing/],
  ["* | search =", /Cannot read/],
  ["* |", /A command is missing/],
  ["* | | head", /A command is missing/],
  ["* | head abc", /expected a number of rows, received "abc"/],
  ["* | fillnull a", /fillnull without/],
  ["* | rename a b", /usage: rename/],
  ["* | rename", /usage: rename/],
  ["* | rename n as a, n as b", /"n" is renamed twice/],
  ["* | table", /at least one field/],
  ["* | sort", /Error in 'sort'/],
  ["* | stats count by", /a field is missing/],
  [`* | search ${"(".repeat(60)}a${")".repeat(60)}`, /nested/],
] as const) {
  test(`"${spl.slice(0, 40)}" is refused with a sentence`, () => {
    assert.throws(
      () => stagesOf(spl),
      (thrown) => thrown instanceof SplError && told.test(thrown.message),
    );
  });
}

test("a value with many stars is compared at once", () => {
  const started = performance.now();
  run(`search a="${"*a".repeat(200)}"`, [{ a: "a".repeat(100_000) }]);
  assert.ok(performance.now() - started < 2_000);
});

test("a token that closes its quotes adds terms, and no command that is not known", () => {
  assert.throws(() => stagesOf('search a="x" | collect index=main', true), /"collect"/);
  assert.equal(run('search a="x" OR a="*"', [{ a: "1" }]).rows.length, 1);
});
