/**
 * Tags that are read or written here, by the names of TIFF 6.0: section 8 (baseline), 11 (T4Options, T6Options), 14
 * (Predictor), 15 (tiles), 16 (InkSet), 18 (ExtraSamples), 19 (SampleFormat), 20 and 21 (colours). JPEGTables is of Technical
 * Note 2, ICCProfile of the ICC's specification.
 */
export const TIFF = {
  newSubfileType: 254,
  subfileType: 255,
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometricInterpretation: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  t4Options: 292,
  t6Options: 293,
  resolutionUnit: 296,
  transferFunction: 301,
  predictor: 317,
  whitePoint: 318,
  primaryChromaticities: 319,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  inkSet: 332,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  yCbCrCoefficients: 529,
  yCbCrSubSampling: 530,
  yCbCrPositioning: 531,
  referenceBlackWhite: 532,
  iccProfile: 34_675,
} as const;

/** A tag with its values as they stand in the file, in its byte order. */
export type TiffTag = { readonly tag: number; readonly type: number; readonly count: number; readonly values: Buffer };

const LONG = 4;
const LONG_BYTES = 4;

/** A tag of whole numbers below 2 ** 32. */
export function longTag(tag: number, values: readonly number[], isLittle: boolean): TiffTag {
  const bytes = Buffer.alloc(values.length * LONG_BYTES);
  for (const [index, value] of values.entries()) {
    if (isLittle) bytes.writeUInt32LE(value, index * LONG_BYTES);
    else bytes.writeUInt32BE(value, index * LONG_BYTES);
  }
  return { tag, type: LONG, count: values.length, values: bytes };
}
