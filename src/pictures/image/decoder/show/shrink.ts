import sharp from "sharp";
import { noteOf, type Raster, type Size } from "../pages.ts";
import { blankPixels, type Pixels } from "../pixels.ts";
import { toEightBits } from "./stretch.ts";

/** One page as it is shown: upright, within its box, RGB of 8 bits. */
export type Shown = {
  readonly pixels: Pixels;
  /** All three bands are the same. */
  readonly isGrey: boolean;
  readonly isBilevel: boolean;
  readonly note?: string;
};

/** Brings what a decoder gave into the box. Never enlarges. */
export async function shrink(raster: Raster, box: Size): Promise<Shown> {
  const { note, isBilevel = isBlackAndWhite(raster) } = raster;
  const fitted = await fit(raster, box);
  const stretched = fitted.data instanceof Uint16Array ? toEightBits(fitted.data) : { data: fitted.data };
  return {
    pixels: asRgb(stretched.data, fitted),
    isGrey: fitted.channels === 1,
    isBilevel,
    ...noteOf(note, "note" in stretched ? stretched.note : undefined),
  };
}

/** Pixels on white, in grey or RGB. */
export type Fitted = Size & { readonly data: Uint8Array | Uint16Array; readonly channels: 1 | 3 };

async function fit(raster: Raster, box: Size): Promise<Fitted> {
  const { data, width, height, channels } = raster;
  const isInside = width <= box.width && height <= box.height;
  if (isInside && (channels === 1 || channels === 3)) return { data, width, height, channels };
  return scaled(raster, box, "inside");
}

/** Scaled into the box in its shape, never up, or to fill just this box. */
export async function scaled(raster: Raster, box: Size, fit: "inside" | "fill"): Promise<Fitted> {
  const { data, width, height, channels } = raster;
  const isGrey = channels <= 2;
  const isDeep = data instanceof Uint16Array && isGrey;
  const { data: bytes, info } = await sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
    .flatten({ background: "#ffffff" })
    .resize({ ...box, fit, withoutEnlargement: fit === "inside" })
    .toColourspace(isDeep ? "grey16" : isGrey ? "b-w" : "srgb")
    .raw({ depth: isDeep ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height };
  const samples = isDeep ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2) : bytes;
  return { ...size, data: samples, channels: isGrey ? 1 : 3 };
}

function asRgb(data: Uint8Array, { width, height, channels }: Fitted): Pixels {
  if (channels === 3) return { data, width, height };
  const pixels = blankPixels(width, height, [0, 0, 0]);
  for (let from = 0, to = 0; from < width * height; from++) {
    const grey = data[from] ?? 0;
    pixels.data[to++] = grey;
    pixels.data[to++] = grey;
    pixels.data[to++] = grey;
  }
  return pixels;
}

export function isBlackAndWhite({ data, channels }: Raster): boolean {
  return channels === 1 && data instanceof Uint8Array && data.every((value) => value === 0 || value === 255);
}
