import type { FailureEntry } from "../cache/store/entries.ts";
import type { ImageError, ImageErrorCode } from "../contract.ts";

/** For how many seconds failures are remembered, by their kind. */
export type MemoryRules = {
  readonly missing: number;
  readonly forbidden: number;
  /** What is no picture, or one that cannot be decoded within its bounds: as long as the server's copy is the same. */
  readonly bad: number;
  readonly failing: number;
};

type Kind = keyof MemoryRules | "never";

const KINDS: Readonly<Record<ImageErrorCode, Kind>> = {
  "not-found": "missing",
  forbidden: "forbidden",
  unauthorized: "forbidden",
  "not-an-image": "bad",
  unsupported: "bad",
  "no-such-page": "bad",
  corrupt: "bad",
  truncated: "bad",
  "too-many-pages": "bad",
  "decode-timeout": "bad",
  "decode-memory": "bad",
  "decoder-crashed": "bad",
  "http-error": "failing",
  "connect-failed": "failing",
  "dns-failed": "failing",
  "tls-failed": "failing",
  timeout: "failing",
  "too-slow": "failing",
  // Depend on limits that an admin may just have raised.
  "too-large": "failing",
  "too-many-pixels": "failing",
  // An admin who allows an address wants it at once; the others say nothing about a picture.
  "host-refused": "never",
  "redirect-refused": "never",
  "bad-name": "never",
  "breaker-open": "never",
  "decoder-unavailable": "never",
  "cache-error": "never",
  cancelled: "never",
};

/** After these a picture past its time is not shown: they say that it is not there (any more), or not for us. */
const VERDICTS: ReadonlySet<ImageErrorCode> = new Set([
  "not-found",
  "no-such-page",
  "forbidden",
  "unauthorized",
  "host-refused",
  "redirect-refused",
  "bad-name",
  "cancelled",
]);

/** Whether a failure is worth remembering at all. */
export function isMemorable({ code, httpStatus }: ImageError, rules: MemoryRules): boolean {
  // A secret that this user may not read says nothing about the next user.
  if (code === "unauthorized" && httpStatus === undefined) return false;
  const kind = KINDS[code];
  return kind !== "never" && rules[kind] > 0;
}

/**
 * What an earlier failure means now: `holds` needs no request; `holds-if-same` does as long as the server still has the
 * same bytes; `over` means nothing.
 * @param now milliseconds since 1970
 */
export function holds(entry: FailureEntry, rules: MemoryRules, now: number): "holds" | "holds-if-same" | "over" {
  const kind = KINDS[entry.code];
  const age = now - entry.storedAt;
  if (kind === "never" || age < 0) return "over";
  if (kind !== "bad") return age < rules[kind] * 1000 ? "holds" : "over";
  if (age < Math.min(rules.failing, rules.bad) * 1000) return "holds";
  return entry.source && age < rules.bad * 1000 ? "holds-if-same" : "over";
}

/** Whether the server says that it has no such picture, or none for us. */
export function isGone({ code, httpStatus }: ImageError): boolean {
  return httpStatus !== undefined && ["not-found", "forbidden", "unauthorized"].includes(code);
}

/** Whether a picture that is past its time may be shown, marked, after its server failed like this. */
export function mayShowStale({ code }: ImageError): boolean {
  return !VERDICTS.has(code);
}
