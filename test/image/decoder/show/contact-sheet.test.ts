import assert from "node:assert/strict";
import { test } from "node:test";
import { planSheet } from "../../../../src/image/decoder/show/contact-sheet.ts";

const A4 = { width: 1240, height: 1754 };

const PLANS: readonly (readonly [pages: number, page: { width: number; height: number }, columns: number])[] = [
  [1, A4, 1],
  [2, A4, 2],
  [3, A4, 2],
  [4, A4, 2],
  [16, A4, 4],
  [2, { width: 3_000, height: 500 }, 1],
  [6, { width: 500, height: 500 }, 2],
];

for (const [pages, page, columns] of PLANS) {
  test(`a sheet of ${pages} pages of ${page.width}x${page.height} has ${columns} columns and stays in its box`, () => {
    const box = { width: 500, height: 500 };
    const plan = planSheet(pages, page, box);
    assert.equal(plan.columns, columns);
    assert.ok(plan.width <= box.width && plan.height <= box.height, JSON.stringify(plan));
    const rows = Math.ceil(pages / columns);
    assert.ok(plan.cell.width * columns <= plan.width && plan.cell.height * rows <= plan.height);
    const shape = plan.cell.width / plan.cell.height / (page.width / page.height);
    assert.ok(shape > 0.85 && shape < 1.15, `cells have ${shape} of the pages' shape`);
  });
}

test("small pages are not enlarged, and even a box of 16 pixels holds 16 pages somehow", () => {
  assert.deepEqual(planSheet(4, { width: 20, height: 10 }, { width: 500, height: 500 }).cell, {
    width: 20,
    height: 10,
  });
  const tiny = planSheet(16, A4, { width: 16, height: 16 });
  assert.ok(tiny.cell.width >= 1 && tiny.width <= 16 && tiny.height <= 16);
});
