import { Workspace } from "../../src/disk/workspace.ts";
import { type Amount, type CacheLimits, plus } from "../../src/pictures/cache/quota/limits.ts";
import { Room, type ShardFiles } from "../../src/pictures/cache/quota/room.ts";
import { Turnover } from "../../src/pictures/cache/quota/turnover.ts";
import type { CacheKey } from "../../src/pictures/cache/store/key.ts";
import { layoutOf } from "../../src/pictures/cache/store/layout.ts";
import type { ShardEntry } from "../../src/pictures/cache/store/shard.ts";

/** The shard that stands for all 256: names are hashes, so one of them has its even share of all. */
export const SHARD = "00";
/** The store marks a use only when the last one is an hour old. */
const USE_KNOWN_MS = 3_600_000;

/** One shard of the cache without a disk. What goes from it, and when, is decided by the program's own Room. */
export class ModelShard {
  readonly #entries = new Map<string, ShardEntry>();
  readonly #room: Room;
  readonly #now: () => number;
  /** What the tally says. */
  #told: Amount | undefined;
  /** Entries that were looked at to make room: on a disk, each is a few calls. */
  looked = 0;

  constructor(limits: CacheLimits, now: () => number) {
    this.#now = now;
    const layout = layoutOf("/nowhere");
    const files: ShardFiles = {
      list: () => {
        this.looked += this.#entries.size;
        return [...this.#entries.values()];
      },
      tallies: {
        add: (_shard, amount) => {
          this.#told = this.#told && plus(this.#told, amount);
          return true;
        },
        total: () => this.#told,
        begin: () => "",
        end: (_shard, _look, left) => {
          this.#told = left;
        },
      },
      remove: ({ key }) => this.#entries.delete(key),
    };
    this.#room = new Room(layout, new Workspace(layout.temporary), { limits, now, turnover: new Turnover(), files });
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Whether it is there; if so, that is a use. */
  find(name: string): boolean {
    const key = keyOf(name);
    const entry = this.#entries.get(key);
    if (!entry) return false;
    const now = this.#now();
    if (now - entry.usedAt > USE_KNOWN_MS) this.#entries.set(key, { ...entry, usedAt: now });
    return true;
  }

  /** As the store does it: what is too large for a shard is not kept. */
  keep(name: string, amount: Amount): void {
    if (amount.bytes > this.#room.largest) return;
    const key = keyOf(name);
    this.#room.make(key, amount);
    const now = this.#now();
    const isOriginal = name.startsWith("source ");
    this.#entries.set(key, { ...amount, key, paths: [], hasSidecar: true, isOriginal, checkedAt: now, usedAt: now });
  }
}

// Room finds the shard by the first two letters.
function keyOf(name: string): CacheKey {
  return `${SHARD}${name}` as CacheKey;
}
