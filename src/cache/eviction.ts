import { type Amount, fits, NOTHING, plus } from "./limits.ts";
import type { ShardEntry } from "./shard.ts";

/** A shard that is found fuller is emptied down to this. What is left is for writers that do not know of each other. */
export const FULL = 0.85;
/** What a killed process left behind, error pictures and failures: no living process needs so long for a picture. */
const LEFTOVER_MS = 3_600_000;
/** By so much the clock of a file server may run ahead of ours. */
const AHEAD_MS = 3_600_000;

/**
 * Entries whose time is over. A time to come tells as little as an old one: the clock ran ahead when it was written.
 * @param maxAge seconds since a picture was fetched or found unchanged
 * @param now milliseconds since 1970
 */
export function outlived(entries: readonly ShardEntry[], maxAge: number, now: number): ShardEntry[] {
  return entries.filter(({ hasSidecar, checkedAt, usedAt }) =>
    hasSidecar ? Math.abs(now - checkedAt) > maxAge * 1000 : Math.abs(now - usedAt) > LEFTOVER_MS,
  );
}

/**
 * Entries that must go from a shard so that it keeps its quota, least recently used first.
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
    if (fits({ bytes, files }, quota, FULL)) break;
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

function byUse(entries: readonly ShardEntry[], now: number): ShardEntry[] {
  const usedAt = (entry: ShardEntry): number => (entry.usedAt > now + AHEAD_MS ? 0 : entry.usedAt);
  return entries.toSorted((one, other) => usedAt(one) - usedAt(other));
}
