import { unsupported } from "../../faults.ts";
import type { Raster, Size } from "../../pages.ts";
import type { DicomDescription, DicomPalette } from "./description.ts";

/** Bytes of one frame as it is stored unpacked. */
export function frameBytes({ width, height, samples, bitsAllocated, photometric }: DicomDescription): number {
  const isMono = samples === 1 && /^(MONOCHROME[12]|PALETTE COLOR)$/.test(photometric);
  const isColour = samples === 3 && /^(RGB|YBR_FULL)$/.test(photometric) && bitsAllocated === 8;
  if ((!isMono && !isColour) || (bitsAllocated !== 8 && bitsAllocated !== 16)) {
    throw unsupported(
      `expected DICOM grey of 8 or 16 bits or colour of 8, received ${photometric.slice(0, 20)}, ${samples} x ${bitsAllocated} bits: export it with 8 bits in MONOCHROME2 or RGB`,
    );
  }
  return width * height * samples * (bitsAllocated / 8);
}

/** Pixels of one frame, as long as `frameBytes` says, to what a viewer shows at first. */
export function drawFrame(frame: Buffer, isLittle: boolean, description: DicomDescription): Raster {
  const { width, height, photometric, palette } = description;
  const size = { width, height };
  if (description.samples === 3) return drawColour(frame, size, description.arePlanes, photometric === "YBR_FULL");
  const cells = cellsOf(frame, isLittle, description.bitsAllocated);
  if (photometric !== "PALETTE COLOR") {
    const greys = greysOf(cells, description);
    const data = new Uint8Array(cells.length);
    for (let at = 0; at < data.length; at++) data[at] = greys[cells[at] ?? 0] ?? 0;
    return { ...size, channels: 1, data };
  }
  if (!palette) throw unsupported("expected a DICOM palette as plain tables of red, green and blue");
  return { ...size, channels: 3, data: drawPalette(cells, palette, description) };
}

/** The range of values that is shown as black to white, turned round for a negative. */
export function shownRange(
  { window, photometric }: DicomDescription,
  low: number,
  high: number,
): { readonly black: number; readonly white: number } {
  // A window covers its width less one, round half a step below its centre (PS3.3, C.11.2.1.2).
  const black = window ? window.centre - 0.5 - (window.width - 1) / 2 : low;
  const white = window ? window.centre - 0.5 + (window.width - 1) / 2 : high;
  return photometric === "MONOCHROME1" ? { black: white, white: black } : { black, white };
}

function cellsOf(frame: Buffer, isLittle: boolean, bitsAllocated: number): Uint8Array | Uint16Array {
  if (bitsAllocated === 8) return frame;
  const cells = new Uint16Array(frame.byteLength / 2);
  const [low, high] = isLittle ? [0, 1] : [1, 0];
  for (let index = 0; index < cells.length; index++) {
    cells[index] = (frame[index * 2 + low] ?? 0) | ((frame[index * 2 + high] ?? 0) << 8);
  }
  return cells;
}

/** A cell may hold other bits above and below its value. */
function storedValue(cell: number, { bitsStored, highBit, isSigned }: DicomDescription): number {
  const value = (cell >> (highBit + 1 - bitsStored)) & (2 ** bitsStored - 1);
  return isSigned && value >= 2 ** (bitsStored - 1) ? value - 2 ** bitsStored : value;
}

/** The grey of each cell there can be. */
function greysOf(cells: Uint8Array | Uint16Array, description: DicomDescription): Uint8ClampedArray {
  const { bitsAllocated, slope, intercept } = description;
  const values = new Float64Array(2 ** bitsAllocated);
  for (let cell = 0; cell < values.length; cell++) values[cell] = storedValue(cell, description) * slope + intercept;
  const { low, high } = rangeOf(cells, values, description);
  const { black, white } = shownRange(description, low, high);
  // A window of one value, or a picture of one grey, is a step.
  const scale =
    white === black ? 255 * (description.photometric === "MONOCHROME1" ? -1e9 : 1e9) : 255 / (white - black);
  // Rounds, and keeps within a byte.
  const greys = new Uint8ClampedArray(values.length);
  for (let cell = 0; cell < greys.length; cell++) greys[cell] = ((values[cell] ?? 0) - black) * scale;
  return greys;
}

/** Darkest and brightest value: of all there can be in eight bits, which come from a picture, else of those there are. */
function rangeOf(
  cells: Uint8Array | Uint16Array,
  values: Float64Array,
  { bitsStored }: DicomDescription,
): { readonly low: number; readonly high: number } {
  const isUsed = new Uint8Array(values.length);
  if (bitsStored <= 8) isUsed.fill(1);
  else for (let at = 0; at < cells.length; at++) isUsed[cells[at] ?? 0] = 1;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? 0;
    if (isUsed[cell] === 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

function drawPalette(
  cells: Uint8Array | Uint16Array,
  palette: DicomPalette,
  description: DicomDescription,
): Uint8Array {
  const last = palette.colours.byteLength / 3 - 1;
  // The first entry's number has the sign of the pixels.
  const first = description.isSigned ? (palette.first << 16) >> 16 : palette.first;
  const data = new Uint8Array(cells.length * 3);
  for (let index = 0; index < cells.length; index++) {
    const entry = Math.min(last, Math.max(0, storedValue(cells[index] ?? 0, description) - first));
    for (let band = 0; band < 3; band++) data[index * 3 + band] = palette.colours[entry * 3 + band] ?? 0;
  }
  return data;
}

function drawColour(frame: Buffer, size: Size, arePlanes: boolean, isYbr: boolean): Raster {
  const pixels = size.width * size.height;
  const data = new Uint8ClampedArray(pixels * 3);
  const [next, band] = arePlanes ? [1, pixels] : [3, 1];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = pixel * next;
    const one = frame[at] ?? 0;
    const two = frame[at + band] ?? 0;
    const three = frame[at + 2 * band] ?? 0;
    const blue = isYbr ? two - 128 : 0;
    const red = isYbr ? three - 128 : 0;
    data[pixel * 3] = isYbr ? one + 1.402 * red : one;
    data[pixel * 3 + 1] = isYbr ? one - 0.344136 * blue - 0.714136 * red : two;
    data[pixel * 3 + 2] = isYbr ? one + 1.772 * blue : three;
  }
  return { ...size, channels: 3, data: new Uint8Array(data.buffer) };
}
