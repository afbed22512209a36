import type { MemoryRules } from "../errors/memory.ts";
import type { DecodeLimits } from "../image/decoder/limits.ts";
import { isImpatient, type SearchArguments } from "../settings/search-options.ts";
import type { Settings } from "../settings/settings.ts";
import type { PinnedOriginal } from "./pinned-original.ts";

/** How long stored pictures are shown. */
export type FreshnessRules = {
  /** For which a picture stays good. */
  readonly maxAgeSeconds: number;
  /** Whether the image server may say less. */
  readonly mindsServer: boolean;
  /** Beyond that age: shown at once, and asked for behind the search; shown, marked, while the server fails. */
  readonly revalidateSeconds: number;
  readonly staleSeconds: number;
};

/** How pictures are produced: what a search and getimage.conf say of it. */
export type ProduceOptions = {
  /** An age of 0 asks the server each time. */
  readonly freshness: FreshnessRules;
  readonly remember: MemoryRules;
  /** Whether to pass over what the cache holds. */
  readonly refresh: boolean;
  /** Whether each picture needs a thumbnail. */
  readonly thumb: boolean;
  readonly keepSource: boolean;
  readonly limits: DecodeLimits;
  /** Pages that `page=all` shows of one picture. */
  readonly maxPages: number;
  /** Takes the original of a picture of which more than one page is wanted. */
  readonly pinned?: PinnedOriginal;
  /** Longest wait for another search that fetches the same picture. */
  readonly leaseWaitSeconds: number;
};

/** Whether what the cache holds may be shown. */
export function mayRead({ freshness, refresh }: ProduceOptions): boolean {
  return freshness.maxAgeSeconds > 0 && !refresh;
}

/** How pictures are produced for a search with these arguments. */
export function produceOptions(search: SearchArguments, settings: Settings): ProduceOptions {
  const { cache, image } = settings;
  return {
    freshness: {
      maxAgeSeconds: search.cache,
      mindsServer: cache.server_age,
      revalidateSeconds: cache.revalidate_seconds,
      staleSeconds: cache.stale_seconds,
    },
    remember: {
      missingSeconds: cache.keep_missing,
      forbiddenSeconds: cache.keep_forbidden,
      badSeconds: cache.keep_bad,
      failingSeconds: isImpatient(search, settings) ? 0 : cache.keep_failing,
    },
    refresh: search.refresh,
    thumb: search.thumb,
    keepSource: cache.keep_source,
    limits: {
      maxPixels: image.max_pixels,
      maxBilevelPixels: image.max_bilevel_pixels,
      timeoutSeconds: image.decode_timeout,
      maxMemory: image.decoder_memory,
    },
    maxPages: image.max_pages,
    leaseWaitSeconds: cache.lease_wait,
  };
}
