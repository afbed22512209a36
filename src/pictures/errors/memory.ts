import type { ImageError, ImageErrorCode } from "../contract.ts";
import { ERROR_CODES } from "./error-codes.ts";

/** For how many seconds failures are remembered, by their kind. */
export type MemoryRules = {
  readonly missingSeconds: number;
  readonly forbiddenSeconds: number;
  /** What is no picture, or one that cannot be decoded within its bounds: as long as the server's copy is the same. */
  readonly badSeconds: number;
  readonly failingSeconds: number;
};

/** A failure that an earlier search left. */
export type Stored = {
  readonly code: ImageErrorCode;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  /** There when the picture was fetched and then proved useless. */
  readonly source?: object;
};

/** Whether a failure is worth remembering at all. */
export function isMemorable({ code, httpStatus }: ImageError, rules: MemoryRules): boolean {
  // A secret that this user may not read says nothing about the next user.
  if (code === "unauthorized" && httpStatus === undefined) return false;
  return secondsFor(code, rules) > 0;
}

/**
 * What an earlier failure means now: `holds` needs no request; `holds-if-same` does as long as the server still has the
 * same bytes; `over` means nothing.
 * @param now milliseconds since 1970
 */
export function holds(
  { code, storedAt, source }: Stored,
  rules: MemoryRules,
  now: number,
): "holds" | "holds-if-same" | "over" {
  const seconds = secondsFor(code, rules);
  const ageSeconds = (now - storedAt) / 1000;
  if (ageSeconds < 0 || ageSeconds >= seconds) return "over";
  if (ERROR_CODES[code].remembered !== "bad" || ageSeconds < rules.failingSeconds) return "holds";
  return source ? "holds-if-same" : "over";
}

/** Whether the server says that it has no such picture, or none for us. */
export function isGone({ code, httpStatus }: ImageError): boolean {
  return httpStatus !== undefined && ["missing", "forbidden"].includes(ERROR_CODES[code].remembered);
}

/** Whether no server answered. */
export function isConnectionFailure({ code, httpStatus }: ImageError): boolean {
  return httpStatus === undefined && ERROR_CODES[code].isConnectionFailure;
}

function secondsFor(code: ImageErrorCode, rules: MemoryRules): number {
  const { remembered } = ERROR_CODES[code];
  return remembered === "never" ? 0 : rules[`${remembered}Seconds`];
}
