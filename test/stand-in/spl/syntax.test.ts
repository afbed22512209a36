import assert from "node:assert/strict";
import { test } from "node:test";
import { SplError } from "../../../src/stand-in/spl/spl-error.ts";
import { readSearch } from "../../../src/stand-in/spl/syntax/read-search.ts";
import type { Command, Condition, Expression, Search } from "../../../src/stand-in/spl/syntax/tree.ts";

const MACROS: Readonly<Record<string, string>> = { round: "`round`", field: '"image file"', terms: "a=1 | head 1" };

function read(spl: string, isPostProcess = false): Search {
  return readSearch(spl, { macros: (name) => MACROS[name], isPostProcess });
}

/** A condition or an expression with a bracket around each of its parts. */
function shown(part: Condition | Expression): string {
  switch (part.kind) {
    case "all":
      return `(${part.parts.map(shown).join(" AND ")})`;
    case "any":
      return `(${part.parts.map(shown).join(" OR ")})`;
    case "not":
      return `NOT ${shown(part.part)}`;
    case "term":
      return part.text;
    case "text":
      return JSON.stringify(part.text);
    case "number":
      return String(part.number);
    case "call":
      return `${part.function}(${part.args.map(shown).join(", ")})`;
    case "binary":
      return `(${shown(part.left)} ${part.operator} ${shown(part.right)})`;
    case "field":
      return "comparison" in part ? `${part.field}${part.comparison}${part.value}` : part.field;
  }
}

for (const [spl, tree] of [
  ["a=1 b=2", "(a=1 AND b=2)"],
  ["a=1 OR b=2 c=3", "((a=1 OR b=2) AND c=3)"],
  ["a=1 AND b=2 OR c=3", "(a=1 AND (b=2 OR c=3))"],
  ["NOT a=1 OR b=2", "(NOT a=1 OR b=2)"],
  ["NOT (a=1 b=2)", "NOT (a=1 AND b=2)"],
  ["NOT NOT a=1", "a=1"],
  ['a="x y" word', "(a=x y AND word)"],
  ["or and", "(or AND and)"],
  ["server=img1:8080 path!=/a/b", "(server=img1:8080 AND path!=/a/b)"],
  ["url=http://h/?q=1 n>=2", "(url=http://h/?q=1 AND n>=2)"],
  ["'odd", "'odd"],
  ["", "()"],
] as const) {
  test(`search reads "${spl}" as ${tree}`, () => {
    for (const text of [spl, `search ${spl}`]) {
      const [first] = read(text);
      assert.ok(first?.name === "search");
      assert.equal(shown(first.condition), tree);
    }
  });
}

for (const [spl, tree] of [
  ["a=1 OR b=2 AND c=3", "((a = 1) OR ((b = 2) AND (c = 3)))"],
  ["a=1 AND b=2 OR c=3", "(((a = 1) AND (b = 2)) OR (c = 3))"],
  ["NOT a=1 AND b=2", "(NOT (a = 1) AND (b = 2))"],
  ["(a=1 OR b=2) AND c=3", "(((a = 1) OR (b = 2)) AND (c = 3))"],
  ["a==1+2*b", "(a = (1 + (2 * b)))"],
  ["a-b-c", "((a - b) - c)"],
  ["a/b*c", "((a / b) * c)"],
  ['a." of ".b', '((a . " of ") . b)'],
  ["1.5.a", "(1.5 . a)"],
  ["'What is known'>0", "(What is known > 0)"],
  ['if(in(a, "x", "y"), len(b), null())', 'if(in(a, "x", "y"), len(b), null())'],
  ['"say \\"x\\" \\n"', '"say \\"x\\" \\\\n"'],
] as const) {
  test(`where reads "${spl}" as ${tree}`, () => {
    const [, where] = read(`* | where ${spl}`);
    assert.ok(where?.name === "where");
    assert.equal(shown(where.condition), tree);
  });
}

