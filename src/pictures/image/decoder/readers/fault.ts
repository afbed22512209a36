import { noSuchPage, tooManyPixels } from "../faults.ts";
import { DecodeFault, type DecodeLimits, type Size } from "../pages.ts";

export function corrupt(text: string): DecodeFault {
  return new DecodeFault({ code: "corrupt", text });
}

export function truncated(text: string): DecodeFault {
  return new DecodeFault({ code: "truncated", text });
}

/** Pixels are missing by plain count. Other decoders would show what is there and not tell, so none is tried. */
export function pixelsMissing(text: string): DecodeFault {
  return new DecodeFault({ code: "truncated", text }, { isFinal: true });
}

export function unsupported(text: string): DecodeFault {
  return new DecodeFault({ code: "unsupported", text });
}

/** Throws unless a declared size is one of a picture that may be decoded. */
export function checkSize({ width, height }: Size, limits: DecodeLimits, isBilevel = false): Size {
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1) {
    throw corrupt(`expected a picture with a width and a height, received ${width} x ${height}`);
  }
  const limit = isBilevel ? limits.maxBilevelPixels : limits.maxPixels;
  if (width * height <= limit) return { width, height };
  throw new DecodeFault(tooManyPixels(`at most ${limit} pixels`, `${width} x ${height}`));
}

/** Throws unless a page is there. */
export function checkPage(index: number, pages: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= pages) throw noSuchPage(index, pages);
}
