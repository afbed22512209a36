import { SHARDS } from "../store/layout.ts";
import { type Amount, NOTHING, plus } from "./limits.ts";

/** What a process learned of the cache in passing. */
export type Learned = {
  /** What all of the cache holds, by the shards that were seen; absent where none was. */
  readonly size?: Amount;
  /** Shards that were seen, of 256. */
  readonly shards: number;
  /** Entries that went since it was asked last: past their time, or for want of room. */
  readonly expired: number;
  readonly evicted: number;
  /** Bytes of these. */
  readonly freed: number;
};

/**
 * Counts what one process sees of the cache and deletes from it while it sweeps and makes room. Nobody walks the cache
 * for this: names are hashes, so the shards that were looked at stand for all.
 */
export class Turnover {
  /** Called after each slice, and when something went to make room. */
  changed: () => void = () => {};
  readonly #seen = new Map<string, Amount>();
  #gone = { expired: 0, evicted: 0, freed: 0 };
  #hasNews = false;

  sees(shard: string, entries: readonly Amount[]): void {
    this.#seen.set(shard, entries.reduce(plus, NOTHING));
  }

  went(why: "expired" | "evicted", entries: number, bytes: number): void {
    if (entries === 0) return;
    this.#gone[why] += entries;
    this.#gone.freed += bytes;
    this.#hasNews = true;
    if (why === "evicted") this.changed();
  }

  /** A slice of sweeping came to its end. */
  swept(): void {
    this.#hasNews = true;
    this.changed();
  }

  /** What was learned since the last time; undefined when there is nothing new. */
  take(): Learned | undefined {
    if (!this.#hasNews) return undefined;
    const gone = this.#gone;
    this.#gone = { expired: 0, evicted: 0, freed: 0 };
    this.#hasNews = false;
    const shards = this.#seen.size;
    if (shards === 0) return { shards, ...gone };
    const { bytes, files } = [...this.#seen.values()].reduce(plus, NOTHING);
    const whole = (part: number): number => Math.round((part * SHARDS.length) / shards);
    return { size: { bytes: whole(bytes), files: whole(files) }, shards, ...gone };
  }
}
