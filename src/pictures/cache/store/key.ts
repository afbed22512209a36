import { hash as digest } from "node:crypto";

/** Raise it whenever a stored file or sidecar changes its meaning; older entries are then never read. */
export const FORMAT_VERSION = 4;

declare const key: unique symbol;
/** SHA-256 in hex; the only thing that ever becomes a file name in the cache. */
export type CacheKey = string & { readonly [key]: true };

/** Names the original of a picture. */
export function sourceKey(url: string): CacheKey {
  return hash("source", url);
}

/** Names what one recipe makes of one original. */
export function resultKey(source: CacheKey, canonicalRecipe: string): CacheKey {
  return hash("result", source, canonicalRecipe);
}

/** Names a picture that says why there is none. */
export function errorPictureKey(...said: readonly string[]): CacheKey {
  // The word is older than ours for it; error pictures that lie in caches have this name.
  return hash("placard", ...said);
}

function hash(...parts: readonly string[]): CacheKey {
  return digest("sha256", JSON.stringify([FORMAT_VERSION, ...parts]), "hex") as CacheKey;
}
