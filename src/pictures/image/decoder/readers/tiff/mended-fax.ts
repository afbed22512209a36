import { corrupt, unsupported } from "../../faults.ts";
import type { DecodeLimits } from "../../limits.ts";
import type { Size } from "../../pages.ts";
import { type FaxCoding, type FaxStrip, noteOfRows, readFaxStrip } from "../fax/strip.ts";
import { bitsOf, highestBitFirst, readChunks } from "./chunks.ts";
import { numberOf, type Tiff, type TiffDirectory } from "./ifd.ts";
import { TIFF } from "./tag-table.ts";
import { tagsOf } from "./tags.ts";
import { tiffFile } from "./writer.ts";

/** The page as a file of its own, without packing, and what was done to its rows. */
export type MendedFax = { readonly bytes: Buffer; readonly note: string };

// Of TIFF 6.0, sections 10 and 11: Compression, T4Options and the first bit of it.
const NO_PACKING = 1;
const GROUP_3 = 3;
const GROUP_4 = 4;
const TWO_DIMENSIONAL = 1;

/** An A4 page has 2,200, a scroll of 10 m has 80,000. */
const MAX_ROWS = 1_000_000;

/**
 * A fax page of which a few rows are damaged, with these rows mended; undefined where none is.
 * @throws DecodeFault where there are too many of them
 */
export function mendedFax(
  tiff: Tiff,
  directory: TiffDirectory,
  size: Size,
  limits: DecodeLimits,
): MendedFax | undefined {
  if (bitsOf(tiff, directory) !== 1 || numberOf(tiff, directory, TIFF.samplesPerPixel, 1) !== 1) {
    throw unsupported("expected one bit a pixel in a fax");
  }
  if (size.height > MAX_ROWS) throw unsupported(`expected at most ${MAX_ROWS} rows in a fax, received ${size.height}`);
  const strips = readStrips(tiff, directory, size, limits);
  const last = strips.length - 1;
  // The page may end before its last row is reached, but not in its midst.
  const rows = strips.flatMap(({ rows }, index) =>
    index === last ? rows : rows.map((state) => (state === "absent" ? "damaged" : state)),
  );
  if (!rows.includes("good")) throw corrupt("no row of the fax can be read").asFinal();
  const note = noteOfRows(rows);
  if (note === undefined) return undefined;
  if (directory.has(TIFF.tileWidth)) throw corrupt(`a fax in tiles cannot be mended: ${note}`).asFinal();
  const { isLittle } = tiff.reader;
  const chunks = strips.map(({ bits }) => bits);
  return { bytes: tiffFile(tagsOf(tiff, directory, NO_PACKING), chunks, { isLittle, isTiled: false }), note };
}

function readStrips(tiff: Tiff, directory: TiffDirectory, size: Size, limits: DecodeLimits): readonly FaxStrip[] {
  const { chunks, size: chunk, isTiled } = readChunks(tiff, directory, size, limits);
  const coding = codingOf(tiff, directory);
  return chunks.map((packed, index) => {
    const height = isTiled ? chunk.height : Math.min(chunk.height, size.height - index * chunk.height);
    return readFaxStrip(highestBitFirst(tiff, directory, packed), coding, { ...chunk, height });
  });
}

function codingOf(tiff: Tiff, directory: TiffDirectory): FaxCoding {
  const compression = numberOf(tiff, directory, TIFF.compression, 1);
  if (compression !== GROUP_3) return compression === GROUP_4 ? "group4" : "huffman";
  const isTwoDimensional = (numberOf(tiff, directory, TIFF.t4Options, 0) & TWO_DIMENSIONAL) !== 0;
  return isTwoDimensional ? "group3-2d" : "group3";
}
