import { CANCELLED, type ImageError } from "../contract.ts";
import type { Reach } from "./failure.ts";
import type { FetchLimits } from "./limits.ts";
import type { TimeBudget } from "./time-budget.ts";

/**
 * The clocks of one download: one for the phase it is in, one for all that its row may take, one for its rate. The HTTP
 * client's own time-out ends when the head of the answer is there, so a body that drips would never end.
 */
export class PhaseClock {
  readonly #budget: TimeBudget;
  readonly #startedAt = performance.now();
  readonly #controller = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #outer: AbortSignal;
  #limits: FetchLimits;
  #askedAt = this.#startedAt;
  #phaseTimer: NodeJS.Timeout | undefined;
  #failure: ImageError | undefined;
  #reach: Reach = "unknown";
  #bytesInWindow = 0;
  #inBody = false;

  /**
   * @param limits of the first server
   * @param outer aborted when the search is cancelled
   */
  constructor(limits: FetchLimits, budget: TimeBudget, outer: AbortSignal) {
    this.#limits = limits;
    this.#budget = budget;
    this.#outer = outer;
    if (outer.aborted) this.#cancel();
    outer.addEventListener("abort", this.#cancel);
    this.#timers.push(setTimeout(() => this.#endTotal(), budget.leftMs));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Which clock ended the download, if one did. */
  get failure(): ImageError | undefined {
    return this.#failure;
  }

  /** What that tells of the server that was being asked. */
  get reach(): Reach {
    return this.#reach;
  }

  /** @param limits of the server that is asked now; only the clock over all of them goes on */
  connecting(host: string, limits: FetchLimits): void {
    this.#limits = limits;
    this.#askedAt = performance.now();
    const { connectTimeout } = limits;
    this.#enter(connectTimeout, `no connection to ${host} within ${connectTimeout} s`);
  }

  awaitingAnswer(host: string): void {
    const { firstByteTimeout } = this.#limits;
    this.#enter(firstByteTimeout, `${host} took the request but sent no answer within ${firstByteTimeout} s`);
  }

  readingBody(host: string): void {
    const { idleTimeout, minRate, minRateWindow } = this.#limits;
    this.#inBody = true;
    const text = `${host} began to send the picture, then nothing for ${idleTimeout} s (idle_timeout)`;
    this.#enter(idleTimeout, text, "idle_timeout");
    if (minRate === 0) return;
    const check = (): void => {
      const rate = Math.round(this.#bytesInWindow / minRateWindow);
      if (rate < minRate)
        this.#expire(
          { code: "too-slow", text: `expected at least ${minRate} bytes/s from ${host}, received ${rate}` },
          "down",
        );
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
    this.#budget.spend(performance.now() - this.#startedAt);
  }

  #enter(seconds: number, text: string, limit?: ImageError["limit"]): void {
    clearTimeout(this.#phaseTimer);
    const error: ImageError = { code: "timeout", text, ...(limit && { limit }) };
    this.#phaseTimer = setTimeout(() => this.#expire(error, "down"), seconds * 1000);
  }

  // Who got only the rest of the time that others had used up is not to blame.
  #endTotal(): void {
    const { seconds } = this.#budget;
    const took = performance.now() - this.#askedAt;
    const code = this.#inBody ? "too-slow" : "timeout";
    const reach = 2 * took >= seconds * 1000 ? "down" : "unknown";
    this.#expire({ code, text: `the picture was not there within ${seconds} s` }, reach);
  }

  #expire(error: ImageError, reach: Reach): void {
    if (!this.#failure) this.#reach = reach;
    this.#failure ??= error;
    this.#controller.abort();
  }

  readonly #cancel = (): void => {
    this.#failure ??= CANCELLED;
    this.#controller.abort();
  };
}
