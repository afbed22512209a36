import type { DicomDescription } from "./description.ts";
import { frameBytes } from "./samples.ts";

/** How frames lie in native pixel data (DICOM PS3.5, section 8), one behind the other, and how one becomes what can be drawn. */
export type NativeLayout = {
  /** Of one frame; the next may begin inside a byte. */
  readonly bits: number;
  /** `bytes` hold a frame from their bit `first` on, of which the lowest is the first. */
  readonly unpack: (bytes: Buffer, first: number, isLittle: boolean) => Buffer;
  /** Of what was unpacked. */
  readonly description: DicomDescription;
  readonly note?: string;
};

export function nativeLayout(description: DicomDescription): NativeLayout {
  const { width, height, samples, photometric, bitsAllocated, bitsStored, highBit } = description;
  const pixels = width * height;
  if (bitsAllocated === 1 && samples === 1 && photometric.startsWith("MONOCHROME")) {
    const spread = { ...description, bitsAllocated: 8, isSigned: false };
    return { bits: pixels, description: spread, unpack: (bytes, first) => bitsFrom(bytes, first, pixels) };
  }
  if (photometric === "YBR_FULL_422" && samples === 3 && bitsAllocated === 8 && width % 2 === 0) {
    const full = { ...description, photometric: "YBR_FULL", arePlanes: false };
    return { bits: pixels * 16, description: full, unpack: widened };
  }
  if (photometric === "RGB" && samples === 3 && bitsAllocated === 16 && highBit > 7) {
    const narrow = { ...description, bitsAllocated: 8, bitsStored: 8, highBit: 7 };
    const unpack: NativeLayout["unpack"] = (bytes, _, isLittle) => highBytes(bytes, isLittle, highBit - 7);
    return { bits: pixels * 48, description: narrow, unpack, note: `shown with 8 of its ${bitsStored} bits` };
  }
  return { bits: frameBytes(description) * 8, description, unpack: (bytes) => bytes };
}

function bitsFrom(bytes: Buffer, first: number, count: number): Buffer {
  const cells = Buffer.alloc(count);
  for (let index = 0, bit = first; index < count; index++, bit++)
    cells[index] = ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  return cells;
}

/** Two pixels share their colours: brightness, brightness, blue, red. */
function widened(bytes: Buffer): Buffer {
  const wide = Buffer.alloc((bytes.byteLength / 4) * 6);
  for (let from = 0, to = 0; from < bytes.byteLength; from += 4, to += 6) {
    const [one = 0, other = 0, blue = 0, red = 0] = bytes.subarray(from, from + 4);
    wide.set([one, blue, red, other, blue, red], to);
  }
  return wide;
}

function highBytes(bytes: Buffer, isLittle: boolean, shift: number): Buffer {
  const high = Buffer.alloc(bytes.byteLength / 2);
  for (let at = 0; at < high.byteLength; at++) {
    high[at] = (isLittle ? bytes.readUInt16LE(at * 2) : bytes.readUInt16BE(at * 2)) >> shift;
  }
  return high;
}
