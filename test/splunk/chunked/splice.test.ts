import assert from "node:assert/strict";
import { test } from "node:test";
import { integerBelow, seededRandom } from "../../../src/base/random.ts";
import { encodeCell, scanTable } from "../../../src/splunk/chunked/csv.ts";
import { spliceColumns } from "../../../src/splunk/chunked/splice.ts";
import { parsedByPapa, randomTable, randomText } from "../../helpers/random-table.ts";

type Cells = readonly (readonly string[] | undefined)[];

/** Splices as the command does: all columns are scanned where one of them is replaced, and none otherwise. */
function spliced(body: Buffer, added: readonly string[], cells: Cells): Buffer {
  const table = scanTable(body, (columns) => (columns.some((name) => added.includes(name)) ? columns : []));
  return spliceColumns(
    table,
    added,
    cells.map((row) => row && Buffer.from(row.map(encodeCell).join(","))),
  );
}

type Case = readonly [name: string, input: string, added: readonly string[], cells: Cells, output: string];
const CASES: readonly Case[] = [
  [
    "added columns stand behind the record",
    "a,b\n1,2\n3,4\n",
    ["x", "y"],
    [
      ["p", "q"],
      ["r", "s"],
    ],
    "a,b,x,y\n1,2,p,q\n3,4,r,s\n",
  ],
  [
    "a record keeps needless quotes, line breaks and blanks",
    'a,b\n"1"," 2\r\n"\n "",0.50\n',
    ["x"],
    [["p"], ["q"]],
    'a,b,x\n"1"," 2\r\n",p\n "",0.50,q\n',
  ],
  ["records end with LF, whatever ended them", "a,b\r\n1,2\r\n3,4", ["x"], [["p"], ["q"]], "a,b,x\n1,2,p\n3,4,q\n"],
  ["a row without an answer gets empty cells", "a\n1\n2\n", ["x", "y"], [undefined, ["p", "q"]], "a,x,y\n1,,\n2,p,q\n"],
  ["a short record is filled up first", "a,b,c\n1\n1,2,3\n", ["x"], [["p"], undefined], "a,b,c,x\n1,,,p\n1,2,3,\n"],
  ["an empty row of one column stays a row", "a\n\n1\n", ["x"], [["p"], undefined], "a,x\n,p\n1,\n"],
  ["a header only gets the new names", "a,b\n", ["x", "y"], [], "a,b,x,y\n"],
  ["an empty body stays empty", "", ["x", "y"], [], ""],
  ["a byte order mark is left behind", "\uFEFFa\n1\n", ["x"], [["p"]], "a,x\n1,p\n"],
  ["hard names are quoted", '"a,b"\n1\n', ['say "x"'], [["p"]], '"a,b","say ""x"""\n1,p\n'],
  [
    "a column that is there already is replaced and named once",
    "a,x,b\n1,old,2\n3,old,4\n",
    ["x", "y"],
    [
      ["p", "q"],
      ["r", "s"],
    ],
    "a,b,x,y\n1,2,p,q\n3,4,r,s\n",
  ],
  [
    "a row without an answer loses what the record brought under our names",
    'a,x\n1,"ol,d"\n2,old\n',
    ["x", "y"],
    [undefined, ["p", "q"]],
    "a,x,y\n1,,\n2,p,q\n",
  ],
  ["a short record keeps its place when columns are replaced", "a,x,b\n1\n", ["x"], [["p"]], "a,b,x\n1,,p\n"],
  ["a table of nothing but replaced columns", "x,y\n1,2\n", ["y", "x"], [["p", "q"]], "y,x\np,q\n"],
  [
    "the __mv_ columns of old columns stay with them",
    "a,__mv_a\n1,$1$;$2$\n3,\n",
    ["x", "__mv_x"],
    [["p", ""], undefined],
    "a,__mv_a,x,__mv_x\n1,$1$;$2$,p,\n3,,,\n",
  ],
  [
    "a name that stands twice is kept once where records are put together anew",
    "long,x,long\na very long cell,1,b\n",
    ["x"],
    [["p"]],
    "long,x\na very long cell,p\n",
  ],
  [
    "a replaced __mv_ column is named once too",
    "x,a,__mv_x,__mv_a\n1,2,$1$;$1$,\n",
    ["x", "__mv_x"],
    [["p\nq", "$p$;$q$"]],
    'a,__mv_a,x,__mv_x\n2,,"p\nq",$p$;$q$\n',
  ],
];

for (const [name, input, added, cells, output] of CASES) {
  test(name, () => {
    assert.equal(spliced(Buffer.from(input), added, cells).toString(), output);
  });
}

test("bytes that are no UTF-8 pass unchanged", () => {
  const out = spliced(Buffer.from("a\n\xff\xfe\n", "latin1"), ["x"], [["p"]]);
  assert.equal(out.toString("latin1"), "a,x\n\xff\xfe,p\n");
});

test("300 random tables read back by papaparse hold the old cells and the new ones", () => {
  const random = seededRandom(42);
  for (let count = 0; count < 300; count++) {
    const { columns, rows, body } = randomTable(random);
    const own = Array.from({ length: 1 + integerBelow(random, 3) }, (_, index) => `new${index}`);
    const added = integerBelow(random, 2) === 0 ? own : [...own, columns[integerBelow(random, columns.length)] ?? ""];
    const cells: Cells = rows.map(() =>
      integerBelow(random, 4) === 0 ? undefined : added.map(() => randomText(random)),
    );

    const kept = columns.filter((name) => !added.includes(name));
    const expected = rows.map((row, index) => {
      const old = (name: string): string => row[columns.indexOf(name)] ?? "";
      return [...kept.map(old), ...(cells[index] ?? added.map(() => ""))];
    });
    const output = spliced(body, added, cells);
    assert.deepEqual(parsedByPapa(output), [[...kept, ...added], ...expected], JSON.stringify(output.toString()));
  }
});
