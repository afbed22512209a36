import type { Dice } from "./dice.ts";

/** Makes another file of one; `other` is a second file that parts may be taken from. Never changes what it is given. */
export type Mutation = (bytes: Buffer, dice: Dice, other: Buffer) => Buffer;

const LONGEST_RUN = 64;
const MOST_GROWTH = 2 ** 20;
const TELLING = [
  0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
] as const;

function cut(bytes: Buffer, from: number, count: number, ...put: readonly Uint8Array[]): Buffer {
  return Buffer.concat([bytes.subarray(0, from), ...put, bytes.subarray(from + count)]);
}

const flipBits: Mutation = (bytes, dice) => {
  const changed = Buffer.from(bytes);
  for (let times = 1 + dice.nearStart(40); times > 0; times--) {
    const at = dice.below(changed.byteLength);
    changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8));
  }
  return changed;
};

const overwriteRun: Mutation = (bytes, dice) => {
  const changed = Buffer.from(bytes);
  const at = dice.nearStart(bytes.byteLength);
  const value = dice.chance(0.5) ? dice.among([0, 0xff, 0x20, 0x7f]) : -1;
  const run = 1 + dice.below(LONGEST_RUN);
  for (let index = at; index < Math.min(at + run, changed.byteLength); index++) {
    changed[index] = value < 0 ? dice.below(256) : value;
  }
  return changed;
};

/** A number of 1, 2 or 4 bytes becomes one that readers trip over, or its own neighbour. */
const setWord: Mutation = (bytes, dice) => {
  const changed = Buffer.from(bytes);
  for (let times = 1 + dice.below(3); times > 0; times--) {
    const size = dice.among([1, 2, 4]);
    const at = dice.nearStart(Math.max(1, changed.byteLength - size));
    if (at + size > changed.byteLength) continue;
    const isLittle = dice.chance(0.5);
    const was = isLittle ? changed.readUIntLE(at, size) : changed.readUIntBE(at, size);
    const near = was + dice.among([-1, 1, -8, 8, was]);
    const value = (dice.chance(0.7) ? dice.among(TELLING) : near) % 2 ** (8 * size);
    const inRange = value < 0 ? value + 2 ** (8 * size) : value;
    if (isLittle) changed.writeUIntLE(inRange, at, size);
    else changed.writeUIntBE(inRange, at, size);
  }
  return changed;
};

const removeRun: Mutation = (bytes, dice) =>
  cut(bytes, dice.nearStart(bytes.byteLength), 1 + dice.nearStart(bytes.byteLength));

const repeatRun: Mutation = (bytes, dice) => {
  const from = dice.nearStart(bytes.byteLength);
  const run = bytes.subarray(from, from + 1 + dice.nearStart(4_096));
  const times = Math.min(1 + dice.nearStart(2_000), Math.floor(MOST_GROWTH / Math.max(1, run.byteLength)));
  return cut(bytes, from, 0, ...Array.from({ length: times }, () => run));
};

const insertNoise: Mutation = (bytes, dice) => {
  const noise = Uint8Array.from({ length: 1 + dice.below(LONGEST_RUN) }, () => dice.below(256));
  return cut(bytes, dice.nearStart(bytes.byteLength), 0, noise);
};

const truncate: Mutation = (bytes, dice) => bytes.subarray(0, Math.ceil(bytes.byteLength * dice.random()));

const grow: Mutation = (bytes, dice) => {
  const tail = Buffer.alloc(dice.nearStart(MOST_GROWTH), dice.among([0, 0xff, 0x0a]));
  return Buffer.concat([bytes, tail]);
};

const spliceFiles: Mutation = (bytes, dice, other) =>
  Buffer.concat([bytes.subarray(0, dice.below(bytes.byteLength)), other.subarray(dice.below(other.byteLength))]);

const borrowRun: Mutation = (bytes, dice, other) => {
  const run = other.subarray(dice.below(other.byteLength)).subarray(0, 1 + dice.below(512));
  return cut(bytes, dice.nearStart(bytes.byteLength), run.byteLength, run);
};

export const BYTE_MUTATIONS = [
  flipBits,
  flipBits,
  overwriteRun,
  setWord,
  setWord,
  setWord,
  removeRun,
  repeatRun,
  insertNoise,
  truncate,
  grow,
  spliceFiles,
  borrowRun,
] as const satisfies readonly Mutation[];
