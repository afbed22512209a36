import { resolve } from "node:path";
import type { CacheLimits } from "../cache/limits.ts";
import type { Store } from "../cache/store.ts";
import type { SweepOptions } from "../cache/sweep.ts";
import { STATIC_CACHE_URL } from "../contract.ts";
import type { Settings } from "../getimage/settings.ts";
import type { Paths } from "../splunk/paths.ts";

/** Where pictures lie, and the address at which browsers find them. */
export type Places = {
  readonly cache: string;
  readonly staticCache: string;
  readonly shortcutUrl: string;
  readonly splunkCa: string;
};

/** What getimage.conf says, or the usual place where it says nothing. */
export function placesFor(paths: Paths, { cache, serve, splunkd }: Settings): Places {
  const url = serve.static_url === "" ? STATIC_CACHE_URL : serve.static_url;
  return {
    cache: cache.folder === "" ? paths.cache : resolve(cache.folder),
    staticCache: serve.static_folder === "" ? paths.staticCache : resolve(serve.static_folder),
    shortcutUrl: url.endsWith("/") ? url : `${url}/`,
    splunkCa: splunkd.ca_file === "" ? paths.splunkCa : resolve(splunkd.ca_file),
  };
}

/** The bounds of the cache, as its own code names them. */
export function cacheLimits({ cache }: Settings): CacheLimits {
  return { maxAge: cache.max_age, maxBytes: cache.max_size, maxFiles: cache.max_files, minFree: cache.min_free };
}

export function sweepOptionsOf(
  { layout, workspace }: Store,
  { staticCache }: Places,
  settings: Settings,
): SweepOptions {
  const linkAge = settings.cache.link_seconds;
  return { layout, workspace, limits: cacheLimits(settings), publicFolder: staticCache, linkAge, now: Date.now };
}
