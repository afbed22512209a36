import { corrupt } from "../../faults.ts";
import { checkSize, type DecodeLimits } from "../../limits.ts";
import type { PageSize } from "../../pages.ts";
import type { DicomDataset } from "./dataset.ts";
import { textOf } from "./dataset.ts";

/** What a DICOM file says of its pixels: PS3.3, C.7.6.3 (image pixel), C.11.1 (modality LUT) and C.11.2 (VOI LUT). */
export type DicomDescription = {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Height of a pixel by its width. */
  readonly pixelAspect: number;
  readonly samples: number;
  readonly photometric: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  /** All of one colour, then all of the next. */
  readonly arePlanes: boolean;
  /** Stored value * slope + intercept is what the window speaks of. */
  readonly slope: number;
  readonly intercept: number;
  readonly window: { readonly centre: number; readonly width: number } | undefined;
  readonly palette: DicomPalette | undefined;
};

/** Tables of red, green and blue (C.7.6.3.1.5 and C.7.6.3.1.6), three bytes an entry. `first` is the value of entry 0. */
export type DicomPalette = { readonly first: number; readonly colours: Uint8Array };

const TAGS = {
  samples: 0x0028_0002,
  photometric: 0x0028_0004,
  planes: 0x0028_0006,
  frames: 0x0028_0008,
  rows: 0x0028_0010,
  columns: 0x0028_0011,
  bitsAllocated: 0x0028_0100,
  bitsStored: 0x0028_0101,
  highBit: 0x0028_0102,
  isSigned: 0x0028_0103,
  windowCentre: 0x0028_1050,
  windowWidth: 0x0028_1051,
  intercept: 0x0028_1052,
  slope: 0x0028_1053,
  /** In the patient, on the detector, on a scanned film; each the distance of rows, then that of columns (PS3.3, 10.7.1). */
  spacings: [0x0028_0030, 0x0018_1164, 0x0018_2010],
  pixelAspect: 0x0028_0034,
  paletteShape: 0x0028_1101,
  palette: 0x0028_1201,
} as const;

export function describe(dataset: DicomDataset, limits: DecodeLimits): DicomDescription {
  const short = (tag: number, otherwise: number) => shortsOf(dataset, tag)[0] ?? otherwise;
  const decimal = (tag: number) => decimalOf(dataset, tag);
  const size = checkSize({ width: short(TAGS.columns, 0), height: short(TAGS.rows, 0) }, limits);
  const bitsAllocated = short(TAGS.bitsAllocated, 8);
  const bitsStored = short(TAGS.bitsStored, bitsAllocated);
  const highBit = short(TAGS.highBit, bitsStored - 1);
  if (bitsStored < 1 || highBit >= bitsAllocated || highBit + 1 < bitsStored) {
    throw corrupt(`expected DICOM bits that fit, received ${bitsStored} up to bit ${highBit} of ${bitsAllocated}`);
  }
  const frames = decimal(TAGS.frames) ?? 1;
  const centre = decimal(TAGS.windowCentre);
  const width = decimal(TAGS.windowWidth);
  return {
    ...size,
    frames: Number.isInteger(frames) && frames > 0 ? frames : 1,
    pixelAspect: pixelAspectOf(dataset),
    samples: short(TAGS.samples, 1),
    photometric: textOf(dataset.reader, dataset.elements.get(TAGS.photometric)) ?? "MONOCHROME2",
    bitsAllocated,
    bitsStored,
    highBit,
    isSigned: short(TAGS.isSigned, 0) === 1,
    arePlanes: short(TAGS.planes, 0) === 1,
    slope: decimal(TAGS.slope) || 1,
    intercept: decimal(TAGS.intercept) ?? 0,
    window: centre !== undefined && width !== undefined && width >= 1 ? { centre, width } : undefined,
    palette: paletteOf(dataset),
  };
}

export function sizeOf({ width, height, pixelAspect }: DicomDescription): PageSize {
  return { width, height, ...(pixelAspect !== 1 && { pixelAspect }) };
}

function shortsOf({ reader, elements }: DicomDataset, tag: number, most = 4): number[] {
  const element = elements.get(tag);
  const count = Math.min(most, Math.floor((element?.length ?? 0) / 2));
  return Array.from({ length: count }, (_, index) => reader.uint16((element?.at ?? 0) + index * 2));
}

/** The first of the numbers that an element holds as text. */
function decimalOf({ reader, elements }: DicomDataset, tag: number): number | undefined {
  const value = Number.parseFloat(textOf(reader, elements.get(tag)) ?? "");
  return Number.isFinite(value) ? value : undefined;
}

function pixelAspectOf({ reader, elements }: DicomDataset): number {
  for (const tag of [...TAGS.spacings, TAGS.pixelAspect]) {
    const [down = 0, across = 0] = (textOf(reader, elements.get(tag)) ?? "").split("\\").map(Number);
    if (down > 0 && across > 0) return down / across;
  }
  return 1;
}

// Undefined where there is no plain table.
function paletteOf(dataset: DicomDataset): DicomPalette | undefined {
  const [count = 0, first = 0, bits = 0] = shortsOf(dataset, TAGS.paletteShape);
  const entries = count === 0 ? 65_536 : count;
  const colours = new Uint8Array(entries * 3);
  for (let band = 0; band < 3; band++) {
    const element = dataset.elements.get(TAGS.palette + band);
    const length = element?.length ?? 0;
    // Entries of eight bits may be packed two to a word.
    const isPacked = bits === 8 && length < entries * 2;
    if (!element || length < entries * (isPacked ? 1 : 2)) return undefined;
    for (let index = 0; index < entries; index++) {
      const value = isPacked ? dataset.reader.uint8(element.at + index) : dataset.reader.uint16(element.at + index * 2);
      colours[index * 3 + band] = bits === 16 ? value >> 8 : value;
    }
  }
  return { first, colours };
}
