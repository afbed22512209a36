import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseResult, parseSource } from "./entries.ts";
import { type HostRecord, listHostRecords } from "./host-records.ts";
import { type Layout, SHARDS } from "./layout.ts";
import { isAlive } from "./lease.ts";
import { removeLeftovers, removeOlderVersions } from "./leftovers.ts";
import { type Amount, NOTHING, plus } from "./limits.ts";
import { publishedIn } from "./publisher.ts";
import { listShard, namesIn, removeEntry, type ShardEntry } from "./shard.ts";
import { Slice } from "./slice.ts";

/** Told how many of all shards are done. */
export type Progress = (done: number, all: number) => void;

type Kind = "originals" | "pictures" | "errorPictures" | "failures" | "leftovers";

/** What a cache holds. Times are milliseconds since 1970. */
export type CacheStats = Amount & {
  readonly entries: Readonly<Record<Kind, number>>;
  /** When the entry was last shown that was shown longest ago; undefined in an empty cache. */
  readonly leastUsedAt: number | undefined;
  readonly fullestShard: Amount;
  /** Processes at work, and leases that they hold. */
  readonly processes: number;
  readonly leases: number;
  /** Image servers that failed, by their last failure. */
  readonly hosts: readonly HostRecord[];
};

export function collectStats(layout: Layout, now: number, progress: Progress): CacheStats {
  const entries: Record<Kind, number> = { originals: 0, pictures: 0, errorPictures: 0, failures: 0, leftovers: 0 };
  let sum = NOTHING;
  let fullestShard = NOTHING;
  let leastUsedAt = Number.POSITIVE_INFINITY;
  for (const listed of shardsOf(layout, progress)) {
    const amount = listed.reduce(plus, NOTHING);
    sum = plus(sum, amount);
    if (amount.bytes > fullestShard.bytes) fullestShard = amount;
    for (const entry of listed) {
      entries[kindOf(entry)]++;
      leastUsedAt = Math.min(leastUsedAt, entry.usedAt);
    }
  }
  const alive = (folder: string): number => namesIn(folder).filter((name) => isAlive(join(folder, name), now)).length;
  return {
    ...sum,
    entries,
    fullestShard,
    leastUsedAt: Number.isFinite(leastUsedAt) ? leastUsedAt : undefined,
    processes: alive(layout.temporary),
    leases: alive(layout.locks),
    hosts: listHostRecords(layout),
  };
}

/** Checks every entry against its sidecar and removes those that no search could use. @returns the keys of these */
export function verifyCache(
  layout: Layout,
  progress: Progress,
): { readonly checked: number; readonly broken: readonly string[] } {
  const broken: string[] = [];
  let checked = 0;
  for (const listed of shardsOf(layout, progress)) {
    for (const entry of listed.filter(({ hasSidecar }) => hasSidecar)) {
      checked++;
      // A search may be replacing it at this moment, so a fault counts when it is seen twice.
      if (isWhole(entry) || isWhole(entry)) continue;
      removeEntry(entry);
      broken.push(entry.key);
    }
  }
  return { checked, broken };
}

/**
 * Removes all that is stored and all public copies. What running searches have on its way stays, and so does the key of
 * the public names.
 * @returns how many files
 */
export function clearCache(layout: Layout, publicFolder: string, progress: Progress): number {
  const all = new Slice(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  for (const listed of shardsOf(layout, progress)) {
    for (const { paths } of listed) all.remove(...paths);
  }
  for (const shard of SHARDS) all.remove(...publishedIn(publicFolder, shard));
  all.remove(...namesIn(layout.hosts).map((name) => join(layout.hosts, name)));
  removeLeftovers(layout, Date.now(), all);
  removeOlderVersions(layout, all);
  return all.files;
}

function* shardsOf(layout: Layout, progress: Progress): Generator<readonly ShardEntry[]> {
  for (const [index, name] of SHARDS.entries()) {
    yield listShard(layout.shard(name));
    progress(index + 1, SHARDS.length);
  }
}

function kindOf({ paths, hasSidecar }: ShardEntry): Kind {
  const [path = ""] = paths;
  if (hasSidecar) return paths.some((file) => file.endsWith(".source")) ? "originals" : "pictures";
  if (path.endsWith(".failure")) return "failures";
  return paths.length === 1 && path.endsWith(".png") ? "errorPictures" : "leftovers";
}

function isWhole({ paths: [sidecar = "", ...files] }: ShardEntry): boolean {
  const text = readText(sidecar);
  const source = parseSource(text);
  const result = parseResult(text);
  const has = (name: RegExp, bytes = 0): boolean =>
    bytes > 0 && files.some((file) => name.test(file) && statSync(file, { throwIfNoEntry: false })?.size === bytes);
  if (source) return has(/\.source$/, source.origin.bytes);
  if (!result || !has(/(?<!\.cached)\.(jpg|png|webp)$/, result.freshBytes)) return false;
  return result.cachedBytes === undefined || has(/\.cached\.(jpg|png|webp)$/, result.cachedBytes);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
