import { readFile } from "node:fs/promises";
import type { DecodeLimits } from "../limits.ts";
import { openWithMagick } from "../magick/magick.ts";
import type { PageReader } from "../pages.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import { openWithSharp } from "./open-sharp.ts";

const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const PICTURE = 0x2c;

/**
 * Opens a GIF by libvips, but for a first picture that leaves a part of the canvas bare, which would be black. Later ones
 * stay with libvips: ImageMagick holds all that came before them.
 */
export async function openGif(source: string, limits: DecodeLimits, magick: WorkerPool): Promise<PageReader> {
  const bytes = await readFile(source);
  const first = firstPicture(bytes);
  const reader = await openWithSharp(source, "GIF", { failOn: "warning" }, limits);
  if (first === undefined || isWhole(bytes, first)) return reader;
  let isByMagick = false;
  return {
    ...reader,
    get decoder() {
      return isByMagick ? ("magick" as const) : ("sharp" as const);
    },
    async read(page, box) {
      if (page > 0) return reader.read(page, box);
      await reader.sizeOf(page);
      isByMagick = true;
      return (await openWithMagick(magick, bytes, "GIF", limits)).read(page, box);
    },
  };
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
