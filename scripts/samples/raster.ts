import type { Sharp } from "sharp";

/** Plain pixels, for the effects that are easier to say pixel by pixel. */

export type Raster = { data: Uint8Array; width: number; height: number; channels: 1 | 2 | 3 | 4 };

export async function pixelsOf(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

export function rawInput({ width, height, channels }: Raster) {
  return { raw: { width, height, channels } };
}

export function clampByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}
