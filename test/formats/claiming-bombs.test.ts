import sharp from "sharp";
import { claiming, codestream, jp2, jxl, nestedBoxes, smallHeic } from "../../scripts/bombs/boxed.ts";
import { RASTERS } from "../../scripts/bombs/rasters.ts";
import { dicom, RECORDS } from "../../scripts/bombs/records.ts";
import type { Claim } from "../../scripts/bombs/words.ts";
import { type Bomb, type Ends, testBombs } from "../helpers/bomb-range.ts";

const MOST_MEMORY = 500 * 2 ** 20;
const REFUSED: Ends = ["too-many-pixels", "corrupt", "truncated", "unsupported", "decode-memory", "not-an-image"];
/** Their readers go through all that is claimed before they say so. */
const SLOW = ["psd", "psb", "miff"];
/** More than are allowed, as much as two bytes hold, and as much as four bytes hold. */
const CLAIMS: readonly Claim[] = [30_000, 65_535, 0x7fffffff].map((side) => ({ width: side, height: side }));
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

const claims: readonly Bomb[] = Object.entries(MAKERS)
  .filter(([ending]) => !SILENT.includes(ending))
  .flatMap(([ending, make]) => {
    const [some, ends] = SLOW.includes(ending)
      ? [CLAIMS.slice(0, 1), [...REFUSED, "decode-timeout" as const]]
      : [CLAIMS, REFUSED];
    return some.map(
      ({ width, height }): Bomb => [
        `a ${ending} that claims ${width} by ${height}`,
        ending,
        () => make({ width, height }),
        ends,
      ],
    );
  });

const more: readonly Bomb[] = [
  ["a BMP of 2^31 lines", "bmp", () => MAKERS["bmp"]?.({ width: 9, height: 0x80000000 }) ?? Buffer.alloc(0), REFUSED],
  ["a JPEG 2000 of a billion tiles", "jp2", () => jp2({ width: 9_999, height: 9_999 }, 1), REFUSED],
  ["a JPEG 2000 of 16,384 components", "j2k", () => codestream(SMALL, 24, 16_384), REFUSED],
  ["a HEIC of 10,000 boxes in each other", "heic", () => nestedBoxes(10_000), REFUSED],
  ["a DICOM of 99,999,999 frames", "dcm", () => dicom(SMALL, 99_999_999), ["picture", ...REFUSED, "too-many-pages"]],
  [
    "an XPM of a billion colours",
    "xpm",
    () => Buffer.from('/* XPM */\nstatic char *a[] = {\n"9 9 999999999 1",\n"a c #fff",\n};\n'),
    REFUSED,
  ],
  [
    "a sixel that repeats a billion times",
    "sixel",
    () => Buffer.from("\x1bPq#0;2;80;10;20#0!999999999~-\x1b\\"),
    REFUSED,
  ],
];

testBombs([...claims, ...more], MOST_MEMORY);
