import type { ImageError } from "../../contract.ts";
import { corrupt, DecodeFault, tooManyPixels } from "./faults.ts";
import type { Size } from "./pages.ts";

/** What one source may cost. */
export type DecodeLimits = {
  /** Of one page. */
  readonly maxPixels: number;
  /** Of a page with one bit a pixel, which is decoded line by line. */
  readonly maxBilevelPixels: number;
  /** For all pages and decoders together. */
  readonly timeoutSeconds: number;
  /** When this time is over, by `performance.now()`; absent where it begins anew with each request. */
  readonly endsAtMs?: number;
  /** Bytes that one WebAssembly decoder may hold. */
  readonly maxMemory: number;
};

/** The same limits, whose time runs from now on. */
export function fromNowOn(limits: DecodeLimits): DecodeLimits {
  return { ...limits, endsAtMs: performance.now() + limits.timeoutSeconds * 1000 };
}

export function secondsLeft({ timeoutSeconds, endsAtMs }: DecodeLimits): number {
  return endsAtMs === undefined ? timeoutSeconds : Math.max(0, (endsAtMs - performance.now()) / 1000);
}

/** @throws DecodeFault when no time is left */
export function checkTime(limits: DecodeLimits): void {
  if (secondsLeft(limits) <= 0) throw new DecodeFault(tooLate(limits));
}

export function tooLate({ timeoutSeconds }: DecodeLimits): ImageError {
  return {
    code: "decode-timeout",
    text: `expected the picture to be decoded within ${timeoutSeconds} s, but it was not; raise decode_timeout or ask for a simpler picture`,
  };
}

/** @throws DecodeFault unless a declared size is one of a picture that may be decoded */
export function checkSize({ width, height }: Size, limits: DecodeLimits, isBilevel = false): Size {
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1) {
    throw corrupt(`expected a picture with a width and a height, received ${width} x ${height}`);
  }
  const limit = isBilevel ? limits.maxBilevelPixels : limits.maxPixels;
  if (width * height <= limit) return { width, height };
  throw tooManyPixels(`at most ${limit} pixels`, `${width} x ${height}`);
}
