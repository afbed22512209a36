import type { ImageError } from "../contract.ts";
import type { FetchLimits } from "./limits.ts";

/**
 * The clocks of one download: one for the phase it is in, one for all of it, one for its rate. The HTTP client's own
 * time-out ends when the head of the answer is there, so a body that drips would never end.
 */
export class PhaseClock {
  readonly #limits: FetchLimits;
  readonly #controller = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #outer: AbortSignal;
  #phaseTimer: NodeJS.Timeout | undefined;
  #failure: ImageError | undefined;
  #bytesInWindow = 0;
  #inBody = false;

  /** @param outer aborted when the search is cancelled */
  constructor(limits: FetchLimits, outer: AbortSignal) {
    this.#limits = limits;
    this.#outer = outer;
    if (outer.aborted) this.#cancel();
    outer.addEventListener("abort", this.#cancel);
    this.#timers.push(setTimeout(() => this.#expire(...this.#totalExpired()), limits.totalTimeout * 1000));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Which clock ended the download, if one did. */
  get failure(): ImageError | undefined {
    return this.#failure;
  }

  connecting(host: string): void {
    const { connectTimeout } = this.#limits;
    this.#enter(connectTimeout, `no connection to ${host} within ${connectTimeout} s`);
  }

  awaitingAnswer(host: string): void {
    const { firstByteTimeout } = this.#limits;
    this.#enter(firstByteTimeout, `${host} took the request but sent no answer within ${firstByteTimeout} s`);
  }

  readingBody(host: string): void {
    const { idleTimeout, minRate, minRateWindow } = this.#limits;
    this.#inBody = true;
    this.#enter(idleTimeout, `${host} began to send the picture, then nothing for ${idleTimeout} s`);
    if (minRate === 0) return;
    const check = (): void => {
      const rate = Math.round(this.#bytesInWindow / minRateWindow);
      if (rate < minRate)
        this.#expire("too-slow", `expected at least ${minRate} bytes/s from ${host}, received ${rate}`);
      this.#bytesInWindow = 0;
    };
    this.#timers.push(setInterval(check, minRateWindow * 1000));
  }

  /** Between two tries only the clock over all of them runs. */
  pausing(): void {
    clearTimeout(this.#phaseTimer);
  }

  received(bytes: number): void {
    this.#bytesInWindow += bytes;
    this.#phaseTimer?.refresh();
  }

  stop(): void {
    this.#outer.removeEventListener("abort", this.#cancel);
    clearTimeout(this.#phaseTimer);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #enter(limit: number, text: string): void {
    clearTimeout(this.#phaseTimer);
    this.#phaseTimer = setTimeout(() => this.#expire("timeout", text), limit * 1000);
  }

  #totalExpired(): ["too-slow" | "timeout", string] {
    return [this.#inBody ? "too-slow" : "timeout", `the picture was not there within ${this.#limits.totalTimeout} s`];
  }

  #expire(code: "timeout" | "too-slow", text: string): void {
    this.#failure ??= { code, text };
    this.#controller.abort();
  }

  readonly #cancel = (): void => {
    this.#failure ??= { code: "cancelled", text: "the search ended before this picture was there" };
    this.#controller.abort();
  };
}
