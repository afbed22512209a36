import { corrupt, truncated } from "../../faults.ts";

const STARTS: readonly Buffer[] = ["ffd8ff", "ff4fff", "0000000c6a5020"].map((mark) => Buffer.from(mark, "hex"));

/**
 * Joins the pieces of each frame. `fragments` begins with the table of offsets, which may be empty: then each piece is a
 * frame, or begins one if it bears the mark of a JPEG.
 */
export function framesOf(fragments: readonly Buffer[], count: number): readonly Buffer[] {
  const [table, ...pieces] = fragments;
  if (!table || pieces.length === 0) throw truncated("expected packed DICOM pixels, but there are none");
  if (count === 1) return [joined(pieces)];
  if (pieces.length === count) return pieces;
  const starts = table.byteLength >= count * 4 ? startsByTable(table, pieces, count) : startsByMark(pieces);
  return starts.map((start, index) => joined(pieces.slice(start, starts[index + 1] ?? pieces.length)));
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces;
  return only && pieces.length === 1 ? only : Buffer.concat(pieces);
}

/** Offsets count from the first piece, with the eight bytes before each. */
function startsByTable(table: Buffer, pieces: readonly Buffer[], count: number): number[] {
  const indexes = new Map<number, number>();
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    indexes.set(at, index);
    at += piece.byteLength + 8;
  }
  let last = -1;
  return Array.from({ length: count }, (_, frame) => {
    const index = indexes.get(table.readUInt32LE(frame * 4));
    if (index === undefined || index <= last)
      throw corrupt(`frame ${frame + 1} of a DICOM file does not begin where it says`);
    last = index;
    return index;
  });
}

function startsByMark(pieces: readonly Buffer[]): number[] {
  return [...pieces.keys()].filter((index) =>
    STARTS.some((mark) => pieces[index]?.subarray(0, mark.byteLength).equals(mark) === true),
  );
}
