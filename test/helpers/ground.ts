import { loadFonts } from "../../src/pictures/image/decoder/caption/glyphs.ts";
import type { Pixels } from "../../src/pictures/image/decoder/pixels.ts";
import { noise } from "./noise.ts";

/** The font that ships with the program. */
export const FONTS = loadFonts(new URL("../../src/pictures/image/decoder/caption/glyphs.bin", import.meta.url));

export type Ground = "light" | "dark" | "noisy";

/** A picture to write on. The noise is the same each time. */
export function ground(width: number, height: number, kind: Ground = "light"): Pixels {
  const bytes = width * height * 3;
  const data = kind === "noisy" ? noise(bytes, "ground") : Buffer.alloc(bytes, kind === "dark" ? 4 : 251);
  return { data: Uint8Array.from(data), width, height };
}

/** Every colour of a picture, as "red,green,blue", and how many pixels have it. */
export function coloursOf({ data }: Pixels): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let at = 0; at < data.length; at += 3) {
    const colour = data.subarray(at, at + 3).join();
    found.set(colour, (found.get(colour) ?? 0) + 1);
  }
  return found;
}
