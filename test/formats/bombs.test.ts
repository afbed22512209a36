import { deflateSync, gzipSync } from "node:zlib";
import { gif, gifOfHugeFrame } from "../../scripts/bombs/gif.ts";
import { flatJpeg, scannedJpeg } from "../../scripts/bombs/jpeg.ts";
import { blackPng, GREY, RGB, smallPng, zippedProfile, zippedText } from "../../scripts/bombs/png.ts";
import * as tiff from "../../scripts/bombs/tiff.ts";
import { animatedWebp, plainWebp } from "../../scripts/bombs/webp.ts";
import { deflatedZeros } from "../../scripts/bombs/zeros.ts";
import { TIFF } from "../../src/pictures/image/decoder/readers/tiff/tag-table.ts";
import { type Bomb, PATIENCE, shown, testBombs } from "../helpers/bomb-range.ts";
import { noise } from "../helpers/noise.ts";

const MOST_MEMORY = 900 * 2 ** 20;
const TINY = { width: 8, height: 8 };
const SMALL = { width: 24, height: 16 };
const SCREEN = { width: 5_000, height: 5_000 };
const HUGE = { width: 30_000, height: 30_000 };
/** Just as many pixels as are allowed. */
const FULL = { width: 10_000, height: 10_000 };
const FULL_FAX = { width: 24_000, height: 25_000 };

const PASSED_OVER = "the file has faults that were passed over";

