const SECONDS = 10;
const LEAST_RESULTS = 20;

/** Results of the last 10 s, counted by the second, so that memory does not grow with traffic. Times are in ms. */
export class FailureWindow {
  readonly #seconds = Array.from({ length: SECONDS }, () => ({ second: -1, results: 0, failures: 0 }));

  add(isFailure: boolean, now: number): void {
    const second = Math.floor(now / 1000);
    const slot = this.#seconds[second % SECONDS];
    if (!slot) return;
    if (slot.second !== second) Object.assign(slot, { second, results: 0, failures: 0 });
    slot.results++;
    if (isFailure) slot.failures++;
  }

  /** Whether there were at least 20 results, and at least half of them failures. */
  isFailing(now: number): boolean {
    const last = Math.floor(now / 1000);
    let results = 0;
    let failures = 0;
    for (const slot of this.#seconds) {
      // After a clock was set back, seconds that are still to come do not count.
      if (slot.second > last || slot.second <= last - SECONDS) continue;
      results += slot.results;
      failures += slot.failures;
    }
    return results >= LEAST_RESULTS && failures * 2 >= results;
  }
}
