/** So many children may die in a row over pictures; one that dies before it has started counts for four. */
const MOST_DEATHS = 10;
const WEIGHT_OF_A_FALSE_START = 4;
const REST_MS = 5_000;

/**
 * Counts children that died since one last answered. A decoder that cannot work, say for a missing library, is not
 * started for each of ten thousand rows: it rests, is tried once more, and rests again.
 */
export class RestartBackoff {
  readonly #now: () => number;
  #deaths = 0;
  #restsUntil = 0;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether no child should be started now. */
  get rests(): boolean {
    return this.#now() < this.#restsUntil;
  }

  answered(): void {
    this.#deaths = 0;
  }

  died(hadStarted: boolean): void {
    this.#deaths += hadStarted ? 1 : WEIGHT_OF_A_FALSE_START;
    if (this.#deaths < MOST_DEATHS) return;
    this.#deaths = MOST_DEATHS - 1;
    this.#restsUntil = this.#now() + REST_MS;
  }
}
