import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { isHeld } from "../../src/disk/lease.ts";
import type { Layout } from "../../src/pictures/cache/store/layout.ts";
import { namesIn } from "../../src/pictures/cache/store/shard.ts";
import type { Ending } from "./temp-folder.ts";

const LOOK_MS = 100;

/** Looks at all leases of a cache until the test ends. @returns how long one owner held one of them at the most, in ms */
export function watchLeases(ending: Ending, layout: Layout): () => number {
  let held = new Map<string, number>();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const seen = leasesIn(layout).map((lease) => [lease, held.get(lease) ?? now] as const);
    held = new Map(seen);
    longest = Math.max(longest, ...seen.map(([, since]) => now - since));
  }, LOOK_MS);
  ending.after(() => clearInterval(timer));
  return () => longest;
}

/** Names and owners of the leases that are held, dead owners included as long as others wait for them. */
function leasesIn(layout: Layout): string[] {
  return namesIn(layout.locks)
    .filter((name) => isHeld(layout.locks, name))
    .map((name) => `${name} ${ownerOf(join(layout.locks, name))}`);
}

function ownerOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // Given back since it was seen.
    return "";
  }
}
