import type { ImageError } from "../../contract.ts";
import { DecodeFault, type DecodeLimits } from "./pages.ts";

/** The same limits, whose time runs from now on, for all pages and decoders together. */
export function fromNowOn(limits: DecodeLimits): DecodeLimits {
  return { ...limits, endsAt: performance.now() + limits.timeout * 1000 };
}

export function secondsLeft({ timeout, endsAt }: DecodeLimits): number {
  return endsAt === undefined ? timeout : Math.max(0, (endsAt - performance.now()) / 1000);
}

/** Throws DecodeFault when no time is left. */
export function checkTime(limits: DecodeLimits): void {
  if (secondsLeft(limits) <= 0) throw new DecodeFault(tooLate(limits));
}

export function tooLate({ timeout }: DecodeLimits): ImageError {
  return {
    code: "decode-timeout",
    text: `expected the picture to be decoded within ${timeout} s, but it was not; raise decode_timeout or ask for a simpler picture`,
  };
}
