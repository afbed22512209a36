import type { Origin } from "../cache/store/entries.ts";

/** How long stored pictures are shown. Times in seconds. */
export type FreshnessRules = {
  /** For which a picture stays good. */
  readonly maxAge: number;
  /** Whether the image server may say less. */
  readonly serverAge: boolean;
  /** Beyond that age: shown at once, and asked for behind the search; shown, marked, while the server fails. */
  readonly revalidateSeconds: number;
  readonly staleSeconds: number;
};

/** What may be done with a stored picture; `renewable` may also be shown at once while it is asked for. */
export type Standing = "good" | "renewable" | "stale" | "gone";

/** A clock that was set back must not keep a picture for ever. */
const FUTURE_TOLERANCE_MS = 60_000;

/** @param now milliseconds since 1970 */
export function standingOf({ checkedAt, maxAge }: Origin, rules: FreshnessRules, now: number): Standing {
  const age = now - checkedAt;
  if (age < -FUTURE_TOLERANCE_MS) return "gone";
  const goodFor = 1000 * Math.min(rules.maxAge, rules.serverAge ? (maxAge ?? Number.POSITIVE_INFINITY) : rules.maxAge);
  if (age < goodFor) return "good";
  if (age < goodFor + 1000 * rules.revalidateSeconds) return "renewable";
  return age < goodFor + 1000 * rules.staleSeconds ? "stale" : "gone";
}
