import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { AddressVerdict, Resolve } from "../../net/checked-lookup.ts";
import { CLOCK, type Clock, pause } from "../../net/clock.ts";
import type { ImageError } from "../contract.ts";
import { type AdmittedUrl, admit, allowingServer } from "./admission.ts";
import type { Received, Unchanged } from "./attempt.ts";
import { openConnections } from "./connections.ts";
import { type ExchangeContext, exchange } from "./exchange.ts";
import { connectionFailure, type Failed } from "./failure.ts";
import { PhaseClock } from "./phase-clock.ts";
import type { AllowedServer } from "./server.ts";
import type { TimeBudget } from "./time-budget.ts";
import { Turns } from "./turns.ts";
import type { Validators } from "./validators.ts";

export type { Received, Unchanged, Validators };

export type DownloadRequest = {
  readonly url: AdmittedUrl;
  /** Written only by a complete download; must not exist before. */
  readonly file: string;
  /** Shared by all tries and mirrors of one row. */
  readonly budget: TimeBudget;
  readonly known?: Validators;
};
export type Download = (request: DownloadRequest) => Promise<Outcome<Received, Failed>>;

export type Downloader = {
  /** Asks at once; whoever calls it does so within a turn. */
  readonly download: Download;
  /** Does the work when it is the turn of this host, and one of the search's places is free. */
  readonly inTurn: <Value>(url: AdmittedUrl, work: () => Promise<Value>) => Promise<Value>;
  /** For explain: where the host of an address leads. Connects to nobody. */
  readonly addressesOf: (url: AdmittedUrl) => Promise<Outcome<readonly AddressVerdict[], ImageError>>;
  /** Whether a name server is being asked, which nothing can end before it answers. */
  readonly isResolving: () => boolean;
  readonly close: () => void;
};

export type DownloaderOptions = Omit<ExchangeContext, "connections"> & {
  /** Work at once in all, and for one host of a server whose stanza does not say. */
  readonly concurrency: number;
  readonly perHost: number;
  /** Open connections, idle ones included. */
  readonly maxSockets: number;
  /** How names become addresses; absent: as the system does it. */
  readonly resolve?: Resolve;
  /** What time it is; absent: that of this process. */
  readonly clock?: Clock;
  /** Aborted when the search is cancelled. */
  readonly signal: AbortSignal;
};

/** A server that asks for more patience than this gets no second try. */
const LONGEST_WAIT_MS = 2_000;

/** Downloads pictures into files. */
export function openDownloader(options: DownloaderOptions): Downloader {
  const { servers, concurrency, perHost, clock = CLOCK } = options;
  const connections = openConnections(servers, options);
  const context: ExchangeContext = { ...options, connections };
  const turns = new Turns(concurrency);
  return {
    download: (request) => download(request, context, { ...options, clock }),
    inTurn(url, work) {
      const server = allowingServer(url, servers);
      const atOnce = Math.min(server?.concurrency ?? perHost, concurrency);
      return turns.take(`${server?.label} ${url.origin}`, atOnce, work);
    },
    addressesOf: (url) => addressesOf(url, context, clock),
    isResolving: connections.isResolving,
    close: connections.close,
  };
}

// Redirects are admitted hop by hop, and one clock runs over all tries.
async function download(
  { url, file, budget, known }: DownloadRequest,
  context: ExchangeContext,
  { signal, clock: time }: { readonly signal: AbortSignal; readonly clock: Clock },
): Promise<Outcome<Received, Failed>> {
  if (budget.leftMs <= 0 && !signal.aborted) return fail({ error: nothingLeft(url, budget), reach: "unknown" });
  const limits = context.limitsFor(allowingServer(url, context.servers));
  const clock = new PhaseClock(limits, budget, signal, time);
  let target = url;
  let redirects = 0;
  let retries = 0;
  try {
    while (!clock.failure) {
      const isIdentified = target.origin === url.origin;
      const result = await exchange({ url: target, isIdentified, file, known, clock }, context);
      const { reach } = result;
      if (result.kind === "done") {
        return result.outcome.ok ? result.outcome : fail({ error: result.outcome.error, reach });
      }
      if (result.kind === "redirect") {
        const next = nextHop(target, result.location, context.servers, redirects++ < limits.maxRedirects);
        if (!next.ok) return fail({ error: next.error, reach });
        target = next.value;
      } else {
        if (retries++ >= limits.retries || result.afterMs > LONGEST_WAIT_MS)
          return fail({ error: result.error, reach });
        clock.pausing();
        await pause(result.afterMs, time, clock.signal);
      }
    }
    return fail({ error: clock.failure, reach: clock.reach });
  } finally {
    clock.stop();
  }
}

function nothingLeft(url: URL, { seconds }: TimeBudget): ImageError {
  const text = `${url.host} was not asked: the servers before it used up the ${seconds} s that this picture has`;
  return { code: "timeout", text };
}

function nextHop(
  from: URL,
  location: string,
  servers: readonly AllowedServer[],
  mayFollow: boolean,
): Outcome<AdmittedUrl, ImageError> {
  const refuse = (text: string): Outcome<never, ImageError> => fail({ code: "redirect-refused", text });
  const to = URL.parse(location, from.href);
  if (!to) return refuse(`${from.host} redirects to something that is no address`);
  // A login that redirects carries its secrets in user name, password and query.
  const shown = `${to.protocol}//${to.host}${to.pathname}`.slice(0, 200);
  if (!mayFollow) return refuse(`${from.host} redirects too often; the next address would be ${shown}`);
  const admitted = admit(to, servers);
  return admitted.ok ? admitted : refuse(`${from.host} redirects to ${shown}: ${admitted.error.text}`);
}

async function addressesOf(
  url: AdmittedUrl,
  { servers, limitsFor, connections }: ExchangeContext,
  clock: Clock,
): Promise<Outcome<readonly AddressVerdict[], ImageError>> {
  const { hostname, host } = url;
  const server = allowingServer(url, servers);
  const { connectTimeoutSeconds } = limitsFor(server);
  const patience = new AbortController();
  try {
    const late = pause(connectTimeoutSeconds * 1000, clock, patience.signal);
    const verdicts = await Promise.race([connections.addressesOf(hostname), late]);
    if (verdicts) return succeed(verdicts);
    return fail({ code: "dns-failed", text: `${host}: no address of this name within ${connectTimeoutSeconds} s` });
  } catch (thrown) {
    return fail(connectionFailure(thrown, host, server?.label ?? "").error);
  } finally {
    patience.abort();
  }
}
