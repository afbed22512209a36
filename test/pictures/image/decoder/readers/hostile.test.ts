import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, zstdCompressSync } from "node:zlib";
import { integerBelow, seededRandom } from "../../../../../src/base/random.ts";
import { DecodeFault } from "../../../../../src/pictures/image/decoder/faults.ts";
import { readSource } from "../../../../../src/pictures/image/decoder/readers/read-source.ts";
import type { SourceFormat } from "../../../../../src/pictures/image/formats.ts";
import { bandOf, bilevel, colourful, LIMITS } from "./pictures.ts";
import { tinyCals } from "./tiny-cals.ts";
import { pixelElements, SYNTAX, tinyDicom } from "./tiny-dicom.ts";
import { tinyFits } from "./tiny-fits.ts";
import { tinyLosslessJpeg } from "./tiny-lossless-jpeg.ts";
import { tinyTiff } from "./tiny-tiff.ts";
import { tinyXwd } from "./tiny-xwd.ts";

const SMALL = { ...LIMITS, maxPixels: 1e6, maxBilevelPixels: 4e6 };
/** Of all that this file does to the readers; a bomb that was believed would take more. */
const MAX_MEGABYTES = 700;

const picture = colourful(24, 20);
const reds = bandOf(picture, 0);
const raw = Buffer.from(picture.data);
const eightBits = { 1: [0x0028_0100, "US", [8]], 2: [0x0028_0101, "US", [8]], 3: [0x0028_0102, "US", [7]] } as const;
const XZ = Buffer.from(
  "/Td6WFoAAAD/EtlBAgEDAQIhARzsARik4AWfACNdAABoAR/11Hb6pTlyt2On7qA+9VLOpZCdhOEJAf0v04qCawAAAAAAATegCwAAAF/7DH2oAAr8AgAAAAAAWVo=",
  "base64",
);
const jpeg = tinyLosslessJpeg({
  width: 24,
  height: 20,
  samples: 1,
  precision: 12,
  predictor: 4,
  values: reds.map((red) => red * 9),
});
const rle = Buffer.concat([
  Buffer.from([1, 0, 0, 0, 64]),
  Buffer.alloc(59),
  Buffer.from(reds.flatMap((red) => [0, red])),
]);

const dicom = (
  syntax: (typeof SYNTAX)[keyof typeof SYNTAX],
  pieces: readonly Buffer[],
  finish?: (rest: Buffer) => Buffer,
): Buffer =>
  tinyDicom(
    syntax,
    pixelElements(24, 20, { ...(syntax === SYNTAX.rle ? eightBits : {}), 9: [0x7fe0_0010, "OB", { pieces }] }),
    finish,
  );
const plainDicom = (syntax: (typeof SYNTAX)[keyof typeof SYNTAX], finish?: (rest: Buffer) => Buffer): Buffer =>
  tinyDicom(
    syntax,
    pixelElements(24, 20, {
      1: [0x0008_1140, "SQ", { items: [[[0x0008_1150, "UI", "1.2"]]] }],
      9: [0x7fe0_0010, "OW", reds],
    }),
    finish,
  );
const zstdPage = { picture, compression: 50_000, pack: (bytes: Buffer) => zstdCompressSync(bytes), rows: 9 };

const SAMPLES: readonly (readonly [string, SourceFormat, Buffer])[] = [
  ["TIFF with ZSTD", "tiff", tinyTiff([zstdPage, zstdPage], { isLittle: true, isBig: false })],
  ["tiled BigTIFF with ZSTD", "tiff", tinyTiff([{ ...zstdPage, tile: 16 }], { isLittle: false, isBig: true })],
  [
    "TIFF with LZMA",
    "tiff",
    tinyTiff([{ picture, compression: 34_925, pack: () => XZ }], { isLittle: true, isBig: false }),
  ],
  ["CALS", "cals", await tinyCals(bilevel())],
  ["FITS", "fits", tinyFits({ bits: 16, axes: [24, 20], values: reds })],
  ["FITS of planes", "fits", tinyFits({ bits: -32, axes: [24, 10, 2], values: reds })],
  [
    "XWD",
    "xwd",
    tinyXwd({
      width: 24,
      height: 20,
      format: 2,
      depth: 24,
      bitsPerPixel: 24,
      bytesPerLine: 72,
      isLittle: false,
      visual: 4,
      masks: [0xff0000, 0xff00, 0xff],
      pixels: raw,
    }),
  ],
  [
    "XWD of planes",
    "xwd",
    tinyXwd({
      width: 24,
      height: 20,
      format: 1,
      depth: 3,
      bitsPerPixel: 1,
      bytesPerLine: 4,
      isLittle: false,
      visual: 3,
      colours: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      pixels: raw,
    }),
  ],
  ["plain DICOM", "dicom", plainDicom(SYNTAX.little)],
  ["implicit DICOM", "dicom", plainDicom(SYNTAX.implicit)],
  ["big endian DICOM", "dicom", plainDicom(SYNTAX.big)],
  ["deflated DICOM", "dicom", plainDicom(SYNTAX.deflated, deflateRawSync)],
  ["DICOM with RLE", "dicom", dicom(SYNTAX.rle, [Buffer.alloc(0), rle])],
  ["DICOM with lossless JPEG", "dicom", dicom(SYNTAX.lossless, [Buffer.alloc(4), jpeg])],
  [
    "DICOM with pieces",
    "dicom",
    dicom(SYNTAX.jpeg2000, [Buffer.alloc(0), Buffer.from(`ff4fff51${"00".repeat(60)}`, "hex")]),
  ],
];