const BOMBS: readonly Bomb[] = [
  ["a PNG of 900 million black pixels", "png", () => blackPng(HUGE, { depth: 1, colour: GREY }), "too-many-pixels"],
  ["a PNG of 600 million bits", "png", () => blackPng(FULL_FAX, { depth: 1, colour: GREY }), shown(FULL_FAX)],
  [
    "an interlaced PNG of 600 million bits",
    "png",
    () => blackPng(FULL_FAX, { depth: 1, colour: GREY, isInterlaced: true }),
    // Its rows come in seven passes, so all of its pixels are held, a byte each.
    "too-many-pixels",
  ],
  [
    "an interlaced RGB PNG of 100 million pixels",
    "png",
    () => blackPng(FULL, { depth: 8, colour: RGB, isInterlaced: true }),
    shown(FULL),
  ],
  ["an RGB PNG of 100 million pixels of 16 bits", "png", () => blackPng(FULL, { depth: 16, colour: RGB }), shown(FULL)],
  // Longer than the decoder of PNG takes any: it calls the head bad before anybody counts pixels.
  ["an RGB PNG of 2^31 lines", "png", () => smallPng({ width: 1, height: 0x7fffffff }), "corrupt"],
  ["a PNG with a text of 1 GB", "png", () => smallPng(SMALL, zippedText(2 ** 30)), shown(SMALL)],
  ["a PNG with a profile of 1 GB", "png", () => smallPng(SMALL, zippedProfile(2 ** 30)), shown(SMALL)],
  [
    "a PNG with 20,000 texts",
    "png",
    () => smallPng(SMALL, ...Array.from({ length: 20_000 }, () => zippedText(9))),
    shown(SMALL),
  ],

  ["a fax of 900 million pixels", "tif", () => tiff.tiff([tiff.whiteFax(HUGE)]), "too-many-pixels"],
  ["a fax of 600 million pixels", "tif", () => tiff.tiff([tiff.whiteFax(FULL_FAX)]), shown(FULL_FAX)],
  [
    "a fax of 4 billion lines",
    "tif",
    () => tiff.tiff([tiff.whiteFax({ width: 1, height: 0xffffffff })]),
    "too-many-pixels",
  ],
  [
    "a TIFF strip that unpacks to 300 MB",
    "tif",
    () => tiff.tiff([tiff.rgbPage(FULL, tiff.DEFLATE, deflatedZeros(3e8))]),
    shown(FULL),
  ],
  [
    "a TIFF strip that unpacks to 600 MB",
    "tif",
    () => tiff.tiff([tiff.rgbPage(FULL, tiff.DEFLATE, deflatedZeros(6e8), 16)]),
    shown(FULL),
  ],
  [
    "a TIFF strip that unpacks to far more than its pixels",
    "tif",
    () => tiff.tiff([tiff.rgbPage(SMALL, tiff.DEFLATE, deflatedZeros(2 ** 30))]),
    shown(SMALL, { decoder: "sharp-lenient", note: PASSED_OVER }),
  ],
  ["a TIFF of 65,535 samples a pixel", "tif", manySamples, "corrupt"],
  ["a TIFF of 100,000 pages", "tif", () => tiff.manyPages(100_000), shown(TINY, { pages: 100_000 })],
  [
    "a TIFF whose pages lead back to the first",
    "tif",
    () => tiff.tiff([page(), page()], "turns back"),
    shown(TINY, { pages: 2, decoder: "sharp-lenient", note: PASSED_OVER }),
  ],
  ["a TIFF of 10,000 strips that are one", "tif", () => tiff.overlappingStrips(FULL), shown(FULL)],
  [
    "a TIFF whose strips lie behind its end",
    "tif",
    () => tiff.tiff([{ ...page(), tags: { ...page().tags, [TIFF.stripOffsets]: [0xfffffff0] } }]),
    "truncated",
  ],

  ["a GIF of 65,535 by 65,535", "gif", () => gifOfHugeFrame({ width: 65_535, height: 65_535 }), "too-many-pixels"],
  ["a GIF screen of 4 billion pixels", "gif", () => gif({ width: 65_535, height: 65_535 }, 1), "too-many-pixels"],
  ["a WebP of 16,383 by 16,383", "webp", () => plainWebp({ width: 16_383, height: 16_383 }), "too-many-pixels"],
  ["a WebP of 100 million pixels in 30 bytes", "webp", () => plainWebp(FULL), shown(FULL)],
  ["a WebP canvas of 2^32 pixels", "webp", () => animatedWebp({ width: 65_535, height: 65_535 }, 1), "too-many-pixels"],
  ["a WebP of 20,000 frames", "webp", () => animatedWebp(SCREEN, 20_000), shown(SCREEN, { pages: 20_000 })],
  ["a progressive JPEG of 900 million pixels", "jpg", () => scannedJpeg(HUGE, 1), "too-many-pixels"],
  ["a progressive JPEG of 100 million pixels", "jpg", () => scannedJpeg(FULL, 9), shown(FULL)],
  ["a JPEG of 900 million pixels", "jpg", () => flatJpeg(HUGE), "too-many-pixels"],

  ["an empty file", "jpg", () => Buffer.alloc(0), "not-an-image"],
  ["zeros", "png", () => Buffer.alloc(2 ** 20), "not-an-image"],
  ["zeros under the name of a format without mark", "wbmp", () => Buffer.alloc(2 ** 20), "corrupt"],
  ["10 MB of noise", "tif", () => noise(1e7, "bomb"), "not-an-image"],
  ["a page of HTML", "png", () => Buffer.from("<!DOCTYPE html><html><body>Sign in</body></html>"), "not-an-image"],
  [
    "a drawing in ImageMagick's own language",
    "png",
    () => Buffer.from("push graphic-context\nimage over 0,0 9,9 'x.png'\n"),
    "not-an-image",
  ],
  [
    "a script in ImageMagick's own language",
    "svg",
    () => Buffer.from('<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>'),
    "not-an-image",
  ],
  ["a PostScript program", "jpg", () => Buffer.from("%!PS-Adobe-3.0\n{} loop\n"), "unsupported"],
  ["a gzip file", "tif", () => gzipSync(Buffer.alloc(1e7)), "unsupported"],
];

testBombs(BOMBS, { mostMemory: MOST_MEMORY, seconds: PATIENCE });

const ENDLESS: readonly Bomb[] = [
  ["a GIF of 20,000 frames on 100 million pixels", "gif", () => gif(FULL, 20_000), "decode-timeout"],
];

testBombs(ENDLESS, { mostMemory: MOST_MEMORY, seconds: 2 });

/** libjpeg reads all scans before libvips is asked again whether there is time left: the child hears nothing, and is ended. */
const HANGING: readonly Bomb[] = [
  ["a JPEG of 20,000 scans", "jpg", () => scannedJpeg({ width: 4_000, height: 4_000 }, 20_000), "decoder-crashed"],
];

testBombs(HANGING, { mostMemory: MOST_MEMORY, seconds: 2, grace: 3 });

function page(): tiff.Page {
  return tiff.greyPage(TINY, tiff.UNPACKED, Buffer.alloc(64, 0x90));
}

function manySamples(): Buffer {
  const { tags, strip } = tiff.rgbPage(
    { width: 100, height: 100 },
    tiff.DEFLATE,
    deflateSync(Buffer.alloc(65_535 * 100)),
  );
  return tiff.tiff([{ tags: { ...tags, [TIFF.samplesPerPixel]: [65_535], [TIFF.bitsPerSample]: [8] }, strip }]);
}
