import { lstatSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../../../base/error-text.ts";
import { type Amount, diskBytes } from "../quota/limits.ts";
import { keyOf, type Layout, SHARDS } from "./layout.ts";

/** Files that come and go together. A failure's file is an entry of its own, for it may stand beside a picture. */
export type ShardEntry = Amount & {
  readonly key: string;
  /** Paths, the sidecar first: without it the others are nothing to any reader. */
  readonly paths: readonly string[];
  /** Error pictures, failures and the rests of torn entries have none. */
  readonly hasSidecar: boolean;
  readonly isOriginal: boolean;
  /** Milliseconds since 1970; 0 where no file says. */
  readonly checkedAt: number;
  readonly usedAt: number;
};

/** All entries of a shard's folder; what others put there is passed over. */
export function listShard(folder: string): ShardEntry[] {
  return entriesOf(folder, namesIn(folder));
}

/** The entries that some names of a shard's folder make up. */
export function entriesOf(folder: string, names: readonly string[]): ShardEntry[] {
  const entries = new Map<string, ShardEntry>();
  for (const name of names) {
    const key = keyOf(name);
    if (key === undefined) continue;
    const path = join(folder, name);
    const seen = lstatSync(path, { throwIfNoEntry: false });
    if (!seen) continue;
    const group = name.endsWith(".failure") ? name : key;
    entries.set(group, withFile(entries.get(group) ?? emptyEntry(key), path, seen));
  }
  return [...entries.values()];
}

/** Told how many of all shards are done. */
export type Progress = (done: number, all: number) => void;

/** The entries of one shard after another. */
export function* listShards(layout: Layout, progress: Progress): Generator<readonly ShardEntry[]> {
  for (const [index, name] of SHARDS.entries()) {
    yield listShard(layout.shard(name));
    progress(index + 1, SHARDS.length);
  }
}

/** Names in a folder; none where it cannot be read, or is a link that leads to somebody else's. */
export function namesIn(folder: string): string[] {
  try {
    return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  } catch {
    return [];
  }
}

/** @throws when a file is there and cannot be removed */
export function removeEntry({ paths }: Pick<ShardEntry, "paths">): void {
  for (const path of paths) removeFile(path);
}

/** Removes a file that may be gone already. @throws when it is there and cannot be removed */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (thrown) {
    const code = errorCode(thrown);
    // A folder that bears a file's name goes too.
    if (code === "EISDIR") rmSync(path, { recursive: true, force: true });
    else if (code !== "ENOENT") throw thrown;
  }
}

function emptyEntry(key: string): ShardEntry {
  return { key, paths: [], bytes: 0, files: 0, hasSidecar: false, isOriginal: false, checkedAt: 0, usedAt: 0 };
}

function withFile(entry: ShardEntry, path: string, seen: { size: number; mtimeMs: number }): ShardEntry {
  const { paths, hasSidecar, checkedAt, usedAt } = entry;
  const isSidecar = path.endsWith(".json");
  return {
    ...entry,
    paths: isSidecar ? [path, ...paths] : [...paths, path],
    bytes: entry.bytes + diskBytes(seen.size),
    files: entry.files + 1,
    hasSidecar: hasSidecar || isSidecar,
    isOriginal: entry.isOriginal || path.endsWith(".source"),
    checkedAt: isSidecar ? seen.mtimeMs : checkedAt,
    usedAt: isSidecar ? usedAt : Math.max(usedAt, seen.mtimeMs),
  };
}
