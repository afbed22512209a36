// Marker segments of ITU-T T.81, Annex B.

/** One segment of a JPEG before its entropy-coded data. `at` is where what follows its length begins. */
export type JpegSegment = { readonly marker: number; readonly at: number; readonly length: number };

/** What the frame header (SOF) says. */
export type JpegFrame = {
  /** 0xc0 baseline, 0xc1 extended, 0xc2 progressive, 0xc3 lossless. */
  readonly marker: number;
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly samples: number;
};

const SCAN = 0xda;
const NO_FRAMES = new Set([0xc4, 0xc8, 0xcc]);

/** All segments up to the first scan header and with it; fewer where the JPEG is damaged. */
export function* segmentsOf(jpeg: Buffer): Generator<JpegSegment> {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return;
  for (let at = 2; at + 4 <= jpeg.byteLength; ) {
    const marker = jpeg[at + 1] ?? 0;
    if (jpeg[at] !== 0xff) return;
    // Bytes of 0xff may fill the room before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = jpeg.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > jpeg.byteLength) return;
    yield { marker, at: at + 4, length: length - 2 };
    if (marker === SCAN) return;
    at += 2 + length;
  }
}

export function isFrame({ marker, length }: JpegSegment): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker) && length >= 6;
}

export function readFrame(jpeg: Buffer, { marker, at }: JpegSegment): JpegFrame {
  return {
    marker,
    precision: jpeg[at] ?? 0,
    height: jpeg.readUInt16BE(at + 1),
    width: jpeg.readUInt16BE(at + 3),
    samples: jpeg[at + 5] ?? 0,
  };
}
