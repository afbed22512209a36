import { join } from "node:path";
import { isAlive } from "../../../disk/lease.ts";
import type { HostRecord } from "../../contract.ts";
import { type Amount, type CacheLimits, NOTHING, plus, shardQuota } from "../quota/limits.ts";
import { listHostRecords } from "../shared/host-records.ts";
import type { Layout } from "../store/layout.ts";
import { listShards, namesIn, type Progress, type ShardEntry } from "../store/shard.ts";

/** Leases of other names are the janitor's and those of requests that try a server. */
const PICTURE_LEASE = /^[0-9a-f]{64}$/;

type Kind = "originals" | "pictures" | "errorPictures" | "failures" | "leftovers";

/** What a cache holds. Times are milliseconds since 1970. */
export type CacheStats = Amount & {
  readonly entries: Readonly<Record<Kind, number>>;
  /** When the entry was last shown that was shown longest ago; undefined in an empty cache. */
  readonly leastUsedAt: number | undefined;
  /** How full the shard is that is nearest to its bounds; 1 is full. */
  readonly fullestShare: number;
  /** Processes at work, and pictures that they fetch. */
  readonly processes: number;
  readonly fetching: number;
  /** Image servers that failed, by their last failure. */
  readonly hosts: readonly HostRecord[];
};

export function collectStats(layout: Layout, limits: CacheLimits, now: number, progress: Progress): CacheStats {
  const quota = shardQuota(limits);
  const entries: Record<Kind, number> = { originals: 0, pictures: 0, errorPictures: 0, failures: 0, leftovers: 0 };
  let sum = NOTHING;
  let fullestShare = 0;
  let leastUsedAt = Number.POSITIVE_INFINITY;
  for (const listed of listShards(layout, progress)) {
    const amount = listed.reduce(plus, NOTHING);
    sum = plus(sum, amount);
    fullestShare = Math.max(fullestShare, amount.bytes / quota.bytes, amount.files / quota.files);
    for (const entry of listed) {
      entries[kindOf(entry)]++;
      // A sidecar alone says nothing of it.
      if (entry.usedAt > 0) leastUsedAt = Math.min(leastUsedAt, entry.usedAt);
    }
  }
  const alive = (folder: string): string[] => namesIn(folder).filter((name) => isAlive(join(folder, name), now));
  return {
    ...sum,
    entries,
    fullestShare,
    leastUsedAt: Number.isFinite(leastUsedAt) ? leastUsedAt : undefined,
    processes: alive(layout.temporary).length,
    fetching: alive(layout.locks).filter((name) => PICTURE_LEASE.test(name)).length,
    hosts: listHostRecords(layout),
  };
}

function kindOf({ paths, hasSidecar }: ShardEntry): Kind {
  const [path = ""] = paths;
  if (hasSidecar) return paths.some((file) => file.endsWith(".source")) ? "originals" : "pictures";
  if (path.endsWith(".failure")) return "failures";
  return paths.length === 1 && path.endsWith(".png") ? "errorPictures" : "leftovers";
}
