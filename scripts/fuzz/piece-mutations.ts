import { crc32 } from "node:zlib";
import type { Mutation } from "./byte-mutations.ts";
import { type Piece, piecesOf } from "./pieces.ts";

const MOST_COPIES = 300;

function withPiece(change: (bytes: Buffer, piece: Piece, ...rest: Tail) => Buffer): Mutation {
  return (bytes, dice, other) => {
    const piece = dice.oneOf(piecesOf(bytes));
    return piece ? change(bytes, piece, dice, other) : bytes;
  };
}

type Tail = [dice: Parameters<Mutation>[1], other: Buffer];

const duplicate = withPiece((bytes, { start, end }, dice) => {
  const copy = bytes.subarray(start, end);
  const times = copy.byteLength > 4_096 ? 1 : 1 + dice.nearStart(MOST_COPIES);
  return Buffer.concat([bytes.subarray(0, end), ...Array.from({ length: times }, () => copy), bytes.subarray(end)]);
});

const remove = withPiece((bytes, { start, end }) => Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]));

const swap = withPiece((bytes, one, dice) => {
  const [first, second] = [one, dice.oneOf(piecesOf(bytes)) ?? one].toSorted((a, b) => a.start - b.start);
  if (!first || !second || first === second) return bytes;
  return Buffer.concat([
    bytes.subarray(0, first.start),
    bytes.subarray(second.start, second.end),
    bytes.subarray(first.end, second.start),
    bytes.subarray(first.start, first.end),
    bytes.subarray(second.end),
  ]);
});

/** A piece of another file takes the place of one, or stands before it. */
const borrow = withPiece((bytes, { start, end }, dice, other) => {
  const lent = dice.oneOf(piecesOf(other));
  if (!lent) return bytes;
  const piece = other.subarray(lent.start, lent.end);
  return Buffer.concat([bytes.subarray(0, start), piece, bytes.subarray(dice.chance(0.5) ? start : end)]);
});

const lie = withPiece((bytes, { length: { at, size, isLittle } }, dice) => {
  const changed = Buffer.from(bytes);
  const most = 2 ** (8 * size) - 1;
  const was = isLittle ? changed.readUIntLE(at, size) : changed.readUIntBE(at, size);
  const value = Math.min(
    most,
    Math.max(0, dice.among([0, 1, was - 1, was + 1, was * 2, most, most >> 1, dice.below(most)])),
  );
  if (isLittle) changed.writeUIntLE(value, at, size);
  else changed.writeUIntBE(value, at, size);
  return changed;
});

export const PIECE_MUTATIONS = [duplicate, remove, swap, borrow, lie] as const satisfies readonly Mutation[];

/** A PNG with the right checksum on each chunk, so that what was changed is looked at and not thrown away at once. */
export function withChecksums(bytes: Buffer): Buffer {
  if (!bytes.toString("latin1", 0, 4).endsWith("PNG")) return bytes;
  const mended = Buffer.from(bytes);
  for (const { start, end } of piecesOf(mended))
    mended.writeUInt32BE(crc32(mended.subarray(start + 4, end - 4)), end - 4);
  return mended;
}
