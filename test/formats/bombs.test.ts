import { randomFillSync } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";
import { gif, gifOfHugeFrame } from "../../scripts/bombs/gif.ts";
import { flatJpeg, scannedJpeg } from "../../scripts/bombs/jpeg.ts";
import { blackPng, GREY, RGB, smallPng, zippedProfile, zippedText } from "../../scripts/bombs/png.ts";
import * as tiff from "../../scripts/bombs/tiff.ts";
import { animatedWebp, plainWebp } from "../../scripts/bombs/webp.ts";
import { deflatedZeros } from "../../scripts/bombs/zeros.ts";
import { type Bomb, testBombs } from "../helpers/bomb-range.ts";

const MOST_MEMORY = 900 * 2 ** 20;
const SMALL = { width: 24, height: 16 };
const HUGE = { width: 30_000, height: 30_000 };
/** Just as many pixels as are allowed. */
const FULL = { width: 10_000, height: 10_000 };
const FULL_FAX = { width: 24_000, height: 25_000 };

const REFUSED = ["too-many-pixels"] as const;
const SHOWN = ["picture"] as const;
const NO_PICTURE = ["not-an-image"] as const;
/** As fast as the machine is. */
const IF_IN_TIME = ["picture", "decode-timeout"] as const;

const BOMBS: readonly Bomb[] = [
  ["a PNG of 900 million black pixels", "png", () => blackPng(HUGE, { depth: 1, colour: GREY }), REFUSED],
  ["a PNG of 600 million bits", "png", () => blackPng(FULL_FAX, { depth: 1, colour: GREY }), SHOWN],
  [
    "an interlaced PNG of 600 million bits",
    "png",
    () => blackPng(FULL_FAX, { depth: 1, colour: GREY, isInterlaced: true }),
    REFUSED,
  ],
  [
    "an interlaced RGB PNG of 100 million pixels",
    "png",
    () => blackPng(FULL, { depth: 8, colour: RGB, isInterlaced: true }),
    IF_IN_TIME,
  ],
  ["an RGB PNG of 100 million pixels of 16 bits", "png", () => blackPng(FULL, { depth: 16, colour: RGB }), IF_IN_TIME],
  ["an RGB PNG of 2^31 lines", "png", () => smallPng({ width: 1, height: 0x7fffffff }), ["too-many-pixels", "corrupt"]],
  ["a PNG with a text of 1 GB", "png", () => smallPng(SMALL, zippedText(2 ** 30)), ["picture", "corrupt"]],
  ["a PNG with a profile of 1 GB", "png", () => smallPng(SMALL, zippedProfile(2 ** 30)), ["picture", "corrupt"]],
  [
    "a PNG with 20,000 texts",
    "png",
    () => smallPng(SMALL, ...Array.from({ length: 20_000 }, () => zippedText(9))),
    ["picture", "corrupt"],
  ],

  ["a fax of 900 million pixels", "tif", () => tiff.tiff([tiff.whiteFax(HUGE)]), REFUSED],
  ["a fax of 600 million pixels", "tif", () => tiff.tiff([tiff.whiteFax(FULL_FAX)]), SHOWN],
  [
    "a fax of 4 billion lines",
    "tif",
    () => tiff.tiff([tiff.whiteFax({ width: 1, height: 0xffffffff })]),
    ["too-many-pixels", "corrupt", "truncated"],
  ],
  [
    "a TIFF strip that unpacks to 300 MB",
    "tif",
    () => tiff.tiff([tiff.rgbPage(FULL, tiff.DEFLATE, deflatedZeros(3e8))]),
    IF_IN_TIME,
  ],
  [
    "a TIFF strip that unpacks to 600 MB",
    "tif",
    () => tiff.tiff([tiff.rgbPage(FULL, tiff.DEFLATE, deflatedZeros(6e8), 16)]),
    ["picture", "decode-timeout", "decode-memory"],
  ],
  [
    "a TIFF strip that unpacks to far more than its pixels",
    "tif",
    () => tiff.tiff([tiff.rgbPage(SMALL, tiff.DEFLATE, deflatedZeros(2 ** 30))]),
    ["picture", "corrupt"],
  ],
  ["a TIFF of 65,535 samples a pixel", "tif", manySamples, ["unsupported", "corrupt"]],
  ["a TIFF of 100,000 pages", "tif", () => tiff.manyPages(100_000), ["picture", "decode-timeout"]],
  [
    "a TIFF whose pages lead back to the first",
    "tif",
    () => tiff.tiff([page(), page()], "turns back"),
    ["picture", "corrupt"],
  ],
  ["a TIFF of 10,000 strips that are one", "tif", () => tiff.overlappingStrips(FULL), IF_IN_TIME],
  [
    "a TIFF whose strips lie behind its end",
    "tif",
    () => tiff.tiff([{ ...page(), tags: { ...page().tags, 273: [0xfffffff0] } }]),
    ["picture", "truncated", "corrupt"],
  ],

  ["a GIF of 65,535 by 65,535", "gif", () => gifOfHugeFrame({ width: 65_535, height: 65_535 }), REFUSED],
  [
    "a GIF screen of 4 billion pixels",
    "gif",
    () => gif({ width: 65_535, height: 65_535 }, 1),
    ["picture", "too-many-pixels"],
  ],
  ["a GIF of 20,000 frames on 100 million pixels", "gif", () => gif(FULL, 20_000), IF_IN_TIME],
  ["a WebP of 16,383 by 16,383", "webp", () => plainWebp({ width: 16_383, height: 16_383 }), REFUSED],
  ["a WebP of 100 million pixels in 30 bytes", "webp", () => plainWebp(FULL), IF_IN_TIME],
  [
    "a WebP canvas of 2^32 pixels",
    "webp",
    () => animatedWebp({ width: 65_535, height: 65_535 }, 1),
    ["too-many-pixels", "corrupt"],
  ],
  ["a WebP of 20,000 frames", "webp", () => animatedWebp({ width: 5_000, height: 5_000 }, 20_000), IF_IN_TIME],
  ["a progressive JPEG of 900 million pixels", "jpg", () => scannedJpeg(HUGE, 1), REFUSED],
  ["a progressive JPEG of 100 million pixels", "jpg", () => scannedJpeg(FULL, 9), IF_IN_TIME],
  [
    "a JPEG of 20,000 scans",
    "jpg",
    () => scannedJpeg({ width: 4_000, height: 4_000 }, 20_000),
    ["picture", "corrupt", "decode-timeout"],
  ],
  ["a JPEG of 900 million pixels", "jpg", () => flatJpeg(HUGE), REFUSED],

  ["an empty file", "jpg", () => Buffer.alloc(0), NO_PICTURE],
  ["zeros", "png", () => Buffer.alloc(2 ** 20), NO_PICTURE],
  [
    "zeros under the name of a format without mark",
    "wbmp",
    () => Buffer.alloc(2 ** 20),
    ["corrupt", "unsupported", "truncated"],
  ],
  ["10 MB of noise", "tif", () => randomFillSync(Buffer.alloc(1e7)), NO_PICTURE],
  ["a page of HTML", "png", () => Buffer.from("<!DOCTYPE html><html><body>Sign in</body></html>"), NO_PICTURE],
  [
    "a drawing in ImageMagick's own language",
    "png",
    () => Buffer.from("push graphic-context\nimage over 0,0 9,9 'x.png'\n"),
    NO_PICTURE,
  ],
  [
    "a script in ImageMagick's own language",
    "svg",
    () => Buffer.from('<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>'),
    NO_PICTURE,
  ],
  ["a PostScript program", "jpg", () => Buffer.from("%!PS-Adobe-3.0\n{} loop\n"), ["unsupported"]],
  ["a gzip file", "tif", () => gzipSync(Buffer.alloc(1e7)), ["unsupported"]],
];

testBombs(BOMBS, MOST_MEMORY);

function page(): tiff.Page {
  return tiff.greyPage({ width: 8, height: 8 }, tiff.UNPACKED, Buffer.alloc(64, 0x90));
}

function manySamples(): Buffer {
  const { tags, strip } = tiff.rgbPage(
    { width: 100, height: 100 },
    tiff.DEFLATE,
    deflateSync(Buffer.alloc(65_535 * 100)),
  );
  return tiff.tiff([{ tags: { ...tags, 277: [65_535], 258: [8] }, strip }]);
}
