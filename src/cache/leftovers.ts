import { join } from "node:path";
import { FORMAT_VERSION } from "./key.ts";
import type { Layout } from "./layout.ts";
import { namesIn } from "./shard.ts";
import type { Slice } from "./slice.ts";
import { wasTouchedWithin } from "./workspace.ts";

/** Much longer than for a lease: a process that stood still for a while finds its files again. */
const DEAD_AFTER_MS = 60_000;
const HOST_RECORD_MS = 3_600_000;

/** Removes what dead processes left behind, and what is known of servers that nobody asked for long. */
export function removeLeftovers({ temporary, locks, hosts }: Layout, now: number, slice: Slice): void {
  for (const [folder, age] of [
    [temporary, DEAD_AFTER_MS],
    // A lease bears the time of the workspace to which it leads, or of none.
    [locks, DEAD_AFTER_MS],
    [hosts, HOST_RECORD_MS],
  ] as const) {
    for (const name of namesIn(folder)) {
      if (slice.isSpent) return;
      const path = join(folder, name);
      if (!wasTouchedWithin(age, path, now)) slice.removeTree(path);
    }
  }
}

/**
 * Removes files of format versions before this one.
 * @returns whether none is left
 */
export function removeOlderVersions({ folder }: Layout, slice: Slice): boolean {
  return namesIn(folder)
    .filter((name) => /^v\d+$/.test(name) && Number(name.slice(1)) < FORMAT_VERSION)
    .every((name) => slice.removeTree(join(folder, name)));
}
