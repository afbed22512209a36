import { DecodeFault } from "../faults.ts";
import {
  findDirectories,
  numberOf,
  numbersOf,
  readDirectory,
  type Tiff,
  type TiffDirectory,
  valuesOf,
} from "../readers/tiff/ifd.ts";
import { TIFF } from "../readers/tiff/tag-table.ts";
import { FileBytes } from "./file-bytes.ts";

/** What a page of a TIFF says of itself that libvips does not report. */
export type TiffPage = {
  /** Its place among all directories of the file, from 0. */
  readonly directory: number;
  /** 1 is none, 5 LZW, 7 JPEG. */
  readonly compression: number;
  /** Colours are stored as YCbCr, each pixel in full and not as JPEG. */
  readonly isPlainYcbcr: boolean;
  /** Height of a pixel of the upright page by its width; absent where the file does not say. */
  readonly pixelAspect?: number;
  /** Where the tag SampleFormat (`TIFF.sampleFormat`) says that samples of 16 bits are signed. */
  readonly signedAt?: number;
};

export type TiffFacts = {
  /** Directories that are pages, not smaller copies of pages nor masks; all of them where there are no others. */
  readonly pages: readonly TiffPage[];
  readonly directories: number;
};

const REDUCED = 1;
const MASK = 4;
const OLD_REDUCED = 2;
const SIGNED = 2;
const YCBCR = 6;
const JPEG_COMPRESSIONS = [6, 7];
/** Orientations from here on stand on their side. */
const SIDEWAYS = 5;

/** A number by a number, of 32 bits each. */
const FRACTION = 5;
const FRACTION_BYTES = 8;
const WANTED = new Set<number>([
  TIFF.newSubfileType,
  TIFF.subfileType,
  TIFF.compression,
  TIFF.photometricInterpretation,
  TIFF.yCbCrSubSampling,
  TIFF.bitsPerSample,
  TIFF.sampleFormat,
  TIFF.orientation,
  TIFF.xResolution,
  TIFF.yResolution,
]);

/**
 * Reads a few tags of each page without reading pixels. Throws DecodeFault where the file ends before a page that it names:
 * libvips would count the pages before, and call the file whole.
 */
export function tiffFacts(file: string): TiffFacts {
  const bytes = new FileBytes(file);
  try {
    const tiff = findDirectories(bytes);
    if (tiff.isCut) throw endsBehind(tiff.directories.length);
    const all = tiff.directories.map((start, index) => directoryOf(tiff, start, index));
    const full = all.filter(({ isCopyOrMask }) => !isCopyOrMask);
    return { pages: full.length === 0 ? all : full, directories: all.length };
  } finally {
    bytes.close();
  }
}

function endsBehind(pages: number): DecodeFault {
  const text = `the file ends behind page ${pages}; further pages are lost`;
  return new DecodeFault({ code: "truncated", text }, { isFinal: true });
}

function directoryOf(tiff: Tiff, start: number, directory: number): TiffPage & { readonly isCopyOrMask: boolean } {
  const tags = readDirectory(tiff, start, WANTED);
  const kind = first(tiff, tags, TIFF.newSubfileType, 0);
  const compression = first(tiff, tags, TIFF.compression, 1);
  const isYcbcr =
    first(tiff, tags, TIFF.photometricInterpretation, 1) === YCBCR && !JPEG_COMPRESSIONS.includes(compression);
  const [across = 2, down = 2] = isYcbcr ? numbersOf(tiff, tags, TIFF.yCbCrSubSampling, 2) : [];
  const isSigned =
    first(tiff, tags, TIFF.sampleFormat, 1) === SIGNED && first(tiff, tags, TIFF.bitsPerSample, 1) === 16;
  const format = tags.get(TIFF.sampleFormat);
  return {
    directory,
    compression,
    ...pixelAspectOf(tiff, tags),
    isPlainYcbcr: isYcbcr && across === 1 && down === 1,
    ...(isSigned && format?.count === 1 && { signedAt: format.at }),
    isCopyOrMask: (kind & (REDUCED | MASK)) !== 0 || first(tiff, tags, TIFF.subfileType, 0) === OLD_REDUCED,
  };
}

// A tag that cannot be read is a matter for whoever decodes the page.
function first(tiff: Tiff, tags: TiffDirectory, tag: number, otherwise: number): number {
  try {
    return numberOf(tiff, tags, tag, otherwise);
  } catch (thrown) {
    if (thrown instanceof DecodeFault) return otherwise;
    throw thrown;
  }
}

function pixelAspectOf(tiff: Tiff, tags: TiffDirectory): Pick<TiffPage, "pixelAspect"> {
  const [across, down] = [fractionOf(tiff, tags, TIFF.xResolution), fractionOf(tiff, tags, TIFF.yResolution)];
  const aspect = first(tiff, tags, TIFF.orientation, 1) >= SIDEWAYS ? down / across : across / down;
  return aspect > 0 && Number.isFinite(aspect) && aspect !== 1 ? { pixelAspect: aspect } : {};
}

function fractionOf(tiff: Tiff, tags: TiffDirectory, tag: number): number {
  const field = tags.get(tag);
  const bytes = field?.type === FRACTION ? valuesOf(tiff, field, FRACTION_BYTES) : undefined;
  if (!bytes) return 0;
  const [above, below] = [0, 4].map((at) => (tiff.reader.isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)));
  return (above ?? 0) / (below ?? 0);
}
