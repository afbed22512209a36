import { join } from "node:path";
import { type CacheKey, FORMAT_VERSION } from "./key.ts";

/** Files are spread over this many folders, evenly, for their names are hashes. */
export const SHARDS: readonly string[] = Array.from({ length: 256 }, (_, shard) => shard.toString(16).padStart(2, "0"));

export type Variant = "fresh" | "cached";

/** Where things stand in the cache. A new format version is a new folder, never a migration. */
export type Layout = {
  readonly root: string;
  readonly temporary: string;
  /** Folder of a shard. */
  readonly shard: (name: string) => string;
  /** The sidecar: written last, it makes an entry count. */
  readonly sidecar: (key: CacheKey) => string;
  readonly source: (key: CacheKey) => string;
  readonly result: (key: CacheKey, variant: Variant, extension: string) => string;
};

export function layoutOf(folder: string): Layout {
  const root = join(folder, `v${FORMAT_VERSION}`);
  const shard = (name: string): string => join(root, name);
  const file = (key: CacheKey, ending: string): string => join(shard(key.slice(0, 2)), `${key}.${ending}`);
  return {
    root,
    temporary: join(root, "tmp"),
    shard,
    sidecar: (key) => file(key, "json"),
    source: (key) => file(key, "source"),
    result: (key, variant, extension) => file(key, variant === "fresh" ? extension : `cached.${extension}`),
  };
}

/** The key that a file name in a shard begins with, or undefined for a stranger's file. */
export function keyOf(fileName: string): string | undefined {
  return /^([0-9a-f]{64})\./.exec(fileName)?.[1];
}
