import { corrupt, unsupported } from "../../faults.ts";
import { checkSize, type DecodeLimits } from "../../limits.ts";
import type { Size } from "../../pages.ts";
import { numberOf, numbersOf, type Tiff, type TiffDirectory } from "./ifd.ts";
import { TIFF } from "./tag-table.ts";

/** The strips (TIFF 6.0, section 3) or tiles (section 15) of a page as they are in the file. */
export type TiffChunks = {
  readonly chunks: readonly Buffer[];
  readonly isTiled: boolean;
  /** Of each; the last strip has the rows that are left. */
  readonly size: Size;
  /** The most that one holds unpacked. */
  readonly maxBytes: number;
};

const MAX_PIXEL_BITS = 64;
const MAX_CHUNKS = 100_000;
/** Of FillOrder (TIFF 6.0, section 8): the first bit of a byte is its lowest, even of packed data. */
const LOWEST_BIT_FIRST = 2;
/** Each byte with its bits in the other order. */
const MIRRORED = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number.parseInt([...byte.toString(2).padStart(8, "0")].reverse().join(""), 2),
);

export function readChunks(tiff: Tiff, directory: TiffDirectory, size: Size, limits: DecodeLimits): TiffChunks {
  const isTiled = directory.has(TIFF.tileWidth);
  const { count, chunk, maxBytes } = extentOf(tiff, directory, size, isTiled, limits);
  const offsets = numbersOf(tiff, directory, isTiled ? TIFF.tileOffsets : TIFF.stripOffsets, count);
  const lengths = numbersOf(tiff, directory, isTiled ? TIFF.tileByteCounts : TIFF.stripByteCounts, count);
  // Old writers leave out the length of a single strip.
  if (count === 1 && lengths.length === 0 && offsets[0] !== undefined) lengths.push(tiff.reader.length - offsets[0]);
  if (offsets.length < count || lengths.length < count) {
    throw corrupt(
      `expected ${count} strips or tiles in a TIFF page, found ${Math.min(offsets.length, lengths.length)}`,
    );
  }
  const chunks = offsets.map((offset, index) => tiff.reader.slice(offset, lengths[index] ?? 0));
  return { chunks, isTiled, size: chunk, maxBytes };
}

/** A chunk of the page with the first bit of each byte as its highest, whatever the page's fill order. */
export function highestBitFirst(tiff: Tiff, directory: TiffDirectory, chunk: Buffer): Buffer {
  if (numberOf(tiff, directory, TIFF.fillOrder, 1) !== LOWEST_BIT_FIRST) return chunk;
  return Buffer.from(chunk.map((byte) => MIRRORED[byte] ?? 0));
}

/** Bits of the widest sample. */
export function bitsOf(tiff: Tiff, directory: TiffDirectory): number {
  return Math.max(1, ...numbersOf(tiff, directory, TIFF.bitsPerSample, 16));
}

/** How many strips or tiles a page has, and the most bytes that one holds. */
function extentOf(
  tiff: Tiff,
  directory: TiffDirectory,
  { width, height }: Size,
  isTiled: boolean,
  limits: DecodeLimits,
): { readonly count: number; readonly chunk: Size; readonly maxBytes: number } {
  const samples = numberOf(tiff, directory, TIFF.samplesPerPixel, 1);
  const bits = bitsOf(tiff, directory) * samples;
  if (bits < 1 || bits > MAX_PIXEL_BITS) {
    throw unsupported(`expected 1 to ${MAX_PIXEL_BITS} bits a pixel in a TIFF, received ${bits}`);
  }
  const chunk = isTiled
    ? { width: numberOf(tiff, directory, TIFF.tileWidth, 0), height: numberOf(tiff, directory, TIFF.tileLength, 0) }
    : { width, height: Math.min(height, numberOf(tiff, directory, TIFF.rowsPerStrip, height)) };
  checkSize(chunk, limits, bits === 1);
  const perPlane = Math.ceil(width / chunk.width) * Math.ceil(height / chunk.height);
  const planes = numberOf(tiff, directory, TIFF.planarConfiguration, 1) === 2 ? samples : 1;
  const isWasteful = perPlane > 1 && perPlane * chunk.width * chunk.height > 4 * width * height;
  if (perPlane * planes > MAX_CHUNKS || isWasteful) {
    throw unsupported(`a TIFF page of ${width} x ${height} has too many or too large tiles or strips`);
  }
  // Rows of subsampled colours come in blocks of up to four.
  const rowBytes = Math.ceil(((chunk.width + 3) * bits) / planes / 8);
  return { count: perPlane * planes, chunk, maxBytes: rowBytes * (chunk.height + 3) };
}
