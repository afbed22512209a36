import type { FailureEntry } from "../cache/store/entries.ts";
import type { StoredResult, StoredSource } from "../cache/store/store.ts";
import { holds } from "../errors/memory.ts";
import { type Standing, standingOf } from "./freshness.ts";
import type { Candidate } from "./plan.ts";
import type { ProduceOptions, World } from "./world.ts";

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
