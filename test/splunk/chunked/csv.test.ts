import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../../src/base/random.ts";
import { cellText, encodeCell, rawCell, scanTable, type Table } from "../../../src/splunk/chunked/csv.ts";
import { ProtocolError } from "../../../src/splunk/chunked/protocol-error.ts";
import { randomTable } from "../../helpers/random-table.ts";

function rowsOf(table: Table): string[][] {
  return Array.from({ length: table.rowCount }, (_, row) => table.columns.map((name) => cellText(table, row, name)));
}

type Case = readonly [name: string, body: string, columns: readonly string[], rows: readonly (readonly string[])[]];
const CASES: readonly Case[] = [
  [
    "plain cells",
    "a,b\n1,2\n3,4\n",
    ["a", "b"],
    [
      ["1", "2"],
      ["3", "4"],
    ],
  ],
  ["quotes round every cell", '"a","b"\n"1","2"\n', ["a", "b"], [["1", "2"]]],
  ["doubled quotes", 'a,b\n"say ""x""",""""\n', ["a", "b"], [['say "x"', '"']]],
  ["commas inside quotes", 'a,b\n"1,2",","\n', ["a", "b"], [["1,2", ","]]],
  ["line breaks inside quotes", 'a,b\n"1\n2","3\r\n"\n', ["a", "b"], [["1\n2", "3\r\n"]]],
  [
    "CRLF, as SDKs write",
    "a,b\r\n1,2\r\n,\r\n",
    ["a", "b"],
    [
      ["1", "2"],
      ["", ""],
    ],
  ],
  ["CRLF behind quotes", '"a","b"\r\n"1","2"\r\n', ["a", "b"], [["1", "2"]]],
  ["a carriage return inside a cell", "a,b\n1\r2,3\r4\n", ["a", "b"], [["1\r2", "3\r4"]]],
  ["no line break at the end", "a,b\n1,2", ["a", "b"], [["1", "2"]]],
  ["no line break behind a quote at the end", 'a,b\n1,"2"', ["a", "b"], [["1", "2"]]],
  [
    "empty cells at the end",
    "a,b,c\n1,,\n,,\n",
    ["a", "b", "c"],
    [
      ["1", "", ""],
      ["", "", ""],
    ],
  ],
  ["an empty last cell without a line break", "a,b\n1,", ["a", "b"], [["1", ""]]],
  [
    "records with too few cells",
    "a,b,c\n1\n1,2\n",
    ["a", "b", "c"],
    [
      ["1", "", ""],
      ["1", "2", ""],
    ],
  ],
  [
    "empty lines among records",
    "a,b\n\n1,2\n\r\n\n3,4\n\n",
    ["a", "b"],
    [
      ["1", "2"],
      ["3", "4"],
    ],
  ],
  ["one column with empty rows", "a\n\n1\n\r\n\n", ["a"], [[""], ["1"], [""], [""]]],
  ["one column with quoted empty rows", 'a\n""\n""', ["a"], [[""], [""]]],
  ["a byte order mark", "\uFEFFa,b\n1,2\n", ["a", "b"], [["1", "2"]]],
  ["a byte order mark before a quote", '\uFEFF"a b",b\n1,2\n', ["a b", "b"], [["1", "2"]]],
  ["hard column names", '"a,b","say ""x""","é\n"\n1,2,3\n', ["a,b", 'say "x"', "é\n"], [["1", "2", "3"]]],
  ["blanks round cells", "a,b\n 1 ,\t2\n", ["a", "b"], [[" 1 ", "\t2"]]],
  ["a quote inside a plain cell", 'a,b\n5" x 7",2\n', ["a", "b"], [['5" x 7"', "2"]]],
  ["text behind a closing quote", 'a,b\n"1"x,2\n', ["a", "b"], [["1x", "2"]]],
  ["a header only", '"_time",text\n', ["_time", "text"], []],
  ["a header without a line break", "a,b", ["a", "b"], []],
  ["nothing", "", [], []],
];

for (const [name, body, columns, rows] of CASES) {
  test(`reads ${name}`, () => {
    const table = scanTable(Buffer.from(body), (names) => names);
    assert.deepEqual(table.columns, columns);
    assert.deepEqual(rowsOf(table), rows);
  });
}

for (const [name, body] of [
  ["a record with more cells than the header", "a,b\n1,2\n1,2,3\n"],
  ["a record with one comma too many", "a\n1,\n"],
  ["a quote that never ends", 'a,b\n1,"2\n3,4\n'],
  ["a quote that never ends in the header", 'a,"b\n1,2\n'],
  ["a doubled quote as the end", 'a\n"1""'],
] as const) {
  test(`refuses ${name}`, () => {
    assert.throws(
      () => scanTable(Buffer.from(body), (names) => names),
      (thrown) => thrown instanceof ProtocolError && thrown.code === "bad-csv",
    );
  });
}

test("bytes that are no UTF-8 become U+FFFD, with and without quotes", () => {
  const body = Buffer.from('a,b\nx\xff,"\xc3,"\n', "latin1");
  assert.deepEqual(rowsOf(scanTable(body, (names) => names)), [["x\uFFFD", "\uFFFD,"]]);
});

for (const quoted of [true, false]) {
  test(`a cell of 10 MB, ${quoted ? "quoted" : "plain"}, is read whole`, () => {
    const text = "0123456789abcdef".repeat(10 * 2 ** 16);
    const body = Buffer.from(quoted ? `a,b\n"${text}""",2\n` : `a,b\n${text},2\n`);
    const table = scanTable(body, (names) => names);
    assert.ok(cellText(table, 0, "a") === (quoted ? `${text}"` : text));
    assert.equal(cellText(table, 0, "b"), "2");
  });
}

test("only the cells that were asked for are noted", () => {
  const table = scanTable(Buffer.from("a,b,c\n1,2,3\n4,5,6\n"), () => ["c", "absent", "c"]);
  assert.deepEqual(table.known, ["c"]);
  assert.equal(table.cellStarts.length, 2);
  assert.deepEqual([cellText(table, 0, "c"), cellText(table, 1, "c")], ["3", "6"]);
  assert.deepEqual([cellText(table, 0, "a"), cellText(table, 0, "absent")], ["", ""]);
});

test("a record's borders leave out its line break, and its cells keep their quotes", () => {
  const body = Buffer.from('a,b\r\n"1\n",2\r\n3\n');
  const table = scanTable(body, () => ["a"]);
  const records = Array.from(table.rowStarts, (start, row) => body.toString("utf8", start, table.rowEnds[row]));
  assert.deepEqual(records, ['"1\n",2', "3"]);
  assert.equal(rawCell(table, 0, "a").toString(), '"1\n"');
  assert.deepEqual([...table.missingCells], [[1, 1]]);
});

for (const [text, cell] of [
  ["", ""],
  ["plain é", "plain é"],
  ["a,b", '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ["a\nb", '"a\nb"'],
  ["a\rb", '"a\rb"'],
  [" a", '" a"'],
  ["a\t", '"a\t"'],
] as const) {
  test(`${JSON.stringify(text)} is written as ${JSON.stringify(cell)}`, () => {
    assert.equal(encodeCell(text), cell);
  });
}

test("300 random tables written by papaparse are read cell by cell", () => {
  const random = seededRandom(20_160_401);
  for (let count = 0; count < 300; count++) {
    const { columns, rows, body } = randomTable(random);
    const table = scanTable(body, (names) => names);
    const seen = { columns: [...table.columns], rows: rowsOf(table) };
    assert.deepEqual(seen, { columns, rows }, `table ${count}: ${JSON.stringify(body.toString())}`);
  }
});
