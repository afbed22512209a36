import { join } from "node:path";
import { type CacheKey, FORMAT_VERSION } from "./key.ts";

/** Files are spread over this many folders, evenly, for their names are hashes. */
export const SHARDS: readonly string[] = Array.from({ length: 256 }, (_, shard) => shard.toString(16).padStart(2, "0"));

export type Variant = "fresh" | "cached";

/** Where things stand in the cache. A new format version is a new folder, never a migration. */
export type Layout = {
  /** Holds a folder for each format version. */
  readonly folder: string;
  readonly root: string;
  /** Holds a folder for each process that is at work, see Workspace. */
  readonly temporary: string;
  /** Leases, see takeLease. */
  readonly locks: string;
  /** What is known of image servers, see HostRecords. */
  readonly hosts: string;
  /** Names the shard at which the next slice of a sweep begins. */
  readonly cursor: string;
  /** Holds a short text for each shard, see Tallies. */
  readonly tallies: string;
  /** Folder of a shard. */
  readonly shard: (name: string) => string;
  /** The sidecar: written last, it makes an entry count. */
  readonly sidecar: (key: CacheKey) => string;
  readonly source: (key: CacheKey) => string;
  readonly result: (key: CacheKey, variant: Variant, extension: string) => string;
  readonly failure: (key: CacheKey) => string;
};

export function layoutOf(folder: string): Layout {
  const root = join(folder, `v${FORMAT_VERSION}`);
  const shard = (name: string): string => join(root, name);
  // Neither part can lead elsewhere, so nothing is to be normalized; a row asks for three of these.
  const file = (key: CacheKey, ending: string): string => `${root}/${shardOf(key)}/${key}.${ending}`;
  return {
    folder,
    root,
    temporary: join(root, "tmp"),
    locks: join(root, "locks"),
    hosts: join(root, "hosts"),
    cursor: join(root, "sweep"),
    tallies: join(root, "tallies"),
    shard,
    sidecar: (key) => file(key, "json"),
    source: (key) => file(key, "source"),
    result: (key, variant, extension) => file(key, variant === "fresh" ? extension : `cached.${extension}`),
    failure: (key) => file(key, "failure"),
  };
}

/** Name of the shard that a key's files lie in. */
export function shardOf(key: string): string {
  return key.slice(0, 2);
}

/** The key that a file name in a shard begins with, or undefined for a stranger's file. */
export function keyOf(fileName: string): string | undefined {
  return /^([0-9a-f]{64})\./.exec(fileName)?.[1];
}
