import { isImpatient, type SearchArguments } from "../settings/search-options.ts";
import type { Settings } from "../settings/settings.ts";
import type { ProduceOptions } from "./world.ts";

/** How pictures are produced for a search with these arguments. */
export function produceOptions(search: SearchArguments, settings: Settings): ProduceOptions {
  const { cache, image } = settings;
  return {
    freshness: {
      maxAge: search.cache,
      serverAge: cache.server_age,
      revalidateSeconds: cache.revalidate_seconds,
      staleSeconds: cache.stale_seconds,
    },
    remember: {
      missing: cache.keep_missing,
      forbidden: cache.keep_forbidden,
      bad: cache.keep_bad,
      failing: isImpatient(search, settings) ? 0 : cache.keep_failing,
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
    leaseWait: cache.lease_wait,
  };
}
