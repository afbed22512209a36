import { join } from "node:path";
import { wasTouchedWithin } from "../../../disk/workspace.ts";
import { FORMAT_VERSION } from "../store/key.ts";
import type { Layout } from "../store/layout.ts";
import { namesIn } from "../store/shard.ts";
import { removeEmpty, type Slice } from "./slice.ts";

/** Much longer than for a lease: a process that stood still for a while finds its files again. */
const DEAD_AFTER_MS = 60_000;
const HOST_RECORD_MS = 3_600_000;

const SHARD_FILE = /^[0-9a-f]{64}\./;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LEASE = /^(janitor|(probe-)?[0-9a-f]{64})$/;

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
      slice.attempt(() => {
        if (!wasTouchedWithin(age, path, now)) slice.removeTree(path);
      });
    }
  }
}

/** Removes files of format versions before this one; an admin may have a folder `v1` of his own in the same place. */
export function removeOlderVersions({ folder }: Layout, slice: Slice): void {
  for (let version = 1; version < FORMAT_VERSION; version++) removeVersion(join(folder, `v${version}`), slice);
}

function removeVersion(root: string, slice: Slice): void {
  for (const name of namesIn(root)) {
    const path = join(root, name);
    const ours = namesOfOurs(name);
    if (name === "sweep") slice.remove(path);
    if (!ours) continue;
    for (const inside of namesIn(path).filter((each) => ours.test(each))) {
      if (slice.isSpent) return;
      slice.removeTree(join(path, inside));
    }
    removeEmpty(path);
  }
  removeEmpty(root);
}

/** What this program names files in a folder of a version; undefined for a stranger's folder. */
function namesOfOurs(folder: string): RegExp | undefined {
  if (/^[0-9a-f]{2}$/.test(folder)) return SHARD_FILE;
  if (folder === "tmp") return UUID;
  if (folder === "locks") return LEASE;
  if (folder === "tallies") return /^[0-9a-f]{2}$/;
  return folder === "hosts" ? SHARD_FILE : undefined;
}
