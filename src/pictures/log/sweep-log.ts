import type { LogFields } from "../../splunk/log.ts";
import type { CacheLimits } from "../cache/quota/limits.ts";
import { freePercent } from "../cache/quota/room.ts";
import type { Store } from "../cache/store/store.ts";

export type SweepLogOptions = {
  readonly store: Store;
  readonly limits: CacheLimits;
  readonly log: (fields: LogFields) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
};

const PAUSE_MS = 60_000;

/**
 * Logs how full the cache is and what went from it, as far as this process came to know it while it swept and wrote:
 * once a minute at most, and at its end.
 */
export class SweepLog {
  readonly #options: SweepLogOptions;
  readonly #now: () => number;
  #loggedAt: number;

  constructor(options: SweepLogOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#loggedAt = this.#now();
    options.store.turnover.changed = () => {
      if (this.#now() - this.#loggedAt >= PAUSE_MS) this.flush();
    };
  }

  /** Logs what is new, if anything is. */
  flush(): void {
    const { store, limits, log } = this.#options;
    const learned = store.turnover.take();
    if (!learned) return;
    this.#loggedAt = this.#now();
    const { size, shards, expired, evicted, freed } = learned;
    log({
      size: size?.bytes,
      files: size?.files,
      max_size: limits.maxBytes,
      max_files: limits.maxFiles,
      shards,
      expired,
      evicted,
      freed,
      free_percent: freeOn(store.layout.root),
      min_free: limits.minFree,
    });
  }
}

function freeOn(folder: string): number | undefined {
  try {
    const percent = freePercent(folder);
    return Number.isNaN(percent) ? undefined : Number(percent.toFixed(1));
  } catch {
    // There is no cache yet.
    return undefined;
  }
}
