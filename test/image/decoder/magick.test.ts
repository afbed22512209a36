import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp, { type Sharp } from "sharp";
import type { Raster } from "../../../src/image/decoder/pages.ts";
import { convert, onPaper, openingMagick, unlikeness } from "../../helpers/opening-magick.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

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
const source = join(folder, "fields.ppm");
writeFileSync(source, PPM);

function pnm(head: string, samples: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${head}\n`), samples]);
}

function picture(): Sharp {
  return sharp(FIELDS, { raw: { ...SIZE, channels: 3 } });
}

/** The colour in the middle of each field, rounded so that compression does no harm. */
async function fieldsOf(raster: Raster): Promise<string[]> {
  const cells = await onPaper(raster, 4, 4);
  return [5, 7, 13, 15].map((cell) => {
    const at = (cell - 5) * 3;
    return [...cells.subarray(at, at + 3)].map((value) => Math.round(value / 32)).join(" ");
  });
}

const SHOWN = await fieldsOf({ ...SIZE, channels: 3, data: FIELDS });

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
  test(`${format} (${kind}) comes out in its colours`, async () => {
    const raster = await read(await make(picture()).toBuffer(), format);
    assert.deepEqual([raster.width, raster.height, raster.channels], [60, 40, 3]);
    assert.deepEqual(await fieldsOf(raster), SHOWN);
  });
}

/** Maker's options and format; compared with what the maker itself shows. */
const BY_CONVERT: readonly (readonly [string, string, ...string[]])[] = [
  ["BMP", "bmp"],
  ["BMP", "bmp2"],
  ["BMP", "bmp3", "-colors", "4", "-type", "Palette", "-compress", "RLE"],
  ["PSD", "psd"],
  ["PSD", "psd", "-colorspace", "CMYK"],
  ["PSB", "psb"],
  ["ICO", "ico", "-resize", "32x32!"],
  ["TGA", "tga", "-compress", "RLE"],
  ["PCX", "pcx"],
  ["SGI", "sgi"],
  ["SUN", "sun"],
  ["DPX", "dpx", "-depth", "10", "-colorspace", "Log"],
  ["DDS", "dds"],
  ["JP2", "jp2"],
  ["PICT", "pict"],
  ["XPM", "xpm"],
  ["MIFF", "miff", "-compress", "Zip"],
  ["FAX", "fax", "-colorspace", "gray", "-threshold", "50%"],
  ["WBMP", "wbmp", "-colorspace", "gray", "-threshold", "50%"],
  ["PALM", "palm"],
  ["TIFF", "tiff", "-depth", "32", "-define", "quantum:format=floating-point"],
  ["TIFF", "tiff", "-colorspace", "gray", "-depth", "16"],
  ["TIFF", "tiff", "-colorspace", "CMYK"],
];

for (const [format, written, ...options] of BY_CONVERT) {
  test(`${written} ${options.join(" ")} looks as its maker shows it`, async (t) => {
    const file = join(folder, `${written}${options.length}.${written}`);
    convert(source, ...options, `${written}:${file}`);
    const theirs = convert(`${written === "fax" ? "fax:" : ""}${file}`, "-resize", "32x32!", "-depth", "8", "-type", "TrueColor", "rgb:-");
    if (!theirs) return t.skip(`ImageMagick's convert is not there, or has no ${written}`);
    const ours = await onPaper(await read(file, format), 32, 32);
    assert.ok(unlikeness(ours, theirs) < 6, `differs by ${unlikeness(ours, theirs)}`);
  });
}
