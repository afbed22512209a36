/** How long a cache that failed is left alone, in milliseconds. */
const PAUSE_MS = 10_000;

/** Whether the cache takes pictures. One that is full or cannot be written is told of once, and tried again later. */
export class CacheHealth {
  readonly #warn: (text: string) => void;
  readonly #now: () => number;
  #pausedUntil = 0;
  #told = false;

  /** @param warn called with the first failure */
  constructor(warn: (text: string) => void, now: () => number = Date.now) {
    this.#warn = warn;
    this.#now = now;
  }

  works(): boolean {
    return this.#now() >= this.#pausedUntil;
  }

  failed(text: string): void {
    this.#pausedUntil = this.#now() + PAUSE_MS;
    if (!this.#told) this.#warn(`cache-error: pictures are shown for this search only, and not kept: ${text}`);
    this.#told = true;
  }
}