for (const [spl, command] of [
  [
    'rename a as b, "c d" AS e',
    {
      name: "rename",
      pairs: [
        ["a", "b"],
        ["c d", "e"],
      ],
    },
  ],
  ['table a b, "c d"', { name: "table", patterns: ["a", "b", "c d"] }],
  ["fields - a b*", { name: "fields", keeps: false, patterns: ["a", "b*"] }],
  ["TABLE a", { name: "table", patterns: ["a"] }],
  ["head", { name: "head", count: 10 }],
  ["head limit=3", { name: "head", count: 3 }],
  [
    'sort 5 - a, +"b c"',
    {
      name: "sort",
      keys: [
        { field: "a", isDescending: true },
        { field: "b c", isDescending: false },
      ],
      limit: 5,
    },
  ],
  ["sort 0 a desc", { name: "sort", keys: [{ field: "a", isDescending: true }], limit: Number.POSITIVE_INFINITY }],
  ["sort a", { name: "sort", keys: [{ field: "a", isDescending: false }], limit: 10_000 }],
  [
    'stats c, sum(a) as "all of it" values(b) BY x, y',
    {
      name: "stats",
      aggregates: [
        { function: "count", field: undefined, as: "count" },
        { function: "sum", field: "a", as: "all of it" },
        { function: "values", field: "b", as: "values(b)" },
      ],
      by: ["x", "y"],
    },
  ],
  [
    "timechart span=5m limit=0 useother=f count by code",
    {
      name: "timechart",
      spanSeconds: 300,
      limit: 0,
      useOther: false,
      useNull: true,
      aggregates: [{ function: "count", field: undefined, as: "count" }],
      by: "code",
    },
  ],
  ["bin span=1h _time", { name: "bin", spanSeconds: 3_600, field: "_time" }],
  ["fillnull value=none a b", { name: "fillnull", value: "none", fields: ["a", "b"] }],
  ["transpose 1 column_name=What", { name: "transpose", count: 1, columnName: "What" }],
  ["transpose", { name: "transpose", count: 5, columnName: "column" }],
  ["convert ctime(a) as b", { name: "convert", field: "a", as: "b" }],
  [
    'eval a=1, "b c"=d',
    {
      name: "eval",
      assignments: [
        { field: "a", expression: { kind: "number", number: 1 } },
        { field: "b c", expression: { kind: "field", field: "d" } },
      ],
    },
  ],
  ["getimage image_file http://img/rx", { name: "getimage", args: ["image_file", "http://img/rx"] }],
  ["getimage `field` http://img{shard}/rx", { name: "getimage", args: ["image file", "http://img{shard}/rx"] }],
  [
    'getimage f "http://img/a|b" annotate="{a} | {b}"',
    { name: "getimage", args: ["f", "http://img/a|b", "annotate={a} | {b}"] },
  ],
  ['getimage f u "annotate=say \\"hi\\""', { name: "getimage", args: ["f", "u", 'annotate=say "hi"'] }],
] as const satisfies readonly (readonly [string, Command])[]) {
  test(`"${spl}" is read`, () => assert.deepEqual(read(`* | ${spl}`)[1], command));
}

test("a search begins with terms, with makeresults, or with what another has found", () => {
  const names = (spl: string, isPostProcess = false): string =>
    read(spl, isPostProcess)
      .map(({ name }) => name)
      .join(" ");
  assert.equal(names("a=1 | head 1"), "search head");
  assert.equal(names("`terms` | table a"), "search head table");
  assert.equal(names("search=1"), "search");
  assert.equal(names("| makeresults | head 1"), "makeresults head");
  assert.equal(names("stats count | head 1", true), "stats head");
  assert.equal(names("| stats count", true), "stats");
  assert.equal(names("", true), "");
});

for (const [spl, told] of [
  ["| head 1", /begins with \| head.*only a handful of SPL.*Splunk runs it all/],
  ["| inputlookup x.csv", /"inputlookup".*only a handful of SPL/],
  ["* | makeresults", /must be the first command/],
  ["* | delete", /"delete"/],
  ["* | outputlookup x.csv", /"outputlookup"/],
  ["* | constructor", /"constructor"/],
  ["* | search [ search x ]", /subsearch/],
  ["* | stats dc(x) by y", /"dc" of stats.*only a handful/],
  ["* | stats toString(x)", /"toString" of stats/],
  ["* | stats sum", /sum wants a field/],
  ["* | stats by a", /expected a function/],
  ["* | stats count by", /a field is missing/],
  ["* | stats count as", /a name is missing/],
  ["* | timechart count sum(a) by b", /timechart count sum\(a\) by b/],
  ["* | timechart span=1mon count", /span of 1mon/],
  ["* | timechart span=5x count", /no unit of time/],
  ["* | head (x=1)", /head \(x=1\)/],
  ["* | head abc", /expected a number of rows, received "abc"/],
  ["* | rename a* as b*", /rename with \*/],
  ["* | rename a b", /usage: rename/],
  ["* | rename", /usage: rename/],
  ["* | rename n as a, n as b", /"n" is renamed twice/],
  ["* | fillnull a", /fillnull without/],
  ["* | table", /at least one field/],
  ["* | table a=b", /A name of a field was expected, and there is "="/],
  ["* | sort", /Error in 'sort'/],
  ["* | dedup 2 a", /dedup 2 a/],
  ["* | bin _time", /bin _time/],
  ["* | convert num(a)", /convert num\(a\)/],
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
  [`* | search ${"(".repeat(60)}a${")".repeat(60)}`, /nested/],
  [`* | where ${"(".repeat(60)}a${")".repeat(60)}`, /nested/],
  ["* | where", /ends too early/],
  ["* | where a=", /ends too early/],
  ["* | where (a=1", /Unbalanced brackets/],
  ["* | where a=1)", /Unbalanced brackets/],
  ["* | where a IN (1)", /"IN"/],
  ["* | where a # 1", /Cannot read the search from: # 1/],
  ["* | where a = = 1", /cannot go on with "="/],
  ["* | eval a", /expected <field>=<expression>/],
  ["* | eval a=md5(b)", /md5\(\).*only a handful/],
  ["* | eval a=constructor(b)", /constructor\(\)/],
  ["* | eval a=len(b, c)", /len\(\) cannot take 2 arguments/],
  ["* | eval a=if(b)", /if\(\) cannot take 1 arguments/],
] as const) {
  test(`"${spl.slice(0, 40)}" is refused with a sentence`, () => {
    assert.throws(
      () => read(spl),
      (thrown) => thrown instanceof SplError && told.test(thrown.message),
    );
  });
}
