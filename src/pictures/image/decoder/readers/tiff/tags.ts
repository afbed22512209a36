import { numbersOf, type Tiff, type TiffDirectory, valuesOf } from "./ifd.ts";
import { longTag, TIFF, type TiffTag } from "./tag-table.ts";

/** Tags that say what the pixels of a page are and mean: size, depth, colours, direction, resolution, profile. */
const KEPT = new Set<number>([
  TIFF.newSubfileType,
  TIFF.imageWidth,
  TIFF.imageLength,
  TIFF.bitsPerSample,
  TIFF.photometricInterpretation,
  TIFF.orientation,
  TIFF.samplesPerPixel,
  TIFF.rowsPerStrip,
  TIFF.xResolution,
  TIFF.yResolution,
  TIFF.planarConfiguration,
  TIFF.resolutionUnit,
  TIFF.transferFunction,
  TIFF.predictor,
  TIFF.whitePoint,
  TIFF.primaryChromaticities,
  TIFF.colorMap,
  TIFF.tileWidth,
  TIFF.tileLength,
  TIFF.inkSet,
  TIFF.extraSamples,
  TIFF.sampleFormat,
  TIFF.yCbCrCoefficients,
  TIFF.yCbCrSubSampling,
  TIFF.yCbCrPositioning,
  TIFF.referenceBlackWhite,
  TIFF.iccProfile,
]);
/** Tags that say how pixels are packed: order of bits, kind of fax, JPEG tables. */
const KEPT_WITH_PACKING = new Set<number>([
  TIFF.compression,
  TIFF.fillOrder,
  TIFF.t4Options,
  TIFF.t6Options,
  TIFF.jpegTables,
]);
const MAX_VALUE_BYTES = 4 * 2 ** 20;

/**
 * The tags of a page that a copy of it needs, but for those of its chunks.
 * @param packing the new one; undefined where the old one stays
 */
export function tagsOf(tiff: Tiff, directory: TiffDirectory, packing: number | undefined): TiffTag[] {
  const { isLittle } = tiff.reader;
  const tags = packing === undefined ? [] : [longTag(TIFF.compression, [packing], isLittle)];
  for (const [tag, field] of directory) {
    const isKept = KEPT.has(tag) || (packing === undefined && KEPT_WITH_PACKING.has(tag));
    const values = isKept ? valuesOf(tiff, field, MAX_VALUE_BYTES) : undefined;
    if (!values) continue;
    const isLong8 = field.type === 16 || field.type === 18;
    if (isLong8) tags.push(longTag(tag, numbersOf(tiff, directory, tag, 1), isLittle));
    else tags.push({ tag, type: field.type, count: field.count, values });
  }
  return tags;
}
