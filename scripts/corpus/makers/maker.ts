import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";

/** A maker of our own writes what no program of Debian writes. Its words are as on a command line. */
export type Maker = (words: readonly string[], folder: string) => Promise<void>;

/** 8 bits a channel, row by row. */
export type Pixels = {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
};

/** Makes a file from another: bytes to bytes, further words say how. */
export function fromBytes(make: (bytes: Buffer, ...how: readonly string[]) => Uint8Array | Promise<Uint8Array>): Maker {
  return async ([from = "", to = "", ...how], folder) =>
    writeFile(join(folder, to), await make(await readFile(join(folder, from)), ...how));
}

/** Makes a file from a picture's pixels; the words after the two names say how. */
export function fromPixels(
  make: (pixels: Pixels, ...how: readonly string[]) => Uint8Array | Promise<Uint8Array>,
): Maker {
  return async ([from = "", to = "", ...how], folder) =>
    writeFile(join(folder, to), await make(await pixelsOf(join(folder, from)), ...how));
}

export async function pixelsOf(picture: string): Promise<Pixels> {
  const isGrey = await isGreyPicture(picture);
  const { data, info } = await sharp(picture)
    .toColourspace(isGrey ? "b-w" : "srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** The samples of a picture with 16 bits each, over the full range. */
export async function deepPixelsOf(picture: string): Promise<Pixels & { readonly deep: Uint16Array }> {
  const space = (await isGreyPicture(picture)) ? "grey16" : "rgb16";
  const bytes = await sharp(picture).toColourspace(space).raw({ depth: "ushort" }).toBuffer();
  const deep = Uint16Array.from({ length: bytes.byteLength / 2 }, (_, at) => bytes.readUInt16LE(at * 2));
  return { ...(await pixelsOf(picture)), deep };
}

async function isGreyPicture(picture: string): Promise<boolean> {
  return (await sharp(picture).metadata()).channels === 1;
}

/** Little-endian numbers in a row: `u16(1, 2)` is four bytes. */
export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) bytes.writeUInt16LE(value & 0xffff, at * 2);
  return bytes;
}

export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, at * 4);
  return bytes;
}

/** Big-endian numbers in a row. */
export function u16be(...values: readonly number[]): Buffer {
  return u16(...values).swap16();
}

export function u32be(...values: readonly number[]): Buffer {
  return u32(...values).swap32();
}

/** `key=value` words as a record; a bare word is there with an empty value. */
export function settings(words: readonly string[]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(words.map((word) => [word.split("=")[0] ?? "", word.split("=")[1] ?? ""]));
}
