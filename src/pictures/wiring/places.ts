import { join, resolve } from "node:path";
import { readAppConf } from "../../splunk/app-conf.ts";
import type { Paths } from "../../splunk/paths.ts";
import type { CacheLimits } from "../cache/quota/limits.ts";
import type { Store } from "../cache/store/store.ts";
import type { SweepOptions } from "../cache/sweep/sweep.ts";
import { ENDPOINT_URL, STATIC_CACHE_URL } from "../contract.ts";
import { webRoot } from "../settings/picture-kinds.ts";
import type { Settings } from "../settings/settings.ts";

/** Where pictures lie, and the address at which browsers find them. */
export type Places = {
  readonly cache: string;
  readonly staticCache: string;
  readonly shortcutUrl: string;
  readonly splunkCa: string;
};

/** Where Splunk Web finds files of an app that it serves. */
const STATIC_CACHE = "appserver/static/cache";
/** What an admin sets where splunkd's certificate is not trusted. */
export const CA_SETTING = "[splunkd] ca_file in getimage.conf";

/** What getimage.conf says, or the usual place where it says nothing. */
export function placesFor(paths: Paths, { cache, serve, splunkd }: Settings): Places {
  const staticUrl = serve.static_url === "" ? STATIC_CACHE_URL : serve.static_url;
  const url = serve.serve === "rest" ? (serve.web_root || rootEndpoint(paths)) + ENDPOINT_URL : staticUrl;
  return {
    cache: cache.folder === "" ? join(paths.run, "cache") : resolve(cache.folder),
    staticCache: serve.static_folder === "" ? join(paths.app, STATIC_CACHE) : resolve(serve.static_folder),
    shortcutUrl: url.endsWith("/") ? url : `${url}/`,
    splunkCa: splunkd.ca_file === "" ? authorityFile(paths) : resolve(splunkd.ca_file),
  };
}

// What an admin says of Splunk itself. Apps may say it too, but none is known that does.
function rootEndpoint({ splunkSystem }: Paths): string {
  const root = splunkSetting(splunkSystem, "web", "settings", "root_endpoint");
  return webRoot.parse(root.replace(/\/$/, "")) ?? "";
}

// A site that has certificates of its own names their authority for all of Splunk.
function authorityFile({ splunkSystem, splunkCa }: Paths): string {
  const file = splunkSetting(splunkSystem, "server", "sslConfig", "sslRootCAPath");
  return file.replace(/^\$SPLUNK_HOME(?=\/)/, resolve(splunkSystem, "../..")) || splunkCa;
}

function splunkSetting(folder: string, conf: string, stanza: string, key: string): string {
  if (folder === "") return "";
  try {
    return readAppConf(folder, conf).get(stanza)?.get(key)?.value ?? "";
  } catch {
    // Not ours to read, then; getimage.conf has a key to say it too.
    return "";
  }
}

/** The bounds of the cache, as its own code names them. */
export function cacheLimits({ cache }: Settings): CacheLimits {
  return { maxAgeSeconds: cache.max_age, maxBytes: cache.max_size, maxFiles: cache.max_files, minFree: cache.min_free };
}

export function sweepOptionsOf(
  { layout, workspace, turnover }: Store,
  { staticCache }: Places,
  settings: Settings,
): SweepOptions {
  const linkSeconds = settings.cache.link_seconds;
  const limits = cacheLimits(settings);
  return { layout, workspace, turnover, limits, publicFolder: staticCache, linkSeconds, now: Date.now };
}
