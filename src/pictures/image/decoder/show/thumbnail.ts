import sharp from "sharp";
import { MAX_THUMB_LENGTH, THUMB_PREFIX } from "../../../contract.ts";
import type { Pixels } from "../pixels.ts";
import { encode, type Look } from "./encode.ts";

/** Longest side in pixels and quality of JPEG, tried in this order until one is small enough. */
const TRIES = [
  [128, 72],
  [128, 55],
  [112, 45],
  [96, 40],
  [80, 35],
  [64, 30],
  [32, 20],
] as const;
const MAX_BASE64 = MAX_THUMB_LENGTH - THUMB_PREFIX.length - 1;

/** A small JPEG of these pixels in base64, short enough for a `thumb`; empty where even the smallest is not. */
export async function thumbnail(pixels: Pixels, look: Look): Promise<string> {
  for (const [side, quality] of TRIES) {
    const { bytes } = await encode(await within(pixels, side), look, "jpg", quality);
    const text = bytes.toString("base64");
    if (text.length <= MAX_BASE64) return text;
  }
  return "";
}

async function within({ data, width, height }: Pixels, side: number): Promise<Pixels> {
  if (width <= side && height <= side) return { data, width, height };
  const { data: small, info } = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: side, height: side, fit: "inside" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: small, width: info.width, height: info.height };
}
