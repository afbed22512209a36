import type { Alarm, Clock } from "../../net/clock.ts";
import { CANCELLED, type ImageError } from "../contract.ts";
import type { Reach } from "./failure.ts";
import type { FetchLimits } from "./limits.ts";
import type { TimeBudget } from "./time-budget.ts";

/**
 * The clocks of one download: one for the phase it is in, one for all that its row may take, one for its rate. The HTTP
 * client's own time-out ends when the head of the answer is there, so a body that drips would never end.
 */
export class PhaseClock {
  readonly #clock: Clock;
  readonly #budget: TimeBudget;
  readonly #startedAt: number;
  readonly #controller = new AbortController();
  readonly #alarms: Alarm[] = [];
  readonly #outer: AbortSignal;
  #limits: FetchLimits;
  #askedAt: number;
  #phase: Alarm | undefined;
  #failure: ImageError | undefined;
  #reach: Reach = "unknown";
  #bytesInWindow = 0;
  #inBody = false;

  /**
   * @param limits of the first server
   * @param outer aborted when the search is cancelled
   */
  constructor(limits: FetchLimits, budget: TimeBudget, outer: AbortSignal, clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#askedAt = this.#startedAt;
    this.#limits = limits;
    this.#budget = budget;
    this.#outer = outer;
    if (outer.aborted) this.#cancel();
    outer.addEventListener("abort", this.#cancel);
    this.#alarms.push(clock.setAlarm(budget.leftMs, () => this.#endTotal()));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Which clock ended the download, if one did. */
  get failure(): ImageError | undefined {
    return this.#failure;
  }

  /** What that says of the server that was being asked. */
  get reach(): Reach {
    return this.#reach;
  }

  /** @param limits of the server that is asked now; only the clock over all of them goes on */
  connecting(host: string, limits: FetchLimits): void {
    this.#limits = limits;
    this.#askedAt = this.#clock.now();
    const { connectTimeoutSeconds } = limits;
    this.#enter(connectTimeoutSeconds, `no connection to ${host} within ${connectTimeoutSeconds} s`);
  }

  awaitingAnswer(host: string): void {
    const { firstByteTimeoutSeconds } = this.#limits;
    this.#enter(
      firstByteTimeoutSeconds,
      `${host} took the request but sent no answer within ${firstByteTimeoutSeconds} s`,
    );
  }

  readingBody(host: string): void {
    const { idleTimeoutSeconds, minRate, minRateWindowSeconds } = this.#limits;
    this.#inBody = true;
    const text = `${host} began to send the picture, then nothing for ${idleTimeoutSeconds} s (idle_timeout)`;
    this.#enter(idleTimeoutSeconds, text, "idle_timeout");
    if (minRate === 0) return;
    const check = (): void => {
      const rate = Math.round(this.#bytesInWindow / minRateWindowSeconds);
      if (rate < minRate)
        this.#expire(
          { code: "too-slow", text: `expected at least ${minRate} bytes/s from ${host}, received ${rate}` },
          "down",
        );
      this.#bytesInWindow = 0;
      window.restart();
    };
    const window = this.#clock.setAlarm(minRateWindowSeconds * 1000, check);
    this.#alarms.push(window);
  }

  /** Between two tries only the clock over all of them runs. */
  pausing(): void {
    this.#phase?.stop();
  }

  received(bytes: number): void {
    this.#bytesInWindow += bytes;
    this.#phase?.restart();
  }

  stop(): void {
    this.#outer.removeEventListener("abort", this.#cancel);
    this.#phase?.stop();
    for (const alarm of this.#alarms) alarm.stop();
    this.#budget.spend(this.#clock.now() - this.#startedAt);
  }

  #enter(seconds: number, text: string, limit?: ImageError["limit"]): void {
    this.#phase?.stop();
    const error: ImageError = { code: "timeout", text, ...(limit && { limit }) };
    this.#phase = this.#clock.setAlarm(seconds * 1000, () => this.#expire(error, "down"));
  }

  // Who got only the rest of the time that others had used up is not to blame.
  #endTotal(): void {
    const { seconds, leftMs } = this.#budget;
    // A timer may ring a little early, and the rest of a millisecond is nothing to ask a mirror with.
    this.#budget.spend(leftMs);
    const took = this.#clock.now() - this.#askedAt;
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
