import pLimit from "p-limit";

/** Pieces of work at once, and waiting for their turn; what comes beyond is not done. */
const AT_ONCE = 2;
const MOST = 100;

/** Work that nobody waits for. It never rejects, and takes little from those who wait for theirs. */
export class BackgroundWork {
  readonly #limit = pLimit(AT_ONCE);
  readonly #running = new Set<Promise<void>>();

  readonly add = (work: () => Promise<unknown>): void => {
    if (this.#running.size >= MOST) return;
    const done = this.#limit(work)
      .then(
        () => {},
        () => {},
      )
      .finally(() => this.#running.delete(done));
    this.#running.add(done);
  };

  /** Resolves when all of it is done, or after so many milliseconds. */
  async settled(longestMs: number): Promise<void> {
    const timeUp = new Promise((resolve) => setTimeout(resolve, longestMs).unref());
    await Promise.race([Promise.all(this.#running), timeUp]);
  }
}
