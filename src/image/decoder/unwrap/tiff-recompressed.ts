import { deflateSync, zstdDecompressSync } from "node:zlib";
import type { DecodeLimits, Size } from "../pages.ts";
import { checkPage, checkSize, corrupt, unsupported } from "./fault.ts";
import { longTag, TIFF, type TiffTag, tiffFile } from "./tiff-file.ts";
import { numberOf, numbersOf, openTiff, readDirectory, type Tiff, type TiffDirectory, valuesOf } from "./tiff-ifd.ts";
import type { Unwrapped } from "./unwrapped.ts";
import { unpackXz } from "./xz.ts";

const DEFLATE = 8;
const ZSTD = 50_000;
const LZMA = 34_925;

/** Unpacks a strip or tile of at most `maxBytes`. */
type Unpack = (packed: Buffer, maxBytes: number) => Buffer;
const UNPACKERS: ReadonlyMap<number, Unpack> = new Map([
  [ZSTD, (packed, maxOutputLength) => zstdDecompressSync(packed, { maxOutputLength })],
  [LZMA, unpackXz],
]);

/** Tags that say what the pixels of a page are and mean: size, depth, colours, direction, resolution, profile. */
const KEPT = new Set([
  254, 256, 257, 258, 262, 274, 277, 278, 282, 283, 284, 296, 301, 317, 318, 319, 320, 322, 323, 332, 338, 339, 529,
  530, 531, 532, 34_675,
]);
const MAX_VALUE_BYTES = 4 * 2 ** 20;
const MAX_PIXEL_BITS = 64;
const MAX_CHUNKS = 100_000;
/** Orientations from here on stand on their side. */
const SIDEWAYS = 5;

type Page = { readonly tiff: Tiff; readonly directory: TiffDirectory; readonly unpack: Unpack; readonly size: Size };

/**
 * Pages packed in a way that libtiff was built without are packed anew as Deflate; predictors stay as they are, since
 * Deflate knows the same. Other pages of the same file are handed on with it.
 */
export function unwrapTiff(bytes: Buffer, limits: DecodeLimits): Unwrapped {
  const tiff = openTiff(bytes);
  const pages = tiff.directories.length;
  const packings = new Set(tiff.directories.map((start) => packingOf(tiff, readDirectory(tiff, start))));
  if (![...packings].some((packing) => UNPACKERS.has(packing))) {
    throw unsupported(`there is no reader of our own for TIFF compression ${[...packings].slice(0, 9).join(", ")}`);
  }
  return {
    pages,
    page(index) {
      checkPage(index, pages);
      const directory = readDirectory(tiff, tiff.directories[index] ?? 0);
      const unpack = UNPACKERS.get(packingOf(tiff, directory));
      const size = sizeOf(tiff, directory, limits);
      const isSideways = numberOf(tiff, directory, TIFF.orientation, 1) >= SIDEWAYS;
      return {
        kind: "file",
        format: "tiff",
        size: isSideways ? { width: size.height, height: size.width } : size,
        page: unpack ? 0 : index,
        bytes: () => (unpack ? repack({ tiff, directory, unpack, size }, limits) : bytes),
      };
    },
  };
}

function packingOf(tiff: Tiff, directory: TiffDirectory): number {
  return numberOf(tiff, directory, TIFF.compression, 1);
}

function sizeOf(tiff: Tiff, directory: TiffDirectory, limits: DecodeLimits): Size {
  const width = numberOf(tiff, directory, TIFF.width, 0);
  const height = numberOf(tiff, directory, TIFF.height, 0);
  const isBilevel = bitsOf(tiff, directory) === 1 && numberOf(tiff, directory, TIFF.samplesPerPixel, 1) === 1;
  return checkSize({ width, height }, limits, isBilevel);
}

function bitsOf(tiff: Tiff, directory: TiffDirectory): number {
  return Math.max(1, ...numbersOf(tiff, directory, TIFF.bitsPerSample, 16));
}

function repack({ tiff, directory, unpack, size }: Page, limits: DecodeLimits): Buffer {
  const { isLittle } = tiff.reader;
  const isTiled = directory.has(TIFF.tileWidth);
  const { count, maxBytes } = chunksOf(tiff, directory, size, isTiled, limits);
  const offsets = numbersOf(tiff, directory, isTiled ? TIFF.tileOffsets : TIFF.stripOffsets, count);
  const lengths = numbersOf(tiff, directory, isTiled ? TIFF.tileByteCounts : TIFF.stripByteCounts, count);
  if (offsets.length < count || lengths.length < count) {
    throw corrupt(
      `expected ${count} strips or tiles in a TIFF page, found ${Math.min(offsets.length, lengths.length)}`,
    );
  }
  const isMirrored = numberOf(tiff, directory, TIFF.fillOrder, 1) === 2;
  const chunks = offsets.map((offset, index) => {
    const packed = tiff.reader.slice(offset, lengths[index] ?? 0);
    try {
      return deflateSync(unpack(isMirrored ? mirrored(packed) : packed, maxBytes), { level: 1 });
    } catch (thrown) {
      throw corrupt(`strip or tile ${index + 1} of a TIFF page cannot be unpacked: ${thrown}`);
    }
  });
  return tiffFile(tagsOf(tiff, directory, isLittle), chunks, { isLittle, isTiled });
}

/** How many strips or tiles a page has, and the most bytes that one holds. */
function chunksOf(
  tiff: Tiff,
  directory: TiffDirectory,
  { width, height }: Size,
  isTiled: boolean,
  limits: DecodeLimits,
): { readonly count: number; readonly maxBytes: number } {
  const samples = numberOf(tiff, directory, TIFF.samplesPerPixel, 1);
  const bits = bitsOf(tiff, directory) * samples;
  if (bits < 1 || bits > MAX_PIXEL_BITS) {
    throw unsupported(`expected 1 to ${MAX_PIXEL_BITS} bits a pixel in a TIFF, received ${bits}`);
  }
  const chunk = isTiled
    ? { width: numberOf(tiff, directory, TIFF.tileWidth, 0), height: numberOf(tiff, directory, TIFF.tileHeight, 0) }
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
  return { count: perPlane * planes, maxBytes: rowBytes * (chunk.height + 3) };
}

function tagsOf(tiff: Tiff, directory: TiffDirectory, isLittle: boolean): TiffTag[] {
  const tags = [longTag(TIFF.compression, [DEFLATE], isLittle)];
  for (const [tag, field] of directory) {
    const values = KEPT.has(tag) ? valuesOf(tiff, field, MAX_VALUE_BYTES) : undefined;
    if (!values) continue;
    const isLong8 = field.type === 16 || field.type === 18;
    if (isLong8) tags.push(longTag(tag, numbersOf(tiff, directory, tag, 1), isLittle));
    else tags.push({ tag, type: field.type, count: field.count, values });
  }
  return tags;
}

/** Bytes with their bits in the other order, as fill order 2 stores even packed data. */
function mirrored(bytes: Buffer): Buffer {
  const turned = Buffer.alloc(bytes.byteLength);
  for (const [at, byte] of bytes.entries()) {
    for (let bit = 0; bit < 8; bit++) turned[at] = (turned[at] ?? 0) | (((byte >> bit) & 1) << (7 - bit));
  }
  return turned;
}
