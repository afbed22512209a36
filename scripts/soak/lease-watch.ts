import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { isHeld } from "../../src/disk/lease.ts";
import type { Layout } from "../../src/pictures/cache/store/layout.ts";
import { namesIn } from "../../src/pictures/cache/store/shard.ts";

const LOOK_MS = 100;

/** Since when a lease was seen with its owner. */
type Hold = { readonly since: number; isCounted: boolean };

/** Looks ten times a second who holds which lease of a cache, dead owners included as long as others wait for them. */
export class LeaseWatch {
  readonly #layout: Layout;
  readonly #mostMs: number;
  readonly #timer = setInterval(() => this.#look(), LOOK_MS);
  #held = new Map<string, Hold>();
  /** How long one owner held one of them at the most, in milliseconds. */
  longest = 0;
  /** How many owners held one for longer than anybody should. */
  tooLong = 0;

  constructor(layout: Layout, mostMs: number) {
    this.#layout = layout;
    this.#mostMs = mostMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const before = this.#held;
    const seen = leasesIn(this.#layout);
    this.#held = new Map(seen.map((lease) => [lease, before.get(lease) ?? { since: now, isCounted: false }]));
    for (const hold of this.#held.values()) {
      this.longest = Math.max(this.longest, now - hold.since);
      if (hold.isCounted || now - hold.since <= this.#mostMs) continue;
      hold.isCounted = true;
      this.tooLong++;
    }
  }
}

/** Names and owners of the leases that are held. */
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
