import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, type Outcome, succeed } from "../../src/base/outcome.ts";
import type { ImageError } from "../../src/pictures/contract.ts";
import { admit } from "../../src/pictures/fetch/admission.ts";
import type { Downloaded } from "../../src/pictures/fetch/attempt.ts";
import {
  type Downloader,
  type DownloaderOptions,
  openDownloader,
  type Received,
  type Validators,
} from "../../src/pictures/fetch/download.ts";
import { type FetchLimits, limitsFor } from "../../src/pictures/fetch/limits.ts";
import type { ImageServer } from "../../src/pictures/fetch/server.ts";
import { TimeBudget } from "../../src/pictures/fetch/time-budget.ts";
import { type Ending, tempFolder } from "./temp-folder.ts";

/** Clocks that no healthy server on loopback comes near, however busy the machine is. */
export const LIMITS: FetchLimits = {
  connectTimeoutSeconds: 60,
  firstByteTimeoutSeconds: 60,
  idleTimeoutSeconds: 60,
  totalTimeoutSeconds: 120,
  minRate: 0,
  minRateWindowSeconds: 5,
  maxBytes: 100_000,
  maxRedirects: 3,
  retries: 1,
};

export type FetchingOptions = Partial<Omit<DownloaderOptions, "limitsFor" | "signal">> & {
  /** Addresses that a plain stanza allows, in place of `servers`. */
  readonly allowed?: readonly string[];
  readonly limits?: Partial<FetchLimits>;
};

/** What a row knows beside the address. */
export type Asking = { readonly known?: Validators; readonly budget?: TimeBudget };

/** A downloader as the program opens it, with a folder for its files. */
export type Fetching = {
  /** A picture; fails the test when the server says that it is unchanged. */
  readonly get: (url: URL, asking?: Asking) => Promise<Outcome<Downloaded, ImageError>>;
  readonly ask: (url: URL, asking?: Asking) => Promise<Outcome<Received, ImageError>>;
  readonly downloader: Downloader;
  /** Ends the search. */
  readonly cancel: () => void;
  /** Holds the files "1", "2" and so on. */
  readonly folder: string;
  readonly files: () => readonly Buffer[];
};

/** A stanza with these addresses that wants nothing special. */
export function serverAt(urls: readonly string[], special: Partial<ImageServer> = {}): ImageServer {
  const plain = { label: "test", verify: true, caFile: "", headers: {}, auth: { kind: "none" } } as const;
  return { ...plain, urls: urls.map((url) => new URL(url)), ...special };
}

export function openFetching(ending: Ending, options: FetchingOptions): Fetching {
  const { allowed = [], concurrency = 8, servers = [serverAt(allowed)] } = options;
  const limits = { ...LIMITS, ...options.limits };
  const folder = tempFolder(ending);
  const search = new AbortController();
  const downloader = openDownloader({
    perHost: concurrency,
    maxSockets: 64,
    secretFor: async ({ label }) => fail(`no secret for ${label}`),
    breaker: { enter: () => succeed({ settle: () => {} }) },
    arriving: () => {},
    ...options,
    concurrency,
    servers,
    limitsFor: (server) => limitsFor(limits, server),
    signal: search.signal,
  });
  ending.after(downloader.close);
  let count = 0;
  const ask: Fetching["ask"] = async (url, { known, budget = new TimeBudget(limits.totalTimeoutSeconds) } = {}) => {
    const admitted = admit(url, servers);
    if (!admitted.ok) return admitted;
    const request = { url: admitted.value, file: join(folder, `${++count}`), budget, ...(known && { known }) };
    const got = await downloader.inTurn(admitted.value, () => downloader.download(request));
    return got.ok ? got : fail(got.error.error);
  };
  return {
    ask,
    async get(url, asking) {
      const got = await ask(url, asking);
      if (!got.ok) return got;
      assert.ok(got.value.kind === "picture", "nothing new came");
      return succeed(got.value);
    },
    downloader,
    folder,
    cancel: () => search.abort(),
    files: () => readdirSync(folder).map((name) => readFileSync(join(folder, name))),
  };
}
