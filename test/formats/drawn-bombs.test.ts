import { readFileSync } from "node:fs";
import * as pdf from "../../scripts/bombs/pdf.ts";
import * as svg from "../../scripts/bombs/svg.ts";
import { type Bomb, testBombs } from "../helpers/bomb-range.ts";
import { sample } from "../helpers/samples.ts";

const MOST_MEMORY = 1_100 * 2 ** 20;
const SHOWN = ["picture"] as const;
/** What a reader gives up on, or shows as far as it goes. */
const GIVEN_UP = ["picture", "corrupt", "decode-timeout", "decode-memory"] as const;

const BOMBS: readonly Bomb[] = [
  ["an SVG of a billion laughs", "svg", svg.billionLaughs, ["corrupt"]],
  ["an SVG of a billion rectangles", "svg", () => svg.laughingGroups(9), GIVEN_UP],
  [
    "an SVG of 30,000 by 30,000",
    "svg",
    () => svg.svg("", 'width="30000" height="30000"'),
    ["picture", "too-many-pixels"],
  ],
  [
    "an SVG of 10^12 pixels a side",
    "svg",
    () => svg.svg("", 'width="1e12" height="1e12"'),
    ["picture", "too-many-pixels", "corrupt"],
  ],
  ["an SVG with 50 wide blurs", "svg", () => svg.wideBlurs(50), GIVEN_UP],
  ["an SVG with a pattern of dots", "svg", svg.hugePattern, GIVEN_UP],
  ["an SVG with 100,000 groups in each other", "svg", () => svg.nested(100_000), ["picture", "corrupt"]],
  [
    "an SVG with a picture in it that is a bomb",
    "svg",
    () => svg.inData("image/png", readFileSync(sample("pill_novak.png"))),
    SHOWN,
  ],
  ["an SVG with a script", "svg", () => svg.svg("<script>while(true){}</script>"), SHOWN],
  ["an SVGZ that unpacks to 1 GB", "svgz", () => svg.packed(2 ** 30), ["too-large"]],

  ["a PDF whose page unpacks to 1 GB", "pdf", () => pdf.inflatedContent(2 ** 30, 1), GIVEN_UP],
  ["a PDF whose page unpacks to 10 GB in two steps", "pdf", () => pdf.inflatedContent(10 * 2 ** 30, 2), GIVEN_UP],
  ["a PDF with a picture of 900 million bits", "pdf", () => pdf.hugeImage(30_000, 1), GIVEN_UP],
  ["a PDF with a picture of 900 million bytes", "pdf", () => pdf.hugeImage(30_000, 8), GIVEN_UP],
  ["a PDF of a billion rectangles", "pdf", () => pdf.nestedForms(9), GIVEN_UP],
  ["a PDF with a form that draws itself", "pdf", pdf.formOfItself, GIVEN_UP],
  [
    "a PDF page of 10^9 points a side",
    "pdf",
    () => pdf.mediaBox("0 0 1e9 1000000000"),
    ["picture", "corrupt", "too-many-pixels"],
  ],
  ["a PDF page without a side", "pdf", () => pdf.mediaBox("0 0 0 0"), ["picture", "corrupt"]],
  [
    "a PDF page of a thread's width",
    "pdf",
    () => pdf.mediaBox("0 0 1 9000000"),
    ["picture", "corrupt", "too-many-pixels"],
  ],
  ["a PDF that claims a billion pages", "pdf", () => pdf.claimedPages(1e9), ["picture", "corrupt", "too-many-pages"]],
  ["a PDF whose page tree is a branch of itself", "pdf", pdf.treeCycle, ["picture", "corrupt", "decode-timeout"]],
  ["a PDF of 100,000 pages", "pdf", () => pdf.manyPages(100_000), ["picture", "too-many-pages"]],
  ["a PDF of brackets", "pdf", () => pdf.deepArray(500_000), ["picture", "corrupt"]],
  ["a PDF of nothing", "pdf", () => Buffer.from("%PDF-1.7\n%%EOF\n"), ["corrupt"]],
];

testBombs(BOMBS, MOST_MEMORY);
