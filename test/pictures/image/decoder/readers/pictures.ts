import assert from "node:assert/strict";
import sharp from "sharp";
import type { DecodeLimits } from "../../../../../src/pictures/image/decoder/limits.ts";
import type { SourcePages } from "../../../../../src/pictures/image/decoder/readers/source-pages.ts";

export const LIMITS: DecodeLimits = { maxPixels: 1e8, maxBilevelPixels: 4e8, timeoutSeconds: 90, maxMemory: 1e9 };

/** Pixels of three bytes. */
export type Rgb = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** A picture of odd size in which no row, column or colour is like another. */
export function colourful(width = 61, height = 47): Rgb {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[at++] = (x * 255) / (width - 1);
      data[at++] = (y * 255) / (height - 1);
      data[at++] = (x * 7 + y * 13) % 256;
    }
  }
  return { width, height, data };
}

/** The same grey for all three bytes. */
export function greyed(picture: Rgb, greyOf: (red: number, green: number, blue: number) => number): Rgb {
  const data = new Uint8Array(picture.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = picture.data.subarray(at, at + 3);
    data.fill(greyOf(red, green, blue), at, at + 3);
  }
  return { ...picture, data };
}

/** Black on white, with no symmetry. */
export function bilevel(width = 61, height = 47): Rgb {
  const isInk = (x: number, y: number) => (x < 9 && y < 20) || (y < 5 && x < 40) || (x * 3 + y * 5) % 37 < 4;
  const picture = colourful(width, height);
  const data = picture.data.map((_, at) => (isInk(Math.floor(at / 3) % width, Math.floor(at / 3 / width)) ? 0 : 255));
  return { width, height, data };
}

export function ppmOf({ width, height, data }: Rgb): Buffer {
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), data]);
}

/** One sample of each pixel. */
export function bandOf({ data }: Rgb, band: number): number[] {
  return Array.from({ length: data.length / 3 }, (_, pixel) => data[pixel * 3 + band] ?? 0);
}

export async function rgbOf(encoded: Buffer | string, page = 0): Promise<Rgb> {
  const picture = sharp(encoded, { page, failOn: "warning" }).autoOrient().toColourspace("srgb").removeAlpha();
  const { data, info } = await picture.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: info.channels === 3 ? data : tripled(data) };
}

/** What a page shows, by sharp where it is handed on. */
export async function shown(source: SourcePages, index = 0): Promise<Rgb> {
  const page = source.page(index);
  if (page.kind === "file") return rgbOf(page.file().bytes, page.page);
  const { data, channels, width, height } = page.raster();
  assert.deepEqual({ width, height }, page.size);
  const bytes = data instanceof Uint16Array ? Uint8Array.from(data, (value) => Math.round(value / 257)) : data;
  assert.equal(bytes.length, width * height * channels);
  return { width, height, data: channels === 3 ? bytes : tripled(bytes) };
}

export function assertAlike(found: Rgb, wanted: Rgb, tolerance = 0): void {
  assert.equal(`${found.width}x${found.height}`, `${wanted.width}x${wanted.height}`);
  let worst = 0;
  for (const [at, value] of wanted.data.entries()) worst = Math.max(worst, Math.abs(value - (found.data[at] ?? 0)));
  assert.ok(worst <= tolerance, `a sample differs by ${worst}`);
}

function tripled(greys: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: greys.length * 3 }, (_, at) => greys[Math.floor(at / 3)] ?? 0);
}
