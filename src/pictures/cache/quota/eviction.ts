import type { ShardEntry } from "../store/shard.ts";
import { type Amount, fits, NOTHING, plus } from "./limits.ts";

/** A shard that is found fuller is emptied down to this. What is left is for writers that do not know of each other. */
export const FULL = 0.85;
/** What a killed process left behind, error pictures and failures: no living process needs so long for a picture. */
const LEFTOVER_MS = 3_600_000;
/** For so long an original is likely to be wanted in another size or page, as by the search that fetched it. */
const YOUNG_ORIGINAL_MS = 60_000;
/** Originals go down to this, so that it is long until somebody must look again. */
const ROOMY = 0.75;
/** By so much the clock of a file server may run ahead of ours. */
const AHEAD_MS = 3_600_000;

/**
 * Entries whose time is over. A time to come says as little as an old one: the clock ran ahead when it was written.
 * @param maxAgeSeconds seconds since a picture was fetched or found unchanged
 * @param now milliseconds since 1970
 */
export function outlived(entries: readonly ShardEntry[], maxAgeSeconds: number, now: number): ShardEntry[] {
  return entries.filter(({ hasSidecar, checkedAt, usedAt }) =>
    hasSidecar ? Math.abs(now - checkedAt) > maxAgeSeconds * 1000 : Math.abs(now - usedAt) > LEFTOVER_MS,
  );
}

/**
 * Entries that must go from a shard so that it keeps its quota: originals first, then what was used least recently. In
 * place of one original some thirty pictures stay, and one that went is missed only where another size is wanted.
 * @param coming what is about to be added
 */
export function overQuota(
  entries: readonly ShardEntry[],
  quota: Amount,
  now: number,
  coming: Amount = NOTHING,
): ShardEntry[] {
  let { bytes, files } = entries.reduce(plus, coming);
  const going: ShardEntry[] = [];
  if (fits({ bytes, files }, quota, FULL)) return going;
  for (const entry of byUse(entries, now)) {
    if (fits({ bytes, files }, quota, isOldOriginal(entry, now) ? ROOMY : FULL)) break;
    going.push(entry);
    bytes -= entry.bytes;
    files -= entry.files;
  }
  return going;
}

/** Half of the entries, the one in the middle included. */
export function leastUsedHalf(entries: readonly ShardEntry[], now: number): ShardEntry[] {
  return byUse(entries, now).slice(0, Math.ceil(entries.length / 2));
}

function isOldOriginal({ isOriginal, usedAt }: Pick<ShardEntry, "isOriginal" | "usedAt">, now: number): boolean {
  return isOriginal && now - usedAt > YOUNG_ORIGINAL_MS;
}

function byUse(entries: readonly ShardEntry[], now: number): ShardEntry[] {
  const usedAt = ({ usedAt, isOriginal }: ShardEntry): number => {
    if (usedAt > now + AHEAD_MS) return 0;
    return isOldOriginal({ usedAt, isOriginal }, now) ? usedAt - now : usedAt;
  };
  return entries.toSorted((one, other) => usedAt(one) - usedAt(other));
}
