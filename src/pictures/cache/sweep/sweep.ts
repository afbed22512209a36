import { lstatSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { takeLease } from "../../../disk/lease.ts";
import { type Workspace, wasTouchedWithin } from "../../../disk/workspace.ts";
import { outlived, overQuota } from "../quota/eviction.ts";
import { type ShardOptions, sweepLargeShard } from "../quota/large-shard.ts";
import { shardQuota } from "../quota/limits.ts";
import { publishedIn, RENEW_AFTER_MS } from "../shared/publisher.ts";
import { SHARDS } from "../store/layout.ts";
import { listShard } from "../store/shard.ts";
import { removeLeftovers, removeOlderVersions } from "./leftovers.ts";
import { beginShardAnew, eachShard, JANITOR, SLICE_FILES, Slice } from "./slice.ts";

export type SweepOptions = ShardOptions & {
  readonly workspace: Workspace;
  readonly publicFolder: string;
  /** Seconds for which a public copy stays after it was last shown. */
  readonly linkSeconds: number;
  /** Milliseconds of a slice; absent: as many as it may ever take. */
  readonly sliceMs?: number;
};

/** What went, in files and bytes, and how many shards were looked through to their end. */
export type Swept = { readonly files: number; readonly bytes: number; readonly shards: number };

const NONE: Swept = { files: 0, bytes: 0, shards: 0 };
const OLDER_FILES = 50;
const HELD_PAUSE_MS = 50;

/**
 * Deletes a little of what has no use any more, from where the slice before it ended; all of the cache in turn. At most
 * about 100 files or 200 ms.
 * @returns "held" while another process is at it
 * @throws when something cannot be deleted
 */
export function sweepSlice(options: SweepOptions): Swept | "held" {
  const turn = sweep(options);
  if (turn === "held") return turn;
  turn.end();
  return turn.swept;
}

/**
 * Sweeps all of the cache once, slice by slice.
 * @param onProgress called after each slice with what was done so far
 * @throws when all is done, if something could not be deleted
 */
export async function sweepAll(options: SweepOptions, onProgress: (sum: Swept) => void): Promise<Swept> {
  let sum = NONE;
  let isOlderLeft = true;
  const ends: (() => void)[] = [];
  beginShardAnew(options.layout, options.workspace);
  while (isOlderLeft || sum.shards < SHARDS.length) {
    const turn: Turn | "held" = isOlderLeft ? sweepOlder(options) : sweep(options);
    if (turn !== "held") {
      isOlderLeft &&= turn.swept.files > 0;
      sum = plus(sum, turn.swept);
      ends.push(turn.end);
      onProgress(sum);
    }
    // Timers of this process get their turn as well; whoever else is at it needs some milliseconds.
    await setTimeout(turn === "held" ? HELD_PAUSE_MS : 0);
  }
  for (const end of ends) end();
  return sum;
}

/** `end` throws what could not be deleted. */
type Turn = { readonly swept: Swept; readonly end: () => void };

function sweep(options: SweepOptions): Turn | "held" {
  const { layout, workspace } = options;
  const older = sweepOlder(options);
  // Nothing is made where no search has been yet; and behind a link lies somebody else's.
  if (!lstatSync(layout.root, { throwIfNoEntry: false })?.isDirectory()) {
    return { ...older, swept: { ...older.swept, shards: SHARDS.length } };
  }
  const lease = takeLease(layout.locks, workspace, JANITOR);
  if (lease === "held") return lease;
  try {
    return sweepOurs(options, older);
  } finally {
    lease.release();
  }
}

function sweepOurs(options: SweepOptions, older: Turn): Turn {
  const { layout, workspace, now } = options;
  const slice = new Slice({ maxFiles: SLICE_FILES - older.swept.files, milliseconds: options.sliceMs, now });
  removeLeftovers(layout, now(), slice);
  const shards = eachShard(layout, workspace, slice, (shard, place) => {
    const looked = sweepLargeShard(shard, place, options, slice);
    if (typeof looked === "string") return looked;
    const already = slice.files;
    for (const { paths, why } of looked ? publicGarbage(shard, options) : garbageIn(shard, options)) {
      const before = slice.bytes;
      const isGone = slice.remove(...paths);
      if (why) options.turnover?.went(why, isGone ? 1 : 0, slice.bytes - before);
      if (slice.isSpent) return slice.files > already && !looked && place;
    }
    return true;
  });
  options.turnover?.swept();
  return {
    swept: plus(older.swept, { files: slice.files, bytes: slice.bytes, shards }),
    end() {
      older.end();
      slice.end();
    },
  };
}

// They may be a million files, and pictures that are over must go meanwhile.
function sweepOlder({ layout, sliceMs, now }: SweepOptions): Turn {
  const slice = new Slice({ maxFiles: OLDER_FILES, milliseconds: sliceMs, now });
  removeOlderVersions(layout, slice);
  return { swept: { files: slice.files, bytes: slice.bytes, shards: 0 }, end: slice.end };
}

function plus(one: Swept, other: Swept): Swept {
  return {
    files: one.files + other.files,
    bytes: one.bytes + other.bytes,
    shards: Math.min(SHARDS.length, one.shards + other.shards),
  };
}

/** Files that go together, one entry after another. A public copy is no entry, and is not reported. */
type Garbage = { readonly paths: readonly string[]; readonly why?: "expired" | "evicted" };

function* garbageIn(shard: string, options: SweepOptions): Generator<Garbage> {
  const { layout, limits, turnover } = options;
  const now = options.now();
  const entries = listShard(layout.shard(shard));
  const old = new Set(outlived(entries, limits.maxAgeSeconds, now));
  const young = entries.filter((entry) => !old.has(entry));
  const over = new Set(overQuota(young, shardQuota(limits), now));
  turnover?.sees(
    shard,
    young.filter((entry) => !over.has(entry)),
  );
  for (const { paths } of old) yield { paths, why: "expired" };
  for (const { paths } of over) yield { paths, why: "evicted" };
  yield* publicGarbage(shard, options);
}

function* publicGarbage(shard: string, { publicFolder, linkSeconds, now: clock }: SweepOptions): Generator<Garbage> {
  const now = clock();
  for (const path of publishedIn(publicFolder, shard)) {
    if (!wasTouchedWithin(linkSeconds * 1000 + RENEW_AFTER_MS, path, now)) yield { paths: [path] };
  }
}
