import { gif } from "../../scripts/bombs/gif.ts";
import { manyPages as manyPdfPages } from "../../scripts/bombs/pdf.ts";
import { dicom } from "../../scripts/bombs/records.ts";
import { manyPages } from "../../scripts/bombs/tiff.ts";
import { animatedWebp } from "../../scripts/bombs/webp.ts";
import type { Recipe } from "../../src/pictures/image/recipe.ts";
import { type Bomb, type End, PATIENCE, shown, testBombs } from "../helpers/bomb-range.ts";

type Page = Recipe["page"];

const MOST_MEMORY = 900 * 2 ** 20;
const SCREEN = { width: 5_000, height: 5_000 };
const SMALL = { width: 24, height: 16 };
const TINY = { width: 8, height: 8 };
const LETTER = { width: 1_275, height: 1_650 };
const CUT = "the file is cut off: it has 1 of its 99999999 frames";

/** As many are compared as there is time for. */
const largestOf = (pages: number) => ({
  pages,
  note: new RegExp(`^the largest of the first \\d+ of ${pages} pages is shown$`),
});
const sheetOf = (pages: number) => ({ pages, note: `the first 16 of ${pages} pages are shown` });

type Maker = readonly [
  what: string,
  ending: string,
  make: () => Buffer,
  ...ends: readonly (readonly [page: Page, end: End])[],
];
const MAKERS: readonly Maker[] = [
  [
    "a TIFF of 50,000 pages",
    "tif",
    () => manyPages(50_000),
    ["largest", shown(TINY, largestOf(50_000))],
    [4_999, shown(TINY, { pages: 50_000, page: 4_999 })],
  ],
  [
    "a TIFF of 5,000 pages",
    "tif",
    () => manyPages(5_000),
    ["largest", shown(TINY, largestOf(5_000))],
    ["sheet", shown(TINY, sheetOf(5_000))],
    [4_999, shown(TINY, { pages: 5_000, page: 4_999 })],
  ],
  [
    "a GIF of 5,000 frames on 25 million pixels",
    "gif",
    () => gif(SCREEN, 5_000),
    ["largest", shown(TINY, { ...largestOf(5_000), decoder: "magick" })],
    ["sheet", shown(TINY, { ...sheetOf(5_000), decoder: "magick" })],
    [4_999, shown(TINY, { pages: 5_000, page: 4_999 })],
  ],
  [
    "a WebP of 5,000 frames on 25 million pixels",
    "webp",
    () => animatedWebp(SCREEN, 5_000),
    ["largest", shown(SCREEN, largestOf(5_000))],
  ],
  [
    "a WebP of 500 frames on 25 million pixels",
    "webp",
    () => animatedWebp(SCREEN, 500),
    ["sheet", shown(SCREEN, sheetOf(500))],
    [499, shown(SCREEN, { pages: 500, page: 499 })],
  ],
  [
    "a PDF of 100,000 pages",
    "pdf",
    () => manyPdfPages(100_000),
    // No more pages than these are counted.
    ["largest", shown(LETTER, { ...largestOf(10_000), decoder: "pdf" })],
    ["sheet", shown(LETTER, { ...sheetOf(10_000), decoder: "pdf" })],
    [4_999, shown(LETTER, { pages: 10_000, page: 4_999, decoder: "pdf" })],
  ],
  [
    "a DICOM that claims 99,999,999 frames",
    "dcm",
    () => dicom(SMALL, 99_999_999),
    ["largest", shown(SMALL, { note: CUT })],
    ["sheet", shown(SMALL, { note: CUT })],
    [4_999, "truncated"],
  ],
];

const bombs = MAKERS.flatMap(([what, ending, make, ...ends]) =>
  ends.map(([page, end]): Bomb => [`page ${page} of ${what}`, ending, make, end, page]),
);

testBombs(bombs, { mostMemory: MOST_MEMORY, seconds: PATIENCE });
