import pLimit, { type LimitFunction } from "p-limit";

type Queue = { readonly limit: LimitFunction; users: number };

/** Who works when: so many at once in all, and so many for one host. */
export class Turns {
  readonly #overall: LimitFunction;
  readonly #hosts = new Map<string, Queue>();

  constructor(concurrency: number) {
    this.#overall = pLimit(concurrency);
  }

  /** @param atOnce how many may work for this host at once; the first to name a host sets it */
  async take<Value>(host: string, atOnce: number, work: () => Promise<Value>): Promise<Value> {
    const queue = this.#hosts.get(host) ?? { limit: pLimit(atOnce), users: 0 };
    this.#hosts.set(host, queue);
    queue.users++;
    try {
      // The host's own queue comes first, so that a slow server cannot hold places that others could use.
      return await queue.limit(() => this.#overall(work));
    } finally {
      // Placeholders can make thousands of hosts.
      if (--queue.users === 0) this.#hosts.delete(host);
    }
  }

  /** How many hosts have somebody waiting or at work. */
  get hosts(): number {
    return this.#hosts.size;
  }
}
