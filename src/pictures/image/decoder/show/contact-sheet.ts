import type { Fonts } from "../caption/font.ts";
import { DecodeFault, isOfPage } from "../faults.ts";
import { noteOf, type PageReader, type Size } from "../pages.ts";
import { blankPixels, type Colour, drawText, fillBox, type Pixels, textWidth } from "../pixels.ts";
import { type Corner, cornerOf, GAP, planSheet, type SheetPlan, usualPage } from "./sheet-plan.ts";
import { type Shown, shrink } from "./shrink.ts";

/** Height of a cell that bears its page's number. */
const LEAST_LINES = 3;
const GROUND: Colour = [224, 224, 224];
const INK: Colour = [64, 64, 64];

/** How many pages of a sheet could not be decoded. */
export type Sheet = Shown & { readonly lost: number };

/**
 * Pages of one source side by side, each with its number. The place of a damaged page is empty, and a note names it.
 * Throws DecodeFault where all are, and where a limit was met: the others would meet it, too.
 */
export async function readSheet(
  reader: PageReader,
  pages: readonly number[],
  first: Size,
  box: Size,
  fonts: Fonts,
): Promise<Sheet> {
  const plan = planSheet(pages.length, usualPage(first, await sizesOf(reader, pages.slice(1))), box);
  const cells: (Shown | undefined)[] = [];
  let fault: DecodeFault | undefined;
  for (const page of pages) {
    const read = await readCell(reader, page, plan.cell);
    if (read instanceof DecodeFault) fault ??= read;
    cells.push(read instanceof DecodeFault ? undefined : read);
  }
  const shown = cells.filter((cell) => cell !== undefined);
  if (fault && shown.length === 0) throw fault;
  const pixels = layOut(cells, plan);
  if (hasRoomForNumbers(plan.cell, Math.max(...pages) + 1, fonts)) {
    for (const [index, page] of pages.entries()) number(pixels, page + 1, cornerOf(index, plan), fonts);
  }
  const isPart = reader.pages > pages.length;
  const some = isPart ? `the first ${pages.length} of ${reader.pages} pages are shown` : undefined;
  return {
    pixels,
    isGrey: shown.every(({ isGrey }) => isGrey),
    isBilevel: shown.every(({ isBilevel }) => isBilevel),
    lost: cells.length - shown.length,
    ...noteOf(...shown.map(({ note }) => note), lostPages(pages.filter((_, index) => !cells[index])), some),
  };
}

// A page that cannot be read shows its fault when it is read, and has no say in the shape of the others.
async function sizesOf(reader: PageReader, pages: readonly number[]): Promise<readonly Size[]> {
  const sizes: Size[] = [];
  for (const page of pages) {
    const size = await reader.sizeOf(page).catch(() => undefined);
    if (size) sizes.push(size);
  }
  return sizes;
}

async function readCell(reader: PageReader, page: number, cell: Size): Promise<Shown | DecodeFault> {
  try {
    return await shrink(await reader.read(page, cell), cell);
  } catch (thrown) {
    if (thrown instanceof DecodeFault && isOfPage(thrown)) return thrown;
    throw thrown;
  }
}

function lostPages(pages: readonly number[]): string | undefined {
  if (pages.length === 0) return undefined;
  const numbers = pages.map((page) => page + 1).join(", ");
  return `${pages.length === 1 ? "page" : "pages"} ${numbers} could not be decoded`;
}

/** Lays pages side by side, row by row, each in the middle of its cell. */
function layOut(cells: readonly (Shown | undefined)[], plan: SheetPlan): Pixels {
  const sheet = blankPixels(plan.width, plan.height, GROUND);
  for (const [index, shown] of cells.entries()) {
    if (!shown) continue;
    const { pixels: page } = shown;
    const { left, top } = cornerOf(index, plan);
    const within = {
      left: left + Math.floor((plan.cell.width - page.width) / 2),
      top: top + Math.floor((plan.cell.height - page.height) / 2),
    };
    paste(page, sheet, within);
  }
  return sheet;
}

function paste(page: Pixels, sheet: Pixels, { left, top }: Corner): void {
  const columns = Math.min(page.width, sheet.width - left);
  for (let row = 0; row < page.height && top + row < sheet.height; row++) {
    const from = row * page.width * 3;
    sheet.data.set(page.data.subarray(from, from + columns * 3), ((top + row) * sheet.width + left) * 3);
  }
}

// On small pages numbers would be most of what is seen; the pages stand in their order without them.
function hasRoomForNumbers(cell: Size, last: number, [font]: Fonts): boolean {
  return cell.height >= LEAST_LINES * font.lineHeight && cell.width >= 2 * textWidth(String(last), font);
}

function number(sheet: Pixels, page: number, { left, top }: Corner, [font]: Fonts): void {
  const text = String(page);
  fillBox(sheet, { x: left, y: top, width: textWidth(text, font) + GAP, height: font.lineHeight }, GROUND);
  drawText(sheet, text, font, left + GAP / 2, top, INK);
}
