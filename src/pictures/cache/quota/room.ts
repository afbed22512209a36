import { mkdirSync, statfsSync } from "node:fs";
import type { Workspace } from "../../../disk/workspace.ts";
import type { CacheKey } from "../store/key.ts";
import { type Layout, shardOf } from "../store/layout.ts";
import { listShard, removeEntry, type ShardEntry } from "../store/shard.ts";
import { FULL, overQuota } from "./eviction.ts";
import { type Amount, type CacheLimits, fits, NOTHING, plus, shardQuota } from "./limits.ts";
import { evictUnderPressure } from "./pressure.ts";
import { Tallies } from "./tally.ts";
import type { Turnover } from "./turnover.ts";

/** The cache takes no more pictures for now. */
export class NoRoom extends Error {
  override readonly name = "NoRoom";
  readonly code = "ENOSPC";
}

/** The entries of a shard: those on the disk, or those of a model of it. */
export type ShardFiles = {
  readonly list: (shard: string) => readonly ShardEntry[];
  /** @returns whether it is gone */
  readonly remove: (entry: ShardEntry) => boolean;
  /** Saves looks. */
  readonly tallies?: Pick<Tallies, "add" | "total" | "begin" | "end">;
};

/** Part of a shard's quota that one process writes before it looks again what is there. */
const UNSEEN = 1 / 256;
const FREE_KNOWN_MS = 250;
/** Pictures are on the disk when room is made for them; their sidecar is not. */
const SIDECAR_BLOCKS = 2;
/** For how long the disk is not asked for more after a slice of it did not help. */
const HELPLESS_PAUSE_MS = 1_000;

export type RoomOptions = {
  readonly limits: CacheLimits;
  readonly now: () => number;
  readonly turnover: Turnover;
  readonly files?: ShardFiles;
};

/**
 * Makes room for what is about to be written. There is no index that all processes would have to agree on: each looks
 * at a shard before it first writes there, and then whenever it has written a small part of its quota; unless the tally
 * says that a look would find enough room. A shard that was looked at is full to 85 % at the most, so 32 writers that do
 * not know of each other add up to 97.5 %.
 */
export class Room {
  readonly #layout: Layout;
  readonly #workspace: Workspace;
  readonly #limits: CacheLimits;
  readonly #quota: Amount;
  readonly #now: () => number;
  readonly #files: ShardFiles;
  readonly #turnover: Turnover;
  /** By shard, what was written since it was looked at. */
  readonly #unseen = new Map<string, Amount>();
  #free = { percent: 100, at: Number.NEGATIVE_INFINITY };
  /** When nothing that went made enough room. */
  #helplessAt = Number.NEGATIVE_INFINITY;

  constructor(
    layout: Layout,
    workspace: Workspace,
    { limits, now, turnover, files = filesIn(layout, now) }: RoomOptions,
  ) {
    this.#layout = layout;
    this.#turnover = turnover;
    this.#workspace = workspace;
    this.#limits = limits;
    this.#quota = shardQuota(limits);
    this.#now = now;
    this.#files = files;
  }

  /** Bytes of the largest file that is worth pushing others out. */
  get largest(): number {
    return this.#quota.bytes / 2;
  }

  /** @throws NoRoom */
  make(key: CacheKey, coming: Amount): void {
    this.#refuseTooLarge(coming);
    const shard = shardOf(key);
    // Told first, so that of two who write at once each knows of the other.
    const isTold = this.#files.tallies?.add(shard, coming) ?? false;
    this.#makeFree();
    const known = this.#unseen.get(shard);
    const unseen = known && plus(known, coming);
    if (unseen && fits(unseen, this.#quota, UNSEEN)) {
      this.#unseen.set(shard, unseen);
    } else {
      if (!isTold || !this.#hasRoom(shard)) this.#makeRoomIn(shard, coming);
      this.#unseen.set(shard, NOTHING);
    }
  }

  /** Whether a look would find nothing that must go. */
  #hasRoom(shard: string): boolean {
    const total = this.#files.tallies?.total(shard);
    return total !== undefined && fits(total, this.#quota, FULL);
  }

  #refuseTooLarge(coming: Amount): void {
    if (!fits(coming, this.#quota)) {
      throw new NoRoom(
        `a picture of ${coming.bytes} bytes is more than one shard of ${this.#layout.folder} may hold ` +
          `(${Math.floor(this.#quota.bytes)} bytes, 1/256 of the cache); raise [cache] max_size in getimage.conf`,
      );
    }
  }

  #makeRoomIn(shard: string, coming: Amount): void {
    const { tallies, list } = this.#files;
    const look = tallies?.begin(shard) ?? "";
    const left = this.#evict(list(shard), coming);
    tallies?.end(shard, look, left);
  }

  /**
   * What cannot be deleted holds up no picture: others go in its place, and the sweep reports it.
   * @returns what is left, with what is coming
   */
  #evict(entries: readonly ShardEntry[], coming: Amount): Amount {
    const going = new Set(overQuota(entries, this.#quota, this.#now(), coming));
    const stuck = [...going].filter((entry) => !this.#files.remove(entry));
    const gone = [...going].filter((entry) => !stuck.includes(entry));
    this.#turnover.went("evicted", gone.length, gone.reduce(plus, NOTHING).bytes);
    const others = entries.filter((entry) => !going.has(entry));
    if (stuck.length === 0) return others.reduce(plus, coming);
    return this.#evict(others, stuck.reduce(plus, coming));
  }

  #makeFree(): void {
    const { minFree } = this.#limits;
    if (minFree === 0 || !this.#isLow()) return;
    const now = this.#now();
    if (Math.abs(now - this.#helplessAt) >= HELPLESS_PAUSE_MS) {
      evictUnderPressure(this.#layout, this.#workspace, this.#now, () => this.#measure() < minFree, this.#turnover);
      if (!this.#isLow()) return;
      this.#helplessAt = now;
    }
    throw new NoRoom(
      `the disk of ${this.#layout.folder} has ${this.#free.percent.toFixed(1)}% free, and min_free keeps ${minFree}%; ` +
        "free some of it, or lower [cache] min_free in getimage.conf",
    );
  }

  #isLow(): boolean {
    const { percent, at } = this.#free;
    const isKnown = Math.abs(this.#now() - at) < FREE_KNOWN_MS;
    return (isKnown ? percent : this.#measure()) < this.#limits.minFree;
  }

  #measure(): number {
    mkdirSync(this.#layout.root, { recursive: true, mode: 0o700 });
    this.#free = { percent: freePercent(this.#layout.root, SIDECAR_BLOCKS), at: this.#now() };
    return this.#free.percent;
  }
}

function filesIn(layout: Layout, now: () => number): ShardFiles {
  const list = (shard: string): ShardEntry[] => listShard(layout.shard(shard));
  return { list, remove: isRemoved, tallies: new Tallies(layout, now) };
}

function isRemoved(entry: ShardEntry): boolean {
  try {
    removeEntry(entry);
    return true;
  } catch {
    return false;
  }
}

/**
 * Percent of a folder's disk that is free for us; NaN, which is never too little, where the disk says nothing.
 * @param coming blocks that are about to be written
 * @throws when there is no such folder
 */
export function freePercent(folder: string, coming = 0): number {
  const { bavail, blocks } = statfsSync(folder);
  return (100 * (bavail - coming)) / blocks;
}
