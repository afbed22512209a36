import { LRUCache } from "lru-cache";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { HostRecord, ImageError } from "../contract.ts";
import { FailureWindow } from "./failure-window.ts";
import { afterFailure, isUsable } from "./host-record.ts";

/** Where the records lie. None of these throws; `read` gives undefined for what is no record. */
export type BreakerRecords = {
  readonly read: (origin: string) => HostRecord | undefined;
  readonly write: (origin: string, record: HostRecord) => void;
  readonly remove: (origin: string) => void;
};

/** What a process did to the breaker of one server. */
export type BreakerChange = {
  readonly origin: string;
  readonly state: "open" | "half-open" | "closed";
  /** In a row, before this. */
  readonly failures: number;
  /** Why it was opened. */
  readonly cause: string;
  /** Milliseconds for which nobody asks; 0 unless it opens. */
  readonly openMs: number;
};

export type BreakerOptions = {
  readonly records: BreakerRecords;
  /** Leave to be the one prober of the whole machine, this process included. */
  readonly tryProbe: (origin: string) => { readonly release: () => void } | "held";
  /** Failures in a row that open it; 0: it never opens. */
  readonly failures: number;
  /** Called with what this process changed; what others change, they report. */
  readonly changed?: (change: BreakerChange) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Leave to ask a server once; `unknown` is a request that says nothing about it, such as a cancelled one. */
export type Permit = { readonly settle: (result: "reached" | "down" | "unknown", cause?: string) => void };

/** What this process knows of one server. */
class Host {
  readonly origin: string;
  readonly window = new FailureWindow();
  record: HostRecord | undefined;
  readAt = Number.NEGATIVE_INFINITY;
  /** How many openings were seen. Requests from before the last one say nothing new. */
  openings = 0;
  /** What rows get during the last opening. */
  refusal: ImageError | undefined;
  /** When leave to probe may be asked for; Infinity while this process probes. */
  probeAt = 0;
  /** Requests of this process that are on their way, and who waits for what they find. */
  inFlight = 0;
  waiting: (() => void)[] = [];

  constructor(origin: string) {
    this.origin = origin;
  }
}

const FRESH_MS = 250;
const MAX_HOSTS = 1_000;
const MAX_BRIEF = 120;

/**
 * Keeps requests from image servers that are down: closed, then open for 10, 20, 60 s, with one probe after each.
 * Processes share failures in a row, and that it is open, through records without a lock: of two that write in the same
 * instant, one count is lost. The share of failures in a window is counted in each process by itself.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #hosts = new LRUCache<string, Host>({ max: MAX_HOSTS });

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  /** Why this server is not asked now; undefined when it may be. Cheap: most calls only look into memory. */
  refusal(origin: string): ImageError | undefined {
    return this.#refusal(this.#hostAt(origin));
  }

  /** Leave to ask once; the permit must be settled, and settling it twice is harmless. */
  enter(origin: string): Outcome<Permit, ImageError> {
    const host = this.#hostAt(origin);
    const refused = this.#refusal(host);
    if (refused) return fail(refused);
    if (!host.record?.step) return succeed(this.#permit(host));

    const lease = this.#options.tryProbe(origin);
    if (lease === "held") {
      host.probeAt = this.#options.now() + FRESH_MS;
      return this.enter(origin);
    }
    const { openings } = host;
    this.#read(host);
    if (host.record?.step && host.openings === openings) {
      host.probeAt = Number.POSITIVE_INFINITY;
      this.#report("half-open", host.record);
      return succeed(this.#permit(host, lease.release));
    }
    // Another process has probed since the record was read, and found out how it stands.
    lease.release();
    return this.enter(origin);
  }

  /**
   * Resolves when nothing speaks against one more request. After a failure those on their way show first whether the
   * server is down: so a dead one costs a single wave of time-outs.
   */
  async awaitProbes(origin: string): Promise<void> {
    const host = this.#hostAt(origin);
    while (host.inFlight > 0 && this.#look(host)?.step === 0) {
      await new Promise<void>((resolve) => host.waiting.push(resolve));
    }
  }

  /** For explain: how it stands with this server. */
  state(origin: string): string {
    const record = this.#look(this.#hostAt(origin));
    if (!record) return "closed";
    const { failures, step, openUntil, cause } = record;
    if (step === 0) return `${failures} ${failures === 1 ? "failure" : "failures"} in a row: ${cause}`;
    const hint = openUntil <= this.#options.now() ? ", now one request may try it" : "";
    return `open until ${utcTime(openUntil)}${hint}: ${cause}`;
  }

  #hostAt(origin: string): Host {
    const known = this.#hosts.get(origin);
    if (known) return known;
    const host = new Host(origin);
    this.#hosts.set(origin, host);
    return host;
  }

  #refusal(host: Host): ImageError | undefined {
    const record = this.#look(host);
    if (!record?.step) return undefined;
    return this.#options.now() < Math.max(record.openUntil, host.probeAt) ? host.refusal : undefined;
  }

  #permit(host: Host, release?: () => void): Permit {
    const { openings } = host;
    let isSettled = false;
    host.inFlight++;
    return {
      settle: (result, cause = "no answer") => {
        if (isSettled) return;
        isSettled = true;
        host.inFlight--;
        for (const resume of host.waiting.splice(0)) resume();
        if (result !== "unknown" && this.#options.failures > 0) this.#count(host, openings, result === "down", cause);
        if (!release) return;
        // Last, so that the next prober finds what this one has found.
        host.probeAt = 0;
        release();
      },
    };
  }

  #count(host: Host, openings: number, isDown: boolean, cause: string): void {
    const { failures: limit, records, now } = this.#options;
    // Other processes may have counted too. A good answer from a server without failures leaves the disk alone.
    if (this.#look(host) || isDown) this.#read(host);
    if (host.openings !== openings) return;
    const at = now();
    host.window.add(isDown, at);
    if (isDown) {
      const isFailing = host.window.isFailing(at);
      const counted = afterFailure(host.origin, host.record, { cause, at, limit, isFailing });
      records.write(host.origin, counted);
      this.#see(host, counted);
      if (counted.step > 0) this.#report("open", counted, counted.openUntil - at);
    } else if (host.record) {
      const { record } = host;
      records.remove(host.origin);
      this.#see(host, undefined);
      if (record.step > 0) this.#report("closed", record);
    }
  }

  #report(state: BreakerChange["state"], { origin, failures, cause }: HostRecord, openMs = 0): void {
    this.#options.changed?.({ origin, state, failures, cause, openMs });
  }

  /** The record as it was at most 250 ms ago. */
  #look(host: Host): HostRecord | undefined {
    const age = this.#options.now() - host.readAt;
    if (this.#options.failures > 0 && !(age >= 0 && age < FRESH_MS)) this.#read(host);
    return host.record;
  }

  #read(host: Host): void {
    const record = this.#options.records.read(host.origin);
    this.#see(host, record && isUsable(record, this.#options.now()) ? record : undefined);
  }

  #see(host: Host, record: HostRecord | undefined): void {
    if (record?.step && record.openUntil !== host.record?.openUntil) {
      host.openings++;
      host.refusal = refusalOf(record);
      host.probeAt = 0;
    }
    host.record = record;
    host.readAt = this.#options.now();
  }
}

/** The same for all rows of one opening, so that one error picture serves them all. */
function refusalOf({ origin, openUntil, cause }: HostRecord): ImageError {
  const host = URL.parse(origin)?.host ?? origin;
  const advice = "check that it runs and that this search head can reach it, then search again";
  const text = `${host} was found down (${cause}) and is not asked until ${utcTime(openUntil)}; ${advice}`;
  const words = "Image server is down";
  return { code: "breaker-open", text, brief: `${words} (${cause.slice(0, MAX_BRIEF - words.length - 3)})` };
}

function utcTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 19)} UTC`;
}
