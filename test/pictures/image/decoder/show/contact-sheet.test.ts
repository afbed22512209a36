import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageReader, Size } from "../../../../../src/pictures/image/decoder/pages.ts";
import { readSheet } from "../../../../../src/pictures/image/decoder/show/contact-sheet.ts";
import { planSheet, usualPage } from "../../../../../src/pictures/image/decoder/show/sheet-plan.ts";
import { coloursOf, FONTS } from "../../../../helpers/ground.ts";

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

const SHAPES: readonly (readonly [name: string, pages: readonly [Size, ...Size[]], usual: Size])[] = [
  ["one page", [A4], A4],
  ["pages of one shape", [A4, A4, A4], A4],
  [
    "a low cover and three pages",
    [{ width: 1728, height: 400 }, ...Array(3).fill({ width: 1728, height: 2200 })],
    { width: 1728, height: 2200 },
  ],
  ["three pages and a low last one", [A4, A4, A4, { width: 1240, height: 200 }], A4],
  [
    "icons, of which the largest counts",
    [16, 256, 32, 48].map((side) => ({ width: side, height: side })) as [Size, ...Size[]],
    { width: 256, height: 256 },
  ],
  [
    "a thread and a line",
    [
      { width: 1, height: 3_000 },
      { width: 3_000, height: 1 },
    ],
    { width: 1, height: 3_000 },
  ],
];

for (const [name, [first, ...others], usual] of SHAPES) {
  test(`the cells of a sheet suit ${name}`, () => assert.deepEqual(usualPage(first, others), usual));
}

test("a low cover leaves the pages behind it as large as they can be, and one whose size is unknown has no say", async () => {
  const sizes: readonly (Size | undefined)[] = [{ width: 1_728, height: 400 }, A4, A4, undefined, A4];
  const sheet = await sheetOf(sizes, { width: 500, height: 500 });
  // Each of the A4 pages is black: three columns of 154 pixels in two rows.
  const black = coloursOf(sheet.pixels).get("0,0,0") ?? 0;
  assert.ok(black > 4 * 150 * 210, `${black}`);
});

test("numbers stand on pages that are high enough for them, and do not cover small ones", async () => {
  const pages = Array<Size>(4).fill(A4);
  const inked = await Promise.all(
    [64, 100, 200].map(async (side) =>
      coloursOf((await sheetOf(pages, { width: side, height: side })).pixels).has("64,64,64"),
    ),
  );
  assert.deepEqual(inked, [false, false, true]);
});

/** A sheet of black pages. The size of a page that has none here is a fault. */
async function sheetOf(sizes: readonly (Size | undefined)[], box: Size): ReturnType<typeof readSheet> {
  const reader: PageReader = {
    pages: sizes.length,
    sizeOf: async (page) => {
      const size = sizes[page];
      if (!size) throw new Error("damaged");
      return size;
    },
    read: async (page) => {
      const { width, height } = sizes[page] ?? A4;
      return { data: new Uint8Array(width * height), width, height, channels: 1 };
    },
  };
  return readSheet(reader, [...sizes.keys()], sizes[0] ?? A4, box, FONTS);
}
