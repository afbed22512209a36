import { corrupt, truncated, unsupported } from "../../faults.ts";
import { isFrame, readFrame, segmentsOf } from "../jpeg/segments.ts";
import type { EmbeddedPage, Levels } from "../source-pages.ts";
import { type DicomDataset, headOfItem, ITEM, PIXEL_DATA, UNDEFINED_LENGTH } from "./dataset.ts";
import { type DicomDescription, sizeOf } from "./description.ts";
import { shownRange } from "./samples.ts";

// Encapsulated pixel data: DICOM PS3.5, section A.4.

const MAX_FRAGMENTS = 100_000;
const STARTS: readonly Buffer[] = ["ffd8ff", "ff4fff", "0000000c6a5020"].map((mark) => Buffer.from(mark, "hex"));

/**
 * The frames of packed pixels. The first fragment is the basic offset table, which may be empty: then each other fragment
 * is a frame, or begins one if it bears the mark of a JPEG.
 */
export function framesOf(dataset: DicomDataset, count: number): readonly Buffer[] {
  const [table, ...pieces] = readFragments(dataset);
  if (!table || pieces.length === 0) throw truncated("expected packed DICOM pixels, but there are none");
  if (count === 1) return [joined(pieces)];
  if (pieces.length === count) return pieces;
  const starts = table.byteLength >= count * 4 ? startsByTable(table, pieces, count) : startsByMark(pieces);
  return starts.map((start, index) => joined(pieces.slice(start, starts[index + 1] ?? pieces.length)));
}

// What is cut off is shortened.
function readFragments({ reader, elements }: DicomDataset): Buffer[] {
  const pixels = elements.get(PIXEL_DATA);
  const fragments: Buffer[] = [];
  for (let at = pixels?.at ?? reader.length; at + 8 <= reader.length && fragments.length < MAX_FRAGMENTS; ) {
    const { tag, length } = headOfItem(reader, at);
    if (tag !== ITEM) break;
    if (length === UNDEFINED_LENGTH) throw corrupt("expected the length of a piece of DICOM pixels");
    fragments.push(reader.bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return fragments;
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

const SIZ = Buffer.from("ff4fff51", "hex");
const JP2_MARK = Buffer.from("0000000c6a502020", "hex");
/** Says that the three colours are red, green and blue, which a JPEG has no other way to say. */
const ADOBE_RGB = Buffer.from("ffee000e41646f626500640000000000", "hex");
const APPLICATION_0 = 0xe0;
const APPLICATION_14 = 0xee;

/** Bits of a grey sample, and whether they hold negative values. */
type Depth = { readonly precision: number; readonly isSigned: boolean };

/** A frame that is a JPEG or JPEG 2000 by itself (section 8.2), to be handed on. */
export function jpegPage(frame: Buffer, description: DicomDescription): EmbeddedPage {
  const { photometric } = description;
  if (photometric === "PALETTE COLOR") throw unsupported("DICOM palettes with packed pixels are supported in RLE only");
  const known = { kind: "file", page: 0, size: sizeOf(description) } as const;
  const jpeg = [...segmentsOf(frame)].find(isFrame);
  if (jpeg) {
    const { precision } = readFrame(frame, jpeg);
    if (precision !== 8) throw unsupported(`DICOM pixels in a JPEG of ${precision} bits with losses are not supported`);
    const levels = levelsOf(description, { precision, isSigned: false });
    return {
      ...known,
      format: "jpeg",
      levels,
      file: () => ({ bytes: photometric === "RGB" ? withRgbMark(frame) : frame }),
    };
  }
  const siz = frame.subarray(0, 4096).indexOf(SIZ);
  if (siz === -1 || siz + 43 > frame.byteLength) throw corrupt("expected a JPEG or JPEG 2000 in a DICOM frame");
  const depth = frame[siz + 42] ?? 0;
  const precision = (depth & 127) + 1;
  return {
    ...known,
    format: frame.subarray(0, JP2_MARK.byteLength).equals(JP2_MARK) ? "jp2" : "j2k",
    levels: levelsOf(description, { precision, isSigned: depth >= 128 }),
    note: precision > 8 ? `shown with 8 of its ${precision} bits` : undefined,
    file: () => ({ bytes: frame }),
  };
}

/** What the decoder makes of black and white; undefined for the whole range. */
function levelsOf(description: DicomDescription, { precision, isSigned }: Depth): Levels | undefined {
  if (!description.photometric.startsWith("MONOCHROME")) return undefined;
  const { slope, intercept, bitsStored } = description;
  const lowest = isSigned ? -(2 ** (bitsStored - 1)) : 0;
  const ends = [lowest, lowest + 2 ** bitsStored - 1].map((value) => value * slope + intercept);
  const range = shownRange(description, Math.min(...ends), Math.max(...ends));
  // Decoders move negative values up by half the range.
  const moved = isSigned ? 2 ** (precision - 1) : 0;
  const fraction = (value: number) => ((value - intercept) / slope + moved) / (2 ** precision - 1);
  const levels = { black: fraction(range.black), white: fraction(range.white) };
  return levels.black === 0 && levels.white === 1 ? undefined : levels;
}

function withRgbMark(jpeg: Buffer): Buffer {
  const isMarked = [...segmentsOf(jpeg)].some(({ marker }) => marker === APPLICATION_0 || marker === APPLICATION_14);
  return isMarked ? jpeg : Buffer.concat([jpeg.subarray(0, 2), ADOBE_RGB, jpeg.subarray(2)]);
}
