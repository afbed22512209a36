import { corrupt, unsupported } from "../../faults.ts";
import { isFrame, readFrame, segmentsOf } from "../jpeg/segments.ts";
import type { EmbeddedPage, Levels } from "../source-pages.ts";
import { type DicomDescription, sizeOf } from "./description.ts";
import { shownRange } from "./samples.ts";

const SIZ = Buffer.from("ff4fff51", "hex");
const JP2_MARK = Buffer.from("0000000c6a502020", "hex");
/** Says that the three colours are red, green and blue, which a JPEG has no other way to say. */
const ADOBE_RGB = Buffer.from("ffee000e41646f626500640000000000", "hex");
const APPLICATION_0 = 0xe0;
const APPLICATION_14 = 0xee;

/** Bits of a grey sample, and whether they hold negative values. */
type Depth = { readonly precision: number; readonly isSigned: boolean };

/** A frame that is a JPEG or JPEG 2000 by itself. */
export function wrappedFrame(frame: Buffer, description: DicomDescription): EmbeddedPage {
  const { photometric } = description;
  if (photometric === "PALETTE COLOR") throw unsupported("DICOM palettes with packed pixels are supported in RLE only");
  const known = { kind: "file", page: 0, size: sizeOf(description) } as const;
  const jpeg = [...segmentsOf(frame)].find(isFrame);
  if (jpeg) {
    const { precision } = readFrame(frame, jpeg);
    if (precision !== 8) throw unsupported(`DICOM pixels in a JPEG of ${precision} bits with losses are not supported`);
    const levels = levelsOf(description, { precision, isSigned: false });
    return { ...known, format: "jpeg", levels, bytes: () => (photometric === "RGB" ? withRgbMark(frame) : frame) };
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
    bytes: () => frame,
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
