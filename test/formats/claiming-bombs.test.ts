import sharp from "sharp";
import { claiming, codestream, jp2, jxl, nestedBoxes, smallHeic } from "../../scripts/bombs/boxed.ts";
import { RASTERS } from "../../scripts/bombs/rasters.ts";
import { dicom, RECORDS } from "../../scripts/bombs/records.ts";
import type { Claim } from "../../scripts/bombs/words.ts";
import type { ImageErrorCode } from "../../src/pictures/contract.ts";
import { type Bomb, PATIENCE, shown, testBombs } from "../helpers/bomb-range.ts";

const MOST_MEMORY = 500 * 2 ** 20;
/** More than are allowed, as much as two bytes hold, and as much as four bytes hold. */
const [OVER, TWO_BYTES, FOUR_BYTES] = [30_000, 65_535, 0x7fffffff];
const SIDES = [OVER, TWO_BYTES, FOUR_BYTES];
/** What comes of claims that are not counted; all others are refused for their pixels. */
const OTHERWISE: readonly (readonly [endings: string, sides: readonly number[], end: ImageErrorCode])[] = [
  // Held against the length of the file first.
  ["sgi psd psb", SIDES, "truncated"],
  // Their decoders go on to the pixels, which are not there, before they tell the size.
  ["wpg jxl", SIDES, "truncated"],
  ["xcf", [OVER, TWO_BYTES], "truncated"],
  // More than their decoders take for a head.
  ["ico cur sun hdr dpx exr xcf jp2 j2k", [FOUR_BYTES], "corrupt"],
  // Told by its numbers alone, of five digits at the most.
  ["mtv", [FOUR_BYTES], "not-an-image"],
  // Gone through to its end before its size is told.
  ["miff", [OVER, TWO_BYTES], "decode-timeout"],
  // Not let in at all.
  ["sixel", SIDES, "not-an-image"],
];
const SMALL = { width: 24, height: 16 };
/** They say nothing of their size. */
const SILENT = ["fax", "mac"];

const avif = (): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: "#c81e28" } })
    .avif({ effort: 0 })
    .toBuffer();

const MAKERS: Readonly<Record<string, (claim: Claim) => Buffer | Promise<Buffer>>> = {
  ...RASTERS,
  ...RECORDS,
  jp2,
  j2k: codestream,
  jxl,
  heic: (claim) => claiming(claim, smallHeic()),
  avif: async (claim) => claiming(claim, await avif()),
};

const claims = Object.entries(MAKERS)
  .filter(([ending]) => !SILENT.includes(ending))
  .flatMap(([ending, make]) => SIDES.map((side) => claimOf(ending, make, side)));

function claimOf(ending: string, make: (claim: Claim) => Buffer | Promise<Buffer>, side: number): Bomb {
  const what = `a ${ending} that claims ${side} by ${side}`;
  const [, , otherwise] =
    OTHERWISE.find(([endings, sides]) => endings.split(" ").includes(ending) && sides.includes(side)) ?? [];
  return [what, ending, () => make({ width: side, height: side }), otherwise ?? "too-many-pixels"];
}

const more: readonly Bomb[] = [
  [
    "a BMP of 2^31 lines",
    "bmp",
    () => MAKERS["bmp"]?.({ width: 9, height: 0x80000000 }) ?? Buffer.alloc(0),
    // The number stands for lines from the top, of which none are there.
    "truncated",
  ],
  ["a JPEG 2000 of a billion tiles", "jp2", () => jp2({ width: 9_999, height: 9_999 }, 1), "corrupt"],
  ["a JPEG 2000 of 16,384 components", "j2k", () => codestream(SMALL, 24, 16_384), "corrupt"],
  ["a HEIC of 10,000 boxes in each other", "heic", () => nestedBoxes(10_000), "corrupt"],
  [
    "a DICOM of 99,999,999 frames",
    "dcm",
    () => dicom(SMALL, 99_999_999),
    shown(SMALL, { note: "the file is cut off: it has 1 of its 99999999 frames" }),
  ],
  [
    "an XPM of a billion colours",
    "xpm",
    () => Buffer.from('/* XPM */\nstatic char *a[] = {\n"9 9 999999999 1",\n"a c #fff",\n};\n'),
    "corrupt",
  ],
  [
    "a sixel that repeats a billion times",
    "sixel",
    () => Buffer.from("\x1bPq#0;2;80;10;20#0!999999999~-\x1b\\"),
    "not-an-image",
  ],
];

const isEndless = ([, , , end]: Bomb): boolean => end === "decode-timeout";
testBombs([...claims.filter((bomb) => !isEndless(bomb)), ...more], { mostMemory: MOST_MEMORY, seconds: PATIENCE });
testBombs(claims.filter(isEndless), { mostMemory: MOST_MEMORY, seconds: 2 });
