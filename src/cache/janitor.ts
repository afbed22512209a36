import { errorText } from "../lib/error-text.ts";
import { type SweepOptions, sweepSlice } from "./sweep.ts";

const PAUSE_MS = 5_000;

/** Sweeps a slice of the cache now and then, for as long as a search runs. */
export class Janitor {
  readonly #options: SweepOptions;
  readonly #failed: (text: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #told = false;

  /** @param failed told of the first failure; a cache that cannot be swept holds up no search */
  constructor(options: SweepOptions, failed: (text: string) => void) {
    this.#options = options;
    this.#failed = failed;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.sweep(), PAUSE_MS).unref();
  }

  /** One slice, at once. */
  sweep(): void {
    try {
      sweepSlice(this.#options);
    } catch (thrown) {
      if (!this.#told) this.#failed(errorText(thrown));
      this.#told = true;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
