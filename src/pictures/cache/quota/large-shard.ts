import { keyOf, type Layout } from "../store/layout.ts";
import { entriesOf, namesIn } from "../store/shard.ts";
import type { Slice } from "../sweep/slice.ts";
import { FULL, outlived } from "./eviction.ts";
import { type Amount, type CacheLimits, fits, NOTHING, plus, shardQuota } from "./limits.ts";
import { Tallies } from "./tally.ts";
import type { Turnover } from "./turnover.ts";

/** What is needed to look through a shard. */
export type ShardOptions = {
  readonly layout: Layout;
  readonly limits: CacheLimits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of what was seen and what went. */
  readonly turnover?: Turnover;
};

/** Files up to which a shard is looked at in one go, and with them what is over its quota. */
const SMALL = 2_000;
/** Files that are looked at before the clock is. */
const PART = 300;
/** Place in a shard that must be looked at in one go. */
const WHOLE = "whole";

/** How far a look at a large shard came: where it goes on, its name in the tally, and what it found so far. */
type Place = { readonly from: string; readonly look: string; readonly found: Amount };

/**
 * Deletes what is past its time from a shard that is too large for one slice, part by part, and sums up what is left.
 * @param text where the slice before ended
 * @returns where the next one goes on; true when all is done; false when the shard is to be looked at in one go
 */
export function sweepLargeShard(shard: string, text: string, options: ShardOptions, slice: Slice): string | boolean {
  if (text === WHOLE) return false;
  const folder = options.layout.shard(shard);
  const names = namesIn(folder);
  if (names.length <= SMALL) return false;
  const tallies = new Tallies(options.layout, options.now);
  let { from, look, found } = placeOf(text) ?? { from: "", look: tallies.begin(shard), found: NOTHING };
  const rest = names.sort().filter((name) => name >= from);
  let next = 0;
  while (next < rest.length) {
    const end = endOfEntry(rest, next + PART);
    const part = sweepPart(folder, rest.slice(next, end), options, slice);
    if (part === "again") return placeText({ from, look, found });
    found = plus(found, part);
    next = end;
    from = rest[next] ?? "";
    if (slice.isSpent && from !== "") return placeText({ from, look, found });
  }
  tallies.end(shard, look, found);
  if (!fits(found, shardQuota(options.limits), FULL)) return WHOLE;
  options.turnover?.sees(shard, [found]);
  return true;
}

/** @returns what is left of a part; "again" when the slice ended in the middle of deleting */
function sweepPart(folder: string, names: readonly string[], options: ShardOptions, slice: Slice): Amount | "again" {
  const { limits, now, turnover } = options;
  const entries = entriesOf(folder, names);
  const gone = new Set<unknown>();
  for (const entry of outlived(entries, limits.maxAgeSeconds, now())) {
    const { files, bytes } = slice;
    const isGone = slice.remove(...entry.paths);
    if (isGone) gone.add(entry);
    turnover?.went("expired", isGone ? 1 : 0, slice.bytes - bytes);
    if (slice.isSpent && slice.files > files) return "again";
  }
  return entries.filter((entry) => !gone.has(entry)).reduce(plus, NOTHING);
}

// Files of an entry have names that begin alike, and go together.
function endOfEntry(names: readonly string[], wanted: number): number {
  let end = Math.min(wanted, names.length);
  while (end < names.length && keyOf(names[end] ?? "") === keyOf(names[end - 1] ?? "")) {
    if (keyOf(names[end] ?? "") === undefined) break;
    end++;
  }
  return end;
}

function placeText({ from, look, found: { bytes, files } }: Place): string {
  return [look, bytes, files, encodeURIComponent(from)].join(" ");
}

function placeOf(text: string): Place | undefined {
  const [, look = "", bytes = "", files = "", from = ""] = /^([0-9a-f]{12}) (\d+) (\d+) (\S*)$/.exec(text) ?? [];
  if (look === "") return undefined;
  try {
    return { from: decodeURIComponent(from), look, found: { bytes: Number(bytes), files: Number(files) } };
  } catch {
    return undefined;
  }
}
