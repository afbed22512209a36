import { takeLease } from "../../../disk/lease.ts";
import type { Workspace } from "../../../disk/workspace.ts";
import type { Layout } from "../store/layout.ts";
import { listShard } from "../store/shard.ts";
import { removeOlderVersions } from "../sweep/leftovers.ts";
import { eachShard, JANITOR, Slice } from "../sweep/slice.ts";
import { leastUsedHalf } from "./eviction.ts";
import type { Turnover } from "./turnover.ts";

/**
 * Deletes a slice of what was used least recently, from each shard in turn, as long as the disk is short of room.
 * Pictures that browsers may still ask for stay on the disk, under their public name, until that one goes. What cannot
 * be deleted is left to the sweep, which reports it.
 */
export function evictUnderPressure(
  layout: Layout,
  workspace: Workspace,
  now: () => number,
  isLow: () => boolean,
  turnover: Turnover,
): void {
  const lease = takeLease(layout.locks, workspace, JANITOR);
  if (lease === "held") return;
  const slice = new Slice({ now });
  let entries = 0;
  try {
    removeOlderVersions(layout, slice);
    eachShard(layout, workspace, slice, (shard) => {
      for (const entry of leastUsedHalf(listShard(layout.shard(shard)), now())) {
        if (!isLow()) return false;
        if (slice.remove(...entry.paths)) entries++;
        if (slice.isSpent) return false;
      }
      return true;
    });
  } finally {
    turnover.went("evicted", entries, slice.bytes);
    lease.release();
  }
}
