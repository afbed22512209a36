import { leastUsedHalf } from "./eviction.ts";
import type { Layout } from "./layout.ts";
import { takeLease } from "./lease.ts";
import { removeOlderVersions } from "./leftovers.ts";
import { listShard } from "./shard.ts";
import { eachShard, JANITOR, Slice } from "./slice.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Deletes a slice of what was used least recently, from each shard in turn, as long as the disk is short of room.
 * Pictures that browsers may still ask for stay on the disk, under their public name, until that one goes. What cannot
 * be deleted is left to the sweep, which tells of it.
 */
export function evictUnderPressure(layout: Layout, workspace: Workspace, now: number, isLow: () => boolean): void {
  const lease = takeLease(layout, workspace, JANITOR);
  if (lease === "held") return;
  try {
    const slice = new Slice();
    removeOlderVersions(layout, slice);
    eachShard(layout, workspace, slice, (shard) => {
      for (const entry of leastUsedHalf(listShard(layout.shard(shard)), now)) {
        if (!isLow()) return false;
        slice.remove(...entry.paths);
        if (slice.isSpent) return false;
      }
      return true;
    });
  } finally {
    lease.release();
  }
}
