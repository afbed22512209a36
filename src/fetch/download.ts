import { setTimeout as wait } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";
import type { ImageError } from "../contract.ts";
import { fail, type Outcome } from "../lib/outcome.ts";
import { type AdmittedUrl, type AllowedServer, admit } from "./admission.ts";
import { attempt, type Downloaded } from "./attempt.ts";
import { openConnections } from "./connections.ts";
import type { FetchLimits } from "./limits.ts";
import { PhaseClock } from "./phase-clock.ts";

export type Download = (url: AdmittedUrl, file: string) => Promise<Outcome<Downloaded, ImageError>>;
export type Downloader = { readonly download: Download; readonly close: () => void };

export type DownloaderOptions = {
  readonly servers: readonly AllowedServer[];
  readonly limits: FetchLimits;
  /** Downloads at once, in all and from one host. */
  readonly concurrency: number;
  readonly perHost: number;
  /** Aborted when the search is cancelled. */
  readonly signal: AbortSignal;
  /** Called when a picture begins to arrive, so that what handles it next can get ready. */
  readonly arriving: () => void;
};

/** A server that asks for more patience than this gets no second try. */
const LONGEST_WAIT_MS = 2_000;

/** Downloads pictures into files: bounded in number, redirects admitted hop by hop, one clock over all tries. */
export function openDownloader(options: DownloaderOptions): Downloader {
  const { servers, limits, signal, arriving } = options;
  const connections = openConnections(servers);
  const overall = pLimit(options.concurrency);
  const hosts = new Map<string, LimitFunction>();
  const hostLimit = (host: string): LimitFunction => {
    const limit = hosts.get(host) ?? pLimit(options.perHost);
    hosts.set(host, limit);
    return limit;
  };

  const fetchOne: Download = async (url, file) => {
    const clock = new PhaseClock(limits, signal);
    let target = url;
    let redirects = 0;
    let retries = 0;
    try {
      for (;;) {
        const result = await attempt({ url: target, file, maxBytes: limits.maxBytes, clock, connections, arriving });
        if (result.kind === "done") return result.outcome;
        if (result.kind === "again") {
          if (retries++ >= limits.retries || result.afterMs > LONGEST_WAIT_MS) return fail(result.error);
          clock.pausing();
          await wait(result.afterMs, undefined, { signal: clock.signal }).catch(() => {});
          if (clock.failure) return fail(clock.failure);
          continue;
        }
        const next = nextHop(target, result.location, servers, redirects++ < limits.maxRedirects);
        if (!next.ok) return next;
        target = next.value;
      }
    } finally {
      clock.stop();
    }
  };
  return {
    // The host's own queue comes first, so that a slow server cannot hold places that others could use.
    download: (url, file) => hostLimit(url.host)(() => overall(() => fetchOne(url, file))),
    close: connections.close,
  };
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
