import { checkPage, pixelsMissing } from "../../faults.ts";
import { checkSize, type DecodeLimits } from "../../limits.ts";
import type { SourcePages } from "../source-pages.ts";
import { type FitsImage, findImage } from "./header.ts";

const WHITE = 65_535;
type Range = { readonly low: number; readonly high: number; readonly note?: string };

/** The first image of a FITS file (FITS standard 4.0): three planes are red, green and blue, any other number of planes are pages. */
export function readFits(bytes: Buffer, limits: DecodeLimits): SourcePages {
  const image = findImage(bytes);
  const size = checkSize(image, limits);
  const channels = image.planes === 3 && image.isCube ? 3 : 1;
  const pages = image.planes / channels;
  const given = givenRange(image);
  return {
    pages,
    page(index) {
      checkPage(index, pages);
      return {
        kind: "raster",
        size,
        note: given
          ? given.note
          : "shown from the darkest to the brightest value of the page, as the file names no range",
        raster: () => ({ ...size, channels, data: draw(bytes, image, index, channels, given) }),
      };
    },
  };
}

function givenRange({ bits, scale, zero, dataMin, dataMax }: FitsImage): Range | undefined {
  if (dataMin !== undefined && dataMax !== undefined && dataMin < dataMax) {
    return { low: dataMin, high: dataMax, note: `shown from ${dataMin} to ${dataMax}, the range that the file names` };
  }
  // Plain bytes come from a picture.
  return bits === 8 && scale === 1 && zero === 0 ? { low: 0, high: 255 } : undefined;
}

function draw(bytes: Buffer, image: FitsImage, page: number, channels: 1 | 3, given: Range | undefined): Uint16Array {
  const { width, height, bits } = image;
  const step = Math.abs(bits) / 8;
  const samples = width * height * channels;
  const start = image.start + page * samples * step;
  if (start + samples * step > bytes.byteLength) {
    throw pixelsMissing(
      `expected ${samples * step} bytes of a FITS image at ${start}, the file has ${bytes.byteLength}`,
    );
  }
  const valueAt = valueReader(bytes, image);
  const { low, high } = given ?? foundRange(valueAt, start, samples, step);
  const factor = high > low ? WHITE / (high - low) : 0;

  const data = new Uint16Array(samples);
  for (let band = 0; band < channels; band++) {
    for (let y = 0; y < height; y++) {
      // The first row of a FITS image is the lowest.
      let from = start + ((band + 1) * height - 1 - y) * width * step;
      for (let to = y * width * channels + band, end = to + width * channels; to < end; to += channels) {
        const shown = (valueAt(from) - low) * factor;
        // Written so that a value that is no number becomes black.
        data[to] = shown > 0 ? Math.min(WHITE, Math.round(shown)) : 0;
        from += step;
      }
    }
  }
  return data;
}

function foundRange(valueAt: (at: number) => number, start: number, samples: number, step: number): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = start, end = start + samples * step; at < end; at += step) {
    const value = valueAt(at);
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** Reads the physical value at a place; NaN where the image has none. */
function valueReader(bytes: Buffer, { bits, scale, zero, blank }: FitsImage): (at: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scaled = (stored: (at: number) => number) => (at: number) => {
    const value = stored(at);
    return value === blank ? Number.NaN : value * scale + zero;
  };
  switch (bits) {
    case 8:
      return scaled((at) => view.getUint8(at));
    case 16:
      return scaled((at) => view.getInt16(at));
    case 32:
      return scaled((at) => view.getInt32(at));
    case 64:
      return scaled((at) => Number(view.getBigInt64(at)));
    case -32:
      return scaled((at) => view.getFloat32(at));
    case -64:
      return scaled((at) => view.getFloat64(at));
  }
}