/** Decodes the first pages; true where nothing was wrong. Anything but a DecodeFault ends the test. */
function survives(format: SourceFormat, bytes: Buffer): boolean {
  try {
    const source = readSource(format, bytes, SMALL);
    assert.ok(source.pages >= 1 && source.pages <= bytes.length, `${source.pages} pages`);
    for (let index = 0; index < Math.min(3, source.pages); index++) {
      const page = source.page(index);
      if (page.kind === "file") page.file().bytes;
      else assert.equal(page.raster().width, page.size.width);
    }
    return true;
  } catch (thrown) {
    if (!(thrown instanceof DecodeFault)) throw thrown;
    assert.match(thrown.error.code, /^(corrupt|truncated|unsupported|too-many-pixels)$/);
    return false;
  }
}

for (const [name, format, bytes] of SAMPLES) {
  test(`${name} is whole before it is damaged`, () => assert.ok(survives(format, bytes)));

  test(`${name} cut anywhere is a fault or a part of the picture`, () => {
    const step = bytes.length > 5000 ? 97 : 7;
    for (let length = 0; length < bytes.length; length += step) survives(format, bytes.subarray(0, length));
    assert.ok(!survives(format, bytes.subarray(0, 60)));
  });

  test(`${name} with one byte changed is a fault or another picture`, () => {
    // The preamble of a DICOM means nothing.
    const start = format === "dicom" ? 128 : 0;
    for (let at = start; at < Math.min(bytes.length, start + 300); at++) {
      for (const value of [0x00, 0x7f, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        survives(format, changed);
      }
    }
  });

  test(`${name} with four bytes changed to a huge number is a fault or another picture`, () => {
    const start = format === "dicom" ? 128 : 0;
    for (let at = start; at + 4 <= Math.min(bytes.length, start + 300); at++) {
      for (const value of [0xffff_ffff, 0x7fff_ffff, 0x0000_ffff]) {
        const changed = Buffer.from(bytes);
        changed.writeUInt32BE(value, at);
        survives(format, changed);
      }
    }
  });

  test(`noise behind the head of ${name} is a fault or another picture`, () => {
    const random = seededRandom(12_345);
    for (let round = 0; round < 300; round++) {
      const changed = Buffer.from(bytes);
      for (let count = 0; count < 8; count++) changed[integerBelow(random, changed.length)] = integerBelow(random, 256);
      survives(format, changed);
    }
  });
}

test("directories that go round in a circle are pages once", () => {
  const bytes = tinyTiff([zstdPage, zstdPage], { isLittle: true, isBig: false });
  const first = bytes.readUInt32LE(4);
  const entries = bytes.readUInt16LE(first);
  const second = bytes.readUInt32LE(first + 2 + entries * 12);
  bytes.writeUInt32LE(first, second + 2 + bytes.readUInt16LE(second) * 12);
  assert.equal(readSource("tiff", bytes, SMALL).pages, 2);
});

test("directories that overlap at every byte of a large file are counted to an end", () => {
  const bytes = Buffer.alloc(4e6);
  bytes.write("II*\0", "latin1");
  bytes.writeUInt32LE(8, 4);
  // Each directory is empty but for the place of the next, six bytes on.
  for (let at = 8; at + 12 <= bytes.length; at += 6) bytes.writeUInt32LE(at + 6, at + 2);
  assert.ok(!survives("tiff", bytes));
});

test("one strip that stands for all of a picture costs no more than the picture", () => {
  const bomb = zstdCompressSync(Buffer.alloc(3_000_000));
  const page = { picture: { ...colourful(1, 1), width: 1000, height: 1000 }, compression: 50_000, pack: () => bomb };
  assert.ok(survives("tiff", tinyTiff([page], { isLittle: true, isBig: false })));
  const larger = { ...page, pack: () => zstdCompressSync(Buffer.alloc(100_000_000)) };
  assert.ok(!survives("tiff", tinyTiff([larger], { isLittle: true, isBig: false })));
});

test("deflated DICOM that unpacks to more than it may is a fault", () => {
  assert.ok(
    !survives(
      "dicom",
      tinyDicom(SYNTAX.deflated, [], () => deflateRawSync(Buffer.alloc(100_000_000))),
    ),
  );
});

test("all of this took little memory", () => {
  const megabytes = process.resourceUsage().maxRSS / 1024;
  assert.ok(megabytes < MAX_MEGABYTES, `${Math.round(megabytes)} MB`);
});
