/**
 * What a row may still spend on being served: by its server, the retries and all mirrors together. It runs only while
 * servers work, so that a wait in a queue costs nothing of it.
 */
export class TimeBudget {
  /** The whole of it. */
  readonly seconds: number;
  #leftMs: number;

  constructor(seconds: number) {
    this.seconds = seconds;
    this.#leftMs = seconds * 1000;
  }

  /** Milliseconds, never less than 0. */
  get leftMs(): number {
    return this.#leftMs;
  }

  spend(ms: number): void {
    this.#leftMs = Math.max(0, this.#leftMs - ms);
  }
}
