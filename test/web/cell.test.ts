import assert from "node:assert/strict";
import { test } from "node:test";
import { shownText } from "../../src/web/cell.ts";

const TEXTS: readonly (readonly [title: string, cell: string | string[] | null, shown: string])[] = [
  ["markup is text", "<b>x</b>", "<b>x</b>"],
  ["lines and control characters become blanks", "a\r\nb\u0000\u001bc", "a b c"],
  ["marks that turn the direction are left out", "photo\u202egpj.exe\u2066", "photogpj.exe"],
  ["several values are listed", ["a", "", "b"], "a, b"],
  ["no value is an empty text", null, ""],
];
for (const [title, cell, shown] of TEXTS) test(title, () => assert.equal(shownText(cell), shown));

test("a text of a megabyte is cut between characters, and says so", () => {
  const shown = shownText("💊".repeat(500_000), 10);
  assert.equal([...shown].length, 10);
  assert.ok(shown.endsWith("💊…"));
});
