import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageError } from "../../src/contract.ts";
import { type AllowedServer, admit } from "../../src/fetch/admission.ts";
import type { Downloaded } from "../../src/fetch/attempt.ts";
import { openDownloader } from "../../src/fetch/download.ts";
import type { FetchLimits } from "../../src/fetch/limits.ts";
import type { Outcome } from "../../src/lib/outcome.ts";
import { type Ending, tempFolder } from "./temp-folder.ts";

/** Clocks that no healthy server on loopback comes near. */
export const LIMITS: FetchLimits = {
  connectTimeout: 5,
  firstByteTimeout: 5,
  idleTimeout: 5,
  totalTimeout: 20,
  minRate: 0,
  minRateWindow: 5,
  maxBytes: 100_000,
  maxRedirects: 3,
  retries: 1,
};

export type FetchingOptions = {
  /** Addresses that a stanza allows. */
  readonly allowed: readonly string[];
  readonly limits?: Partial<FetchLimits>;
  readonly concurrency?: number;
  readonly perHost?: number;
  readonly arriving?: () => void;
};

/** A downloader as the program opens it, with a folder for its files. */
export type Fetching = {
  readonly get: (url: URL) => Promise<Outcome<Downloaded, ImageError>>;
  /** Ends the search. */
  readonly cancel: () => void;
  /** Holds the files "1", "2" and so on. */
  readonly folder: string;
  readonly files: () => readonly Buffer[];
};

export function openFetching(ending: Ending, options: FetchingOptions): Fetching {
  const { allowed, limits, concurrency = 8, perHost = concurrency, arriving = () => {} } = options;
  const servers: readonly AllowedServer[] = [{ label: "test", urls: allowed.map((url) => new URL(url)) }];
  const folder = tempFolder(ending);
  const search = new AbortController();
  const downloader = openDownloader({
    servers,
    limits: { ...LIMITS, ...limits },
    concurrency,
    perHost,
    signal: search.signal,
    arriving,
  });
  ending.after(downloader.close);
  let count = 0;
  return {
    async get(url) {
      const admitted = admit(url, servers);
      return admitted.ok ? downloader.download(admitted.value, join(folder, `${++count}`)) : admitted;
    },
    folder,
    cancel: () => search.abort(),
    files: () => readdirSync(folder).map((name) => readFileSync(join(folder, name))),
  };
}
