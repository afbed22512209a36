import { readFile } from "node:fs/promises";
import { DecodeFault, type DecodeLimits, type PageReader } from "../pages.ts";
import { openWithSharp } from "./open-sharp.ts";

const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const PICTURE = 0x2c;

/** Opens a GIF by libvips, but for one whose first picture leaves a part of the canvas bare: it would be black. */
export async function openGif(source: string, limits: DecodeLimits): Promise<PageReader> {
  const bytes = await readFile(source);
  const first = firstPicture(bytes);
  if (first !== undefined && !isWhole(bytes, first)) {
    const text = "expected a GIF whose first picture covers its canvas, received a smaller one";
    throw new DecodeFault({ code: "unsupported", text });
  }
  return openWithSharp(source, "GIF", { failOn: "warning" }, limits);
}

/** Where the first picture's place and size stand; undefined in a file that ends before. */
function firstPicture(bytes: Buffer): number | undefined {
  for (let at = HEADER_BYTES + paletteBytes(bytes[10]); at < bytes.byteLength; ) {
    if (bytes[at] === PICTURE) return at + 9 <= bytes.byteLength ? at + 1 : undefined;
    if (bytes[at] !== EXTENSION) return undefined;
    // Its pieces have their lengths before them, and the last one has none.
    at += 2;
    while ((bytes[at] ?? 0) !== 0) at += 1 + (bytes[at] ?? 0);
    at++;
  }
  return undefined;
}

function paletteBytes(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function isWhole(bytes: Buffer, first: number): boolean {
  const [left, top, width, height] = [0, 2, 4, 6].map((at) => bytes.readUInt16LE(first + at));
  const covers = width === bytes.readUInt16LE(6) && height === bytes.readUInt16LE(8);
  return covers && left === 0 && top === 0;
}
