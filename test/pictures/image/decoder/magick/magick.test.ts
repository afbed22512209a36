import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp, { type Sharp } from "sharp";
import type { Raster } from "../../../../../src/pictures/image/decoder/pages.ts";
import { made } from "../../../../helpers/debian-tools.ts";
import { onPaper, openingMagick, unlikeness } from "../../../../helpers/opening-magick.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const { open, read, faultOf } = openingMagick({ after });
const folder = tempFolder({ after });

// Four fields of different colours: what is turned, swapped or missing is seen.
const SIZE = { width: 60, height: 40 };
const COLOURS = ["#ff0000", "#00b000", "#2040ff", "#f0f0f0"];
const FIELDS = await sharp({ create: { ...SIZE, channels: 3, background: "#000000" } })
  .composite(
    COLOURS.map((background, index) => ({
      input: { create: { width: 30, height: 20, channels: 3, background } },
      left: (index % 2) * 30,
      top: index < 2 ? 0 : 20,
    })),
  )
  .removeAlpha()
  .raw()
  .toBuffer();
const PPM = pnm("P6 60 40 255", FIELDS);

function pnm(head: string, samples: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${head}\n`), samples]);
}

function picture(): Sharp {
  return sharp(FIELDS, { raw: { ...SIZE, channels: 3 } });
}

/** Mean difference from the four fields, over cells that lie within them. */
async function strangeness(raster: Raster): Promise<number> {
  return unlikeness(await onPaper(raster, 4, 4), await onPaper({ ...SIZE, channels: 3, data: FIELDS }, 4, 4));
}

const BY_SHARP: readonly (readonly [string, string, (picture: Sharp) => Sharp])[] = [
  ["PNG", "RGB", (made) => made.png()],
  ["PNG", "palette", (made) => made.png({ palette: true })],
  ["PNG", "16-bit", (made) => made.toColourspace("rgb16").png()],
  ["JPEG", "RGB", (made) => made.jpeg({ quality: 95, chromaSubsampling: "4:4:4" })],
  ["JPEG", "CMYK with a profile", (made) => made.toColourspace("cmyk").withIccProfile("cmyk").jpeg({ quality: 95 })],
  ["JPEG", "wide gamut", (made) => made.withIccProfile("p3").jpeg({ quality: 95 })],
  ["TIFF", "LZW", (made) => made.tiff({ compression: "lzw" })],
  ["TIFF", "Lab", (made) => made.toColourspace("lab").tiff()],
  ["WEBP", "lossless", (made) => made.webp({ lossless: true })],
  ["AVIF", "lossless", (made) => made.avif({ lossless: true })],
  ["GIF", "whole", (made) => made.gif()],
];

for (const [format, kind, make] of BY_SHARP) {
  test(`${format} (${kind}) comes out in the colours that libvips shows`, async () => {
    const file = await make(picture()).toBuffer();
    const raster = await read(file, format);
    assert.deepEqual([raster.width, raster.height, raster.channels], [60, 40, 3]);
    const theirs = await sharp(file).toColourspace("srgb").removeAlpha().raw().toBuffer();
    const difference = unlikeness(Uint8Array.from(raster.data), theirs);
    assert.ok(difference < 5, `differs by ${difference}`);
  });
}

/** Maker's options and format; compared with what the maker itself shows. */
const BY_CONVERT: readonly (readonly [format: string, written: string, options?: string])[] = [
  ["BMP", "bmp"],
  ["PSD", "psd", "-colorspace CMYK"],
  ["ICO", "ico", "-resize 32x32!"],
  ["DPX", "dpx", "-depth 10 -colorspace Log"],
  ["JP2", "jp2"],
  ["PICT", "pict"],
  ["FAX", "fax", "-colorspace gray -threshold 50%"],
  ["TIFF", "tiff", "-depth 32 -define quantum:format=floating-point"],
  ["TIFF", "tiff", "-colorspace gray -depth 16"],
];

for (const [format, written, options = ""] of BY_CONVERT) {
  test(`${written} ${options} by ImageMagick looks as it shows it itself`, async (t) => {
    const write = `convert fields.ppm ${options} ${written}:out.${written}`;
    // Without the name of its format, a fax is not known again.
    const show = `convert ${written}:out.${written}[0] -resize 32x32! -depth 8 -colorspace sRGB rgb:shown`;
    // Of a TIFF of floating points it says that it failed, and has written it all the same.
    const [file, theirs] = made(t, { "fields.ppm": PPM }, `${write}; ${show}`, `out.${written}`, "shown");
    if (!file || !theirs) return;
    const ours = await onPaper(await read(file, format), 32, 32);
    assert.ok(unlikeness(ours, theirs) < 6, `differs by ${unlikeness(ours, theirs)}`);
  });
}

const GREY = Uint8Array.from({ length: 60 * 40 }, (_, index) => index % 251);
const XBM = Buffer.from(`#define a_width 60\n#define a_height 40\nstatic char a_bits[] = {${"0x5a,".repeat(320)}};`);
const KINDS: readonly (readonly [
  what: string,
  format: string,
  file: Uint8Array,
  channels: number,
  bilevel: boolean,
])[] = [
  ["one bit a pixel", "PBM", pnm("P4 60 40", new Uint8Array(320).fill(0xa5)), 1, true],
  ["grey", "PGM", pnm("P5 60 40 255", GREY), 1, false],
  ["grey of 16 bits", "PGM", pnm("P5 60 40 65535", new Uint8Array(4800).fill(0x7f)), 1, false],
  ["colours", "PPM", PPM, 3, false],
  ["two greys of a palette", "XBM", XBM, 1, true],
  ["colours and an alpha", "PNG", await picture().ensureAlpha(0.5).png().toBuffer(), 4, false],
  ["colours and an idle alpha", "PNG", await picture().ensureAlpha(1).png().toBuffer(), 3, false],
];

for (const [what, format, file, channels, bilevel] of KINDS) {
  test(`a ${format} with ${what} comes in ${channels} bands of 8 bits`, async () => {
    const raster = await read(file, format);
    assert.deepEqual([raster.channels, raster.isBilevel], [channels, bilevel]);
    assert.equal(raster.data.byteLength, 60 * 40 * channels);
  });
}

test("samples come over unchanged", async () => {
  assert.deepEqual(Buffer.from((await read(PPM, "PPM")).data), FIELDS);
  assert.deepEqual((await read(pnm("P5 60 40 255", GREY), "PGM")).data, GREY);
});

for (let orientation = 1; orientation <= 8; orientation++) {
  test(`a JPEG of orientation ${orientation} stands upright, and says so before it is decoded`, async () => {
    const turned = await picture().jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer();
    const upright = await sharp(turned).autoOrient().removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const reader = await open(turned, "JPEG");
    const { width, height } = upright.info;
    assert.deepEqual(await reader.sizeOf(0), { width, height });
    const raster = await reader.read(0, SIZE);
    assert.deepEqual([raster.width, raster.height], [width, height]);
    assert.ok(unlikeness(Uint8Array.from(raster.data), upright.data) < 3);
  });
}

test("a source is read from a file or from bytes", async () => {
  const source = join(folder, "fields.ppm");
  writeFileSync(source, PPM);
  assert.deepEqual(await read(source, "PPM"), await read(PPM, "PPM"));
  assert.equal((await faultOf(join(folder, "no-such-file"), "PPM")).code, "cache-error");
});

test("pages of different size and kind are pages of their own", async () => {
  const reader = await open(Buffer.concat([PPM, pnm("P5 3 2 255", GREY.subarray(0, 6)), PPM]), "PPM");
  assert.equal(reader.pages, 3);
  assert.deepEqual(await reader.sizeOf(1), { width: 3, height: 2 });
  assert.deepEqual((await reader.read(1, SIZE)).data, GREY.slice(0, 6));
  assert.deepEqual(Buffer.from((await reader.read(2, SIZE)).data), FIELDS);
  await assert.rejects(reader.read(3, SIZE), /expected page 4 of a picture that has 3 pages/);
  await assert.rejects(reader.sizeOf(3), /expected page 4/);
});

test("frames of an animation are shown on their canvas", async () => {
  const frames = [0, 1].map(() => FIELDS);
  const animated = sharp(Buffer.concat(frames), { raw: { width: 60, height: 80, channels: 3, pageHeight: 40 } });
  const reader = await open(await animated.gif({ delay: [100, 100] }).toBuffer(), "GIF");
  assert.ok((await strangeness(await reader.read(reader.pages - 1, SIZE))) < 5);
});
