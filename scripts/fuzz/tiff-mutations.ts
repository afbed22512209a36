import { TIFF } from "../../src/pictures/image/decoder/readers/tiff/tag-table.ts";
import type { Mutation } from "./byte-mutations.ts";
import type { Dice } from "./dice.ts";

/** Tags that decide what memory and which decoder a TIFF takes. */
const TAGS = [
  254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325, 330, 338,
  339, 347, 512, 513, 519, 530, 531, 532, 34_665, 34_675, 34_377,
] as const;
const COMPRESSIONS = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 32_773, 32_946, 34_661, 34_676, 34_712, 34_887, 34_925, 50_000, 50_001,
] as const;
const NUMBERS = [0, 1, 2, 3, 4, 8, 16, 32, 64, 255, 4_096, 65_535, 0x7fffffff, 0xffffffff] as const;
const TYPES = [0, 1, 2, 3, 4, 5, 7, 11, 12, 13, 16, 99] as const;
const MOST_DIRECTORIES = 50;
const MOST_ENTRIES = 200;
const ENTRY = 12;

/** Rewrites entries of directories, and where directories lead. Files that are no TIFF stay as they are. */
const rewriteEntries: Mutation = (bytes, dice) => {
  const isLittle = bytes.toString("latin1", 0, 2) === "II";
  const changed = Buffer.from(bytes);
  const entries = entriesOf(changed, isLittle);
  for (let times = 1 + dice.below(3); times > 0; times--) {
    const at = dice.oneOf(entries);
    if (at !== undefined) rewrite(changed, at, isLittle, dice);
  }
  return changed;
};

const redirect: Mutation = (bytes, dice) => {
  const isLittle = bytes.toString("latin1", 0, 2) === "II";
  const changed = Buffer.from(bytes);
  const directory = dice.oneOf(directoriesOf(changed, isLittle));
  if (!directory) return bytes;
  const targets = directoriesOf(changed, isLittle).map(({ at }) => at);
  const target = dice.chance(0.7) ? (dice.oneOf(targets) ?? 0) : dice.below(changed.byteLength);
  put(changed, directory.next, 4, target, isLittle);
  return changed;
};

export const TIFF_MUTATIONS = [
  rewriteEntries,
  rewriteEntries,
  rewriteEntries,
  redirect,
] as const satisfies readonly Mutation[];

function rewrite(bytes: Buffer, at: number, isLittle: boolean, dice: Dice): void {
  const tag = isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const kind = dice.below(6);
  if (kind === 0) put(bytes, at, 2, dice.among(TAGS), isLittle);
  else if (kind === 1) put(bytes, at + 2, 2, dice.among(TYPES), isLittle);
  else if (kind === 2) put(bytes, at + 4, 4, dice.among(NUMBERS), isLittle);
  else {
    const other = dice.chance(0.8) ? dice.among(NUMBERS) : dice.below(bytes.byteLength);
    const value = tag === TIFF.compression ? dice.among(COMPRESSIONS) : other;
    // A short value stands in the first two bytes of its place.
    put(bytes, at + 8, value < 65_536 && dice.chance(0.7) ? 2 : 4, value, isLittle);
  }
}

type Directory = { readonly at: number; readonly entries: number; readonly next: number };

function directoriesOf(bytes: Buffer, isLittle: boolean): readonly Directory[] {
  const found: Directory[] = [];
  const long = (at: number): number => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const short = (at: number): number => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  if (bytes.byteLength < 8) return found;
  for (let at = long(4); at > 0 && at + 2 < bytes.byteLength && found.length < MOST_DIRECTORIES; ) {
    const entries = short(at);
    const next = at + 2 + entries * ENTRY;
    if (next + 4 > bytes.byteLength || found.some((other) => other.at === at)) break;
    found.push({ at, entries, next });
    at = long(next);
  }
  return found;
}

function entriesOf(bytes: Buffer, isLittle: boolean): readonly number[] {
  return directoriesOf(bytes, isLittle).flatMap(({ at, entries }) =>
    Array.from({ length: Math.min(entries, MOST_ENTRIES) }, (_, index) => at + 2 + index * ENTRY),
  );
}

function put(bytes: Buffer, at: number, size: 2 | 4, value: number, isLittle: boolean): void {
  if (isLittle) bytes.writeUIntLE(value, at, size);
  else bytes.writeUIntBE(value, at, size);
}
