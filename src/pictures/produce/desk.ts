import type { World } from "./world.ts";

/** How long a cache that failed is left alone. */
const PAUSE_MS = 10_000;

/** Whether the cache takes pictures. One that is full or cannot be written is reported once, and tried again later. */
export class CacheHealth {
  readonly #warn: (text: string) => void;
  readonly #now: () => number;
  #pausedUntil = 0;
  #hasWarned = false;

  /**
   * @param warn called with the first failure
   * @param now milliseconds since 1970
   */
  constructor(warn: (text: string) => void, now: () => number = Date.now) {
    this.#warn = warn;
    this.#now = now;
  }

  works(): boolean {
    return this.#now() >= this.#pausedUntil;
  }

  failed(text: string): void {
    this.#pausedUntil = this.#now() + PAUSE_MS;
    if (!this.#hasWarned) this.#warn(`cache-error: pictures are shown for this search only, and not kept: ${text}`);
    this.#hasWarned = true;
  }
}

/** Where files on their way lie: in the cache's own workspace, whence they can be kept, or in a folder of this search. */
export type Desk = { readonly temporary: () => string; readonly isKept: boolean };

/** @param mayKeep false where the picture must not be kept, whatever the cache says */
export function deskFor({ store, spare, cacheHealth }: World, mayKeep = true): Desk {
  return mayKeep && cacheHealth.works()
    ? { temporary: () => store.temporary(), isKept: true }
    : { temporary: spare, isKept: false };
}
