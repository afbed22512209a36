import { corrupt, truncated } from "../../faults.ts";
import type { DicomDescription } from "./description.ts";

const HEADER_BYTES = 64;
const MAX_SEGMENTS = 15;
/** Two bytes make at most 128. */
const MAX_GROWTH = 64;

/**
 * Unpacks an RLE frame (DICOM PS3.5, Annex G): a segment for each byte of a pixel, colour by colour, the high byte first.
 * The unpacked pixels are little endian.
 */
export function unpackRle(packed: Buffer, { width, height, samples, bitsAllocated }: DicomDescription): Buffer {
  if (packed.byteLength < HEADER_BYTES)
    throw truncated("expected the header of a DICOM RLE frame, but the file ends before");
  const bytes = bitsAllocated / 8;
  const segments = packed.readUInt32LE(0);
  if (segments !== samples * bytes || segments > MAX_SEGMENTS) {
    throw corrupt(`expected ${samples * bytes} segments of a DICOM RLE frame, received ${segments}`);
  }
  const length = width * height * segments;
  if (length > packed.byteLength * MAX_GROWTH) {
    throw truncated(`expected a DICOM RLE frame of ${length} bytes, received ${packed.byteLength} packed ones`);
  }
  const frame = Buffer.alloc(length);
  for (let segment = 0; segment < segments; segment++) {
    const start = packed.readUInt32LE(4 + segment * 4);
    const end = segment + 1 < segments ? packed.readUInt32LE(8 + segment * 4) : packed.byteLength;
    if (start < HEADER_BYTES || start > end || end > packed.byteLength) {
      throw truncated(`expected a segment of a DICOM RLE frame at ${start} to ${end} of ${packed.byteLength}`);
    }
    const sample = Math.floor(segment / bytes);
    const byte = bytes - 1 - (segment % bytes);
    unpackBits(packed.subarray(start, end), frame, sample * bytes + byte, segments);
  }
  return frame;
}

/** Spreads PackBits over every `step`th byte of the frame from `first` on. */
function unpackBits(packed: Buffer, frame: Buffer, first: number, step: number): void {
  let to = first;
  for (let from = 0; to < frame.byteLength; ) {
    const control = packed[from++];
    if (control === undefined) throw truncated("a segment of a DICOM RLE frame ends too early");
    if (control === 128) continue;
    const isRun = control > 128;
    const count = isRun ? 257 - control : control + 1;
    for (let index = 0; index < count && to < frame.byteLength; index++) {
      const value = packed[isRun ? from : from + index];
      if (value === undefined) throw truncated("a segment of a DICOM RLE frame ends too early");
      frame[to] = value;
      to += step;
    }
    from += isRun ? 1 : count;
  }
}
