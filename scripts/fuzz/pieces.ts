/** A part of a file that says how long it is: a chunk of PNG or RIFF, a segment of JPEG, a box of ISO media. */
export type Piece = {
  readonly start: number;
  readonly end: number;
  /** Where its length stands, in how many bytes, and whether the low one comes first. */
  readonly length: { readonly at: number; readonly size: 2 | 4; readonly isLittle: boolean };
};

type Reading = { readonly first: number; readonly read: (bytes: Buffer, at: number) => Piece | undefined };

const MOST_PIECES = 1_000;
const BIG = { size: 4, isLittle: false } as const;

const png: Reading = {
  first: 8,
  read: (bytes, at) => ({ start: at, end: at + 12 + bytes.readUInt32BE(at), length: { at, ...BIG } }),
};

const riff: Reading = {
  first: 12,
  read(bytes, at) {
    const size = bytes.readUInt32LE(at + 4);
    return { start: at, end: at + 8 + size + (size % 2), length: { at: at + 4, size: 4, isLittle: true } };
  },
};

const jpeg: Reading = {
  first: 2,
  read(bytes, at) {
    if (bytes[at] !== 0xff) return undefined;
    const length = { at: at + 2, size: 2, isLittle: false } as const;
    return { start: at, end: at + 2 + bytes.readUInt16BE(at + 2), length };
  },
};

const boxes: Reading = {
  first: 0,
  read: (bytes, at) => ({ start: at, end: at + Math.max(8, bytes.readUInt32BE(at)), length: { at, ...BIG } }),
};

const READINGS: readonly (readonly [mark: RegExp, reading: Reading])[] = [
  [/^[\x89\x8a\x8b][PMJ]NG/, png],
  [/^RIFF/, riff],
  [/^\xff[\xd8\x4f]\xff/, jpeg],
  [/^[\s\S]{4}(ftyp|jP {2}|JXL )/, boxes],
];

/** The pieces that a file begins with, as far as they are whole; none for a format that has none. */
export function piecesOf(bytes: Buffer): readonly Piece[] {
  const head = bytes.toString("latin1", 0, 12);
  const reading = READINGS.find(([mark]) => mark.test(head))?.[1];
  const pieces: Piece[] = [];
  for (let at = reading?.first ?? 0; reading && at + 8 <= bytes.byteLength && pieces.length < MOST_PIECES; ) {
    const piece = reading.read(bytes, at);
    if (!piece || piece.end > bytes.byteLength) break;
    pieces.push(piece);
    at = piece.end;
  }
  return pieces;
}
