import type { FailureEntry } from "../cache/entries.ts";
import type { StoredResult, StoredSource } from "../cache/store.ts";
import { type Standing, standingOf } from "./freshness.ts";
import type { Candidate } from "./plan.ts";
import { holds } from "./remembered.ts";
import type { ProduceOptions, World } from "./world.ts";

/** What the cache holds of one candidate, and what may be done with it. */
export type Kept = { readonly result?: StoredResult; readonly source?: StoredSource; readonly standing: Standing };

export const NOTHING_KEPT: Kept = { standing: "gone" };

export function lookUp(
  { resultKey, sourceKey }: Candidate,
  { store, now }: World,
  { freshness, partOf }: ProduceOptions,
): Kept {
  // What came later is what the server would send now.
  const isPart = ({ entry }: StoredResult | StoredSource): boolean =>
    partOf === undefined || entry.origin.fetchedAt >= partOf.fetchedAt;
  const found = store.findResult(resultKey);
  const result = found && isPart(found) ? found : undefined;
  const standing = result ? standingOf(result.entry.origin, freshness, now()) : "gone";
  if (result && standing === "good") return { result, standing };
  const source = store.findSource(sourceKey);
  if (!source || !isPart(source)) return result ? { result, standing } : NOTHING_KEPT;
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
  { remember, believesSince = 0 }: ProduceOptions,
): Remembered | undefined {
  for (const key of [candidate.sourceKey, candidate.resultKey]) {
    const entry = store.findFailure(key);
    const means = entry && entry.storedAt >= believesSince ? holds(entry, remember, now()) : "over";
    if (entry && means !== "over") return { entry, means };
  }
  return undefined;
}
