import { deflateSync, zstdDecompressSync } from "node:zlib";
import type { DecodeLimits, Size } from "../pages.ts";
import { checkPage, checkSize, corrupt, unsupported } from "./fault.ts";
import { bitsOf, readChunks } from "./tiff-chunks.ts";
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

/** Packings that need no more than the tags below: none, fax, LZW, JPEG, Deflate, PackBits, WebP. */
const KNOWN = new Set([1, 2, 3, 4, 5, 7, DEFLATE, 32_773, 32_946, 50_001]);
/** Tags that say what the pixels of a page are and mean: size, depth, colours, direction, resolution, profile. */
const KEPT = new Set([
  254, 256, 257, 258, 262, 274, 277, 278, 282, 283, 284, 296, 301, 317, 318, 319, 320, 322, 323, 332, 338, 339, 529,
  530, 531, 532, 34_675,
]);
/** Tags that say how pixels are packed: order of bits, kind of fax, JPEG tables. */
const KEPT_WITH_PACKING = new Set<number>([TIFF.compression, TIFF.fillOrder, 292, 293, 347]);
const MAX_VALUE_BYTES = 4 * 2 ** 20;
/** Orientations from here on stand on their side. */
const SIDEWAYS = 5;

type Page = {
  readonly tiff: Tiff;
  readonly directory: TiffDirectory;
  readonly size: Size;
  /** Absent where the chunks are taken as they are. */
  readonly unpack: Unpack | undefined;
};

/**
 * Pages packed in a way that libtiff was built without are packed anew as Deflate; predictors stay as they are, since
 * Deflate knows the same. Other pages of such a file are copied out of it, as libvips opens no file that has any of those.
 */
export function unwrapTiff(bytes: Buffer, limits: DecodeLimits): Unwrapped {
  const tiff = openTiff(bytes);
  const pages = tiff.directories.length;
  const packings = tiff.directories.map((start) => packingOf(tiff, readDirectory(tiff, start)));
  if (!packings.some((packing) => UNPACKERS.has(packing))) {
    throw unsupported(`there is no reader of our own for TIFF compression ${packings[0]}`);
  }
  return {
    pages,
    page(index) {
      checkPage(index, pages);
      const directory = readDirectory(tiff, tiff.directories[index] ?? 0);
      const packing = packings[index] ?? 0;
      const unpack = UNPACKERS.get(packing);
      if (!unpack && !KNOWN.has(packing)) throw unsupported(`TIFF compression ${packing} is not supported`);
      const size = sizeOf(tiff, directory, limits);
      const isSideways = numberOf(tiff, directory, TIFF.orientation, 1) >= SIDEWAYS;
      return {
        kind: "file",
        format: "tiff",
        size: isSideways ? { width: size.height, height: size.width } : size,
        page: 0,
        bytes: () => pageAsFile({ tiff, directory, size, unpack }, limits),
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

function pageAsFile({ tiff, directory, size, unpack }: Page, limits: DecodeLimits): Buffer {
  const { chunks, isTiled, maxBytes } = readChunks(tiff, directory, size, limits);
  const isMirrored = numberOf(tiff, directory, TIFF.fillOrder, 1) === 2;
  const repack = (packed: Buffer, index: number): Buffer => {
    if (!unpack) return packed;
    try {
      return deflateSync(unpack(isMirrored ? mirrored(packed) : packed, maxBytes), { level: 1 });
    } catch (thrown) {
      throw corrupt(`strip or tile ${index + 1} of a TIFF page cannot be unpacked: ${thrown}`);
    }
  };
  const tags = tagsOf(tiff, directory, unpack !== undefined);
  return tiffFile(tags, chunks.map(repack), { isLittle: tiff.reader.isLittle, isTiled });
}

function tagsOf(tiff: Tiff, directory: TiffDirectory, isRepacked: boolean): TiffTag[] {
  const { isLittle } = tiff.reader;
  const tags = isRepacked ? [longTag(TIFF.compression, [DEFLATE], isLittle)] : [];
  for (const [tag, field] of directory) {
    const isKept = KEPT.has(tag) || (!isRepacked && KEPT_WITH_PACKING.has(tag));
    const values = isKept ? valuesOf(tiff, field, MAX_VALUE_BYTES) : undefined;
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
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] ?? 0;
    let other = 0;
    for (let bit = 0; bit < 8; bit++) other |= ((byte >> bit) & 1) << (7 - bit);
    turned[at] = other;
  }
  return turned;
}
