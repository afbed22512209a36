import { readFileSync } from "node:fs";
import * as pdf from "../../scripts/bombs/pdf.ts";
import * as svg from "../../scripts/bombs/svg.ts";
import { type Bomb, PATIENCE, shown, testBombs } from "../helpers/bomb-range.ts";
import { sample } from "../helpers/samples.ts";

const MOST_MEMORY = 1_100 * 2 ** 20;
const SQUARE = { width: 100, height: 100 };
/** Of a drawing that is as large as drawings may be. */
const CANVAS = { width: 9_000, height: 9_000 };
/** A letter page at 150 dpi: what PDFium takes for a page that does not tell its size, or an impossible one. */
const LETTER = { width: 1_275, height: 1_650 };
const PDF = { decoder: "pdf" } as const;

const BOMBS: readonly Bomb[] = [
  ["an SVG of a billion laughs", "svg", svg.billionLaughs, "corrupt"],
  // librsvg draws so many elements and no more, and a drawing that lacks some is none.
  ["an SVG of a billion rectangles", "svg", () => svg.laughingGroups(9), "corrupt"],
  ["an SVG of 30,000 by 30,000", "svg", () => svg.svg("", 'width="30000" height="30000"'), "too-many-pixels"],
  [
    "an SVG of 10^12 pixels a side",
    "svg",
    () => svg.svg("", 'width="1e12" height="1e12"'),
    // More than a number of 32 bits holds: libvips takes it for empty.
    "corrupt",
  ],
  ["an SVG with 50 wide blurs", "svg", () => svg.wideBlurs(50), shown(CANVAS)],
  ["an SVG with a pattern of dots", "svg", svg.hugePattern, shown(CANVAS)],
  ["an SVG with 100,000 groups in each other", "svg", () => svg.nested(100_000), "corrupt"],
  [
    "an SVG with a picture in it that is a bomb",
    "svg",
    () => svg.inData("image/png", readFileSync(sample("pill_novak.png"))),
    shown(SQUARE),
  ],
  ["an SVG with a script", "svg", () => svg.svg("<script>while(true){}</script>"), shown(SQUARE)],
  ["an SVGZ that unpacks to 1 GB", "svgz", () => svg.packed(2 ** 30), "too-large"],

  ["a PDF whose page unpacks to 1 GB", "pdf", () => pdf.inflatedContent(2 ** 30, 1), "decode-memory"],
  [
    "a PDF whose page unpacks to 10 GB in two steps",
    "pdf",
    () => pdf.inflatedContent(10 * 2 ** 30, 2),
    "decode-memory",
  ],
  ["a PDF with a picture of 900 million bits", "pdf", () => pdf.hugeImage(30_000, 1), shown(LETTER, PDF)],
  ["a PDF with a picture of 900 million bytes", "pdf", () => pdf.hugeImage(30_000, 8), shown(LETTER, PDF)],
  ["a PDF of a billion rectangles", "pdf", () => pdf.nestedForms(9), "decode-memory"],
  ["a PDF with a form that draws itself", "pdf", pdf.formOfItself, "decode-memory"],
  ["a PDF page of 10^9 points a side", "pdf", () => pdf.mediaBox("0 0 1e9 1000000000"), shown(LETTER, PDF)],
  ["a PDF page without a side", "pdf", () => pdf.mediaBox("0 0 0 0"), shown(LETTER, PDF)],
  [
    "a PDF page of a thread's width",
    "pdf",
    () => pdf.mediaBox("0 0 1 9000000"),
    shown({ width: 2, height: 18_750_000 }, PDF),
  ],
  ["a PDF that claims a billion pages", "pdf", () => pdf.claimedPages(1e9), shown(LETTER, PDF)],
  ["a PDF whose page tree is a branch of itself", "pdf", pdf.treeCycle, "corrupt"],
  // No more pages than these are counted.
  ["a PDF of 100,000 pages", "pdf", () => pdf.manyPages(100_000), shown(LETTER, { ...PDF, pages: 10_000 })],
  ["a PDF of brackets", "pdf", () => pdf.deepArray(500_000), shown(LETTER, PDF)],
  ["a PDF of nothing", "pdf", () => Buffer.from("%PDF-1.7\n%%EOF\n"), "corrupt"],
];

testBombs(BOMBS, { mostMemory: MOST_MEMORY, seconds: PATIENCE });
