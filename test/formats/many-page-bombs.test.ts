import { gif } from "../../scripts/bombs/gif.ts";
import { manyPages as manyPdfPages } from "../../scripts/bombs/pdf.ts";
import { dicom } from "../../scripts/bombs/records.ts";
import { manyPages } from "../../scripts/bombs/tiff.ts";
import { animatedWebp } from "../../scripts/bombs/webp.ts";
import type { Recipe } from "../../src/pictures/image/recipe.ts";
import { type Bomb, testBombs } from "../helpers/bomb-range.ts";

type Page = Recipe["page"];

const MOST_MEMORY = 900 * 2 ** 20;
const SCREEN = { width: 5_000, height: 5_000 };
const SMALL = { width: 24, height: 16 };

const MAKERS: readonly (readonly [what: string, ending: string, make: () => Buffer, ...pages: readonly Page[]])[] = [
  ["a TIFF of 50,000 pages", "tif", () => manyPages(50_000), "largest", 4_999],
  ["a TIFF of 5,000 pages", "tif", () => manyPages(5_000), "largest", "sheet", 4_999],
  ["a GIF of 5,000 frames on 25 million pixels", "gif", () => gif(SCREEN, 5_000), "largest", "sheet", 4_999],
  ["a WebP of 5,000 frames on 25 million pixels", "webp", () => animatedWebp(SCREEN, 5_000), "largest"],
  ["a WebP of 500 frames on 25 million pixels", "webp", () => animatedWebp(SCREEN, 500), "sheet", 499],
  ["a PDF of 100,000 pages", "pdf", () => manyPdfPages(100_000), "largest", "sheet", 4_999],
  ["a DICOM that claims 99,999,999 frames", "dcm", () => dicom(SMALL, 99_999_999), "largest", "sheet", 4_999],
];

/** A limit may end it, as may the clock; nothing else. */
const ENDS = ["picture", "too-many-pages", "decode-timeout", "unsupported", "truncated", "corrupt"] as const;

const bombs = MAKERS.flatMap(([what, ending, make, ...pages]) =>
  pages.map((page): Bomb => [`page ${page} of ${what}`, ending, make, ENDS, page]),
);

testBombs(bombs, MOST_MEMORY);
