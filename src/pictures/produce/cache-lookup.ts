import type { FailureEntry, Origin } from "../cache/store/entries.ts";
import type { StoredResult, StoredSource } from "../cache/store/store.ts";
import { holds } from "../errors/memory.ts";
import type { FreshnessRules, ProduceOptions } from "./options.ts";
import type { Candidate } from "./plan.ts";
import type { World } from "./world.ts";

/** What may be done with a stored picture; `renewable` may also be shown at once while it is asked for. */
export type Standing = "good" | "renewable" | "stale" | "gone";

/** A clock that was set back must not keep a picture for ever. */
const FUTURE_TOLERANCE_MS = 60_000;

/** @param now milliseconds since 1970 */
export function standingOf({ checkedAt, maxAge }: Origin, rules: FreshnessRules, now: number): Standing {
  const age = now - checkedAt;
  if (age < -FUTURE_TOLERANCE_MS) return "gone";
  const saidByServer = rules.mindsServer ? (maxAge ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const goodFor = 1000 * Math.min(rules.maxAgeSeconds, saidByServer);
  if (age < goodFor) return "good";
  if (age < goodFor + 1000 * rules.revalidateSeconds) return "renewable";
  return age < goodFor + 1000 * rules.staleSeconds ? "stale" : "gone";
}

/** What the cache holds of one candidate, and what may be done with it. */
export type CacheHit = { readonly result?: StoredResult; readonly source?: StoredSource; readonly standing: Standing };

export const NOTHING_CACHED: CacheHit = { standing: "gone" };

export function lookUp(
  { resultKey, sourceKey }: Candidate,
  { store, now }: World,
  { freshness }: ProduceOptions,
): CacheHit {
  const result = store.findResult(resultKey);
  const standing = result ? standingOf(result.entry.origin, freshness, now()) : "gone";
  if (result && standing === "good") return { result, standing };
  const source = store.findSource(sourceKey);
  if (!source) return result ? { result, standing } : NOTHING_CACHED;
  const { origin } = source.entry;
  const sourceStanding = standingOf(origin, freshness, now());
  if (sourceStanding === "good" || !result) {
    // The original may have been found unchanged for another size since.
    const isSame = result && result.entry.origin.fetchedAt === origin.fetchedAt;
    const confirmed = isSame && { result: { ...result, entry: { ...result.entry, origin } } };
    return { source, standing: sourceStanding, ...confirmed };
  }
  return { result, source, standing };
}

/** A failure that an earlier search met, as long as it means something. */
export type Remembered = { readonly entry: FailureEntry; readonly means: "holds" | "holds-if-same" };

export function recall(
  candidate: Candidate,
  { store, now }: World,
  { remember }: ProduceOptions,
): Remembered | undefined {
  for (const key of [candidate.sourceKey, candidate.resultKey]) {
    const entry = store.findFailure(key);
    const means = entry ? holds(entry, remember, now()) : "over";
    if (entry && means !== "over") return { entry, means };
  }
  return undefined;
}
