/** So many children may die in a row over pictures; one that dies before it has started counts for four. */
const MAX_DEATHS = 10;
const WEIGHT_OF_A_FALSE_START = 4;
const PAUSE_MS = 5_000;

/**
 * Counts children that died since one last answered. A decoder that cannot work, say for a missing library, is not
 * started for each of ten thousand rows: after a pause it is tried once more, and pauses again.
 */
export class RestartBackoff {
  readonly #nowMs: () => number;
  #deaths = 0;
  #pausedUntilMs = 0;

  /** @param nowMs milliseconds of a clock that only goes forward */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Whether no child should be started now. */
  get isPaused(): boolean {
    return this.#nowMs() < this.#pausedUntilMs;
  }

  childAnswered(): void {
    this.#deaths = 0;
  }

  childDied(hadStarted: boolean): void {
    this.#deaths += hadStarted ? 1 : WEIGHT_OF_A_FALSE_START;
    if (this.#deaths < MAX_DEATHS) return;
    this.#deaths = MAX_DEATHS - 1;
    this.#pausedUntilMs = this.#nowMs() + PAUSE_MS;
  }
}
