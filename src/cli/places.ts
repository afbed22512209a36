import { resolve } from "node:path";
import { STATIC_CACHE_URL } from "../contract.ts";
import type { Settings } from "../getimage/settings.ts";
import type { Paths } from "../splunk/paths.ts";

/** Where pictures lie, and the address at which browsers find them. */
export type Places = { readonly cache: string; readonly staticCache: string; readonly shortcutUrl: string };

/** What getimage.conf says, or the usual place where it says nothing. */
export function placesFor({ cache, staticCache }: Paths, settings: Settings): Places {
  const url = settings.serve.static_url === "" ? STATIC_CACHE_URL : settings.serve.static_url;
  return {
    cache: settings.cache.folder === "" ? cache : resolve(settings.cache.folder),
    staticCache: settings.serve.static_folder === "" ? staticCache : resolve(settings.serve.static_folder),
    shortcutUrl: url.endsWith("/") ? url : `${url}/`,
  };
}
