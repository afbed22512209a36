import assert from "node:assert/strict";
import { test } from "node:test";
import {
  GAP,
  gridLayout,
  rowsInView,
  scrolledTo,
  walked,
} from "../../../src/pictures/dashboards/gallery/grid-layout.ts";

const LAYOUT = gridLayout(50, 1200, 160);

test("tiles fill their row from side to side, and are never smaller than asked", () => {
  for (const width of [400, 777, 1200, 2500]) {
    const { columns, picture } = gridLayout(10_000, width, 160);
    assert.ok(picture >= 160, `${picture} at ${width}`);
    const used = columns * (picture + 12) + (columns - 1) * GAP;
    assert.ok(used <= width && width - used < columns, `${used} of ${width}`);
  }
});

test("a panel that is narrower than a tile has one column that fits", () => {
  const { columns, picture } = gridLayout(9, 150, 400);
  assert.equal(columns, 1);
  assert.ok(picture <= 150);
});

test("a few tiles on a wide panel stay as large as asked", () => {
  assert.equal(gridLayout(2, 2000, 160).picture, 160);
});

test("nothing makes no rows", () => {
  const empty = gridLayout(0, 0, 160);
  assert.deepEqual([empty.rows, rowsInView(empty, 0, 600)], [0, [0, 0]]);
});

test("only rows in view are there, and a few beside them", () => {
  const many = gridLayout(10_000, 1200, 160);
  const [first, last] = rowsInView(many, 100 * many.rowHeight, 3 * many.rowHeight);
  assert.ok(first >= 95 && first < 100 && last >= 103 && last <= 108, `${first} to ${last}`);
  assert.deepEqual(rowsInView(many, 0, 1)[0], 0);
  assert.equal(rowsInView(many, 1e9, 600)[1], many.rows);
});

const WALKS: readonly (readonly [key: string, from: number, to: number | undefined, isCtrl?: boolean])[] = [
  ["ArrowRight", 0, 1],
  ["ArrowRight", 49, 49],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 1, 1 + LAYOUT.columns],
  ["ArrowDown", 47, 49],
  ["ArrowUp", 3, 3],
  ["ArrowUp", LAYOUT.columns + 3, 3],
  ["Home", LAYOUT.columns + 3, LAYOUT.columns],
  ["End", 0, LAYOUT.columns - 1],
  ["End", 49, 49],
  ["Home", 30, 0, true],
  ["End", 3, 49, true],
  ["PageDown", 0, 2 * LAYOUT.columns],
  ["PageUp", 49, 49 - 2 * LAYOUT.columns],
  ["x", 3, undefined],
  ["constructor", 3, undefined],
];
for (const [key, from, to, isCtrl = false] of WALKS) {
  test(`${isCtrl ? "Ctrl+" : ""}${key} leads from tile ${from} to ${to ?? "nowhere"}`, () => {
    assert.equal(walked(LAYOUT, from, key, { pageRows: 2, isCtrl }), to);
  });
}

test("a row is brought into view by the shortest way", () => {
  const { rowHeight } = LAYOUT;
  assert.equal(scrolledTo(LAYOUT, 2, 0, 5 * rowHeight), 0, "it is there");
  assert.equal(scrolledTo(LAYOUT, 1, 3 * rowHeight, 2 * rowHeight), rowHeight, "it is above");
  assert.equal(scrolledTo(LAYOUT, 6, 0, 2 * rowHeight), 5 * rowHeight, "it is below");
});
