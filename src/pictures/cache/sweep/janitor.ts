import { errorText } from "../../../base/error-text.ts";
import { SHARDS } from "../store/layout.ts";
import { SLICE_FILES } from "./slice.ts";
import { type SweepOptions, sweepSlice } from "./sweep.ts";

const PAUSE_MS = 5_000;
/** After a slice that deleted its fill, so that what searches lay out goes faster than it comes. */
const BUSY_PAUSE_MS = 100;
/** At the end of a search, which somebody waits for. */
const LAST_SLICES = 5;
const LAST_MS = 1_000;
const LAST_SLICE_MS = 40;

/** Sweeps a slice of the cache now and then, for as long as a search runs. */
export class Janitor {
  readonly #options: SweepOptions;
  readonly #failed: (text: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;

  /** @param failed called with the first failure; a cache that cannot be swept holds up no search */
  constructor(options: SweepOptions, failed: (text: string) => void) {
    this.#options = options;
    this.#failed = failed;
  }

  start(): void {
    if (this.#timer === undefined) this.#goOnAfter(PAUSE_MS);
  }

  /** Sweeps at once, a few slices if there is much to do. */
  sweep(): void {
    const { now } = this.#options;
    const until = now() + LAST_MS;
    for (let slice = 0; slice < LAST_SLICES && now() < until; slice++) {
      if (!this.#sweepSlice({ ...this.#options, sliceMs: LAST_SLICE_MS })) return;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #goOnAfter(milliseconds: number): void {
    const goOn = (): void => this.#goOnAfter(this.#sweepSlice(this.#options) ? BUSY_PAUSE_MS : PAUSE_MS);
    this.#timer = setTimeout(goOn, milliseconds).unref();
  }

  /** @returns whether there is more to delete. A slice whose time went by with looking says nothing of that. */
  #sweepSlice(options: SweepOptions): boolean {
    try {
      const swept = sweepSlice(options);
      return swept !== "held" && swept.shards < SHARDS.length && swept.files >= SLICE_FILES / 2;
    } catch (thrown) {
      if (!this.#hasFailed) this.#failed(errorText(thrown));
      this.#hasFailed = true;
      return false;
    }
  }
}
