import type { Alarm, Clock } from "../../src/net/clock.ts";

type Pending = { readonly ms: number; readonly ring: () => void; at: number };

/** A clock that stands still until a test lets time pass. */
export class ManualClock implements Clock {
  readonly #pending = new Set<Pending>();
  #now = 0;
  #waiting: { readonly ms: number; readonly resolve: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly setAlarm = (ms: number, ring: () => void): Alarm => {
    const alarm: Pending = { ms, ring, at: 0 };
    const restart = (): void => {
      alarm.at = this.#now + ms;
      this.#pending.add(alarm);
    };
    restart();
    for (const { resolve } of this.#waiting.filter((each) => each.ms === ms)) resolve();
    this.#waiting = this.#waiting.filter((each) => each.ms !== ms);
    return { restart, stop: () => void this.#pending.delete(alarm) };
  };

  /** Resolves when an alarm of so many milliseconds is set that has not rung. */
  async alarmOf(ms: number): Promise<void> {
    if ([...this.#pending].some((alarm) => alarm.ms === ms)) return;
    await new Promise<void>((resolve) => this.#waiting.push({ ms, resolve }));
  }

  /** Lets so many milliseconds pass; what is due rings in its order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.#now = next.at;
      this.#pending.delete(next);
      next.ring();
    }
    this.#now = end;
  }

  #next(): Pending | undefined {
    return [...this.#pending].toSorted((one, other) => one.at - other.at)[0];
  }
}
