import { deflateSync, zstdDecompressSync } from "node:zlib";
import { checkPage, corrupt, unsupported } from "../../faults.ts";
import { checkSize, type DecodeLimits } from "../../limits.ts";
import type { Size } from "../../pages.ts";
import type { SourcePages } from "../source-pages.ts";
import { unpackXz } from "../xz/xz.ts";
import { bitsOf, highestBitFirst, readChunks } from "./chunks.ts";
import { compressionName } from "./compression.ts";
import { findDirectories, numberOf, readDirectory, type Tiff, type TiffDirectory } from "./ifd.ts";
import { mendedFax } from "./mended-fax.ts";
import { TIFF } from "./tag-table.ts";
import { tagsOf } from "./tags.ts";
import { tiffFile } from "./writer.ts";

/** Of Adobe Photoshop's TIFF technical notes (2002). */
const DEFLATE = 8;
/** Of libtiff. */
const ZSTD = 50_000;
const LZMA = 34_925;

/** Unpacks a strip or tile of at most `maxBytes`. */
type Unpack = (packed: Buffer, maxBytes: number) => Buffer;
const UNPACKERS: ReadonlyMap<number, Unpack> = new Map([
  [ZSTD, (packed, maxOutputLength) => zstdDecompressSync(packed, { maxOutputLength })],
  [LZMA, unpackXz],
]);

const NONE = 1;
/** Packings that need no more than the tags below: none, fax, LZW, JPEG, Deflate, PackBits, WebP. */
const KNOWN = new Set([NONE, 2, 3, 4, 5, 7, DEFLATE, 32_773, 32_946, 50_001]);
const FAXES = new Set([2, 3, 4]);
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
 * Reads TIFF 6.0 and BigTIFF where libvips cannot or must not. Pages packed in a way that libtiff was built without are
 * packed anew as Deflate; predictors (section 14) stay as they are, since Deflate knows the same. Other pages of such a file
 * are copied out of it, as libvips opens no file that has any of those. Of faxes the damaged rows are mended, or the page is
 * refused: libtiff fills such rows with what it makes of them.
 */
export function readTiff(bytes: Buffer, limits: DecodeLimits): SourcePages {
  const tiff = findDirectories(bytes);
  const pages = tiff.directories.length;
  const packings = tiff.directories.map((start) => packingOf(tiff, readDirectory(tiff, start)));
  const mustRepack = packings.some((packing) => UNPACKERS.has(packing));
  if (!mustRepack && !packings.some((packing) => FAXES.has(packing))) {
    throw unsupported(`there is no reader of our own for TIFF compression ${compressionName(packings[0] ?? NONE)}`);
  }
  return {
    pages,
    page(index) {
      checkPage(index, pages);
      const directory = readDirectory(tiff, tiff.directories[index] ?? 0);
      const packing = packings[index] ?? 0;
      const unpack = UNPACKERS.get(packing);
      if (!unpack && !KNOWN.has(packing)) throw unsupported(`TIFF compression ${compressionName(packing)} is not read`);
      const size = sizeOf(tiff, directory, limits);
      const isSideways = numberOf(tiff, directory, TIFF.orientation, 1) >= SIDEWAYS;
      return {
        kind: "file",
        format: "tiff",
        size: isSideways ? { width: size.height, height: size.width } : size,
        page: 0,
        file: () => {
          const fax = FAXES.has(packing) ? mendedFax(tiff, directory, size, limits) : undefined;
          if (fax) return fax;
          if (!mustRepack) throw unsupported("no row of the fax is damaged");
          return { bytes: pageAsFile({ tiff, directory, size, unpack }, limits) };
        },
      };
    },
  };
}

function packingOf(tiff: Tiff, directory: TiffDirectory): number {
  return numberOf(tiff, directory, TIFF.compression, 1);
}

function sizeOf(tiff: Tiff, directory: TiffDirectory, limits: DecodeLimits): Size {
  const width = numberOf(tiff, directory, TIFF.imageWidth, 0);
  const height = numberOf(tiff, directory, TIFF.imageLength, 0);
  const isBilevel = bitsOf(tiff, directory) === 1 && numberOf(tiff, directory, TIFF.samplesPerPixel, 1) === 1;
  return checkSize({ width, height }, limits, isBilevel);
}

function pageAsFile({ tiff, directory, size, unpack }: Page, limits: DecodeLimits): Buffer {
  const { chunks, isTiled, maxBytes } = readChunks(tiff, directory, size, limits);
  const repack = (packed: Buffer, index: number): Buffer => {
    if (!unpack) return packed;
    try {
      return deflateSync(unpack(highestBitFirst(tiff, directory, packed), maxBytes), { level: 1 });
    } catch (thrown) {
      throw corrupt(`strip or tile ${index + 1} of a TIFF page cannot be unpacked: ${thrown}`);
    }
  };
  const tags = tagsOf(tiff, directory, unpack && DEFLATE);
  return tiffFile(tags, chunks.map(repack), { isLittle: tiff.reader.isLittle, isTiled });
}
