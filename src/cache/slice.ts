import { lstatSync, readFileSync, rmdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Layout, SHARDS } from "./layout.ts";
import { diskBytes } from "./limits.ts";
import { namesIn, removeFile } from "./shard.ts";

/** Name of the lease under which one process at a time deletes a slice. */
export const JANITOR = "janitor";

export const SLICE_FILES = 100;
const SLICE_MS = 200;

/** A bounded piece of deleting, so that no search is held up by it. An entry that was begun is brought to its end. */
export class Slice {
  files = 0;
  bytes = 0;
  readonly #maxFiles: number;
  readonly #until: number;

  /** @param milliseconds from now */
  constructor(maxFiles: number = SLICE_FILES, milliseconds: number = SLICE_MS) {
    this.#maxFiles = maxFiles;
    this.#until = performance.now() + milliseconds;
  }

  get isSpent(): boolean {
    return this.files >= this.#maxFiles || performance.now() >= this.#until;
  }

  /** @throws when a file is there and cannot be removed */
  remove(...paths: readonly string[]): void {
    for (const path of paths) {
      const seen = lstatSync(path, { throwIfNoEntry: false });
      if (!seen) continue;
      removeFile(path);
      this.files++;
      this.bytes += diskBytes(seen.size);
    }
  }

  /**
   * Removes a folder with what is in it, as far as the slice goes.
   * @returns whether it is gone
   * @throws when a file in it cannot be removed
   */
  removeTree(path: string): boolean {
    const seen = lstatSync(path, { throwIfNoEntry: false });
    if (!seen?.isDirectory()) {
      this.remove(path);
      return true;
    }
    for (const name of namesIn(path)) {
      if (!this.isSpent && this.removeTree(join(path, name))) continue;
      // Emptying a dead process's folder must not look like its heartbeat.
      utimesSync(path, seen.atime, seen.mtime);
      return false;
    }
    try {
      rmdirSync(path);
      return true;
    } catch {
      // Somebody is at work in it after all.
      return false;
    }
  }
}

/**
 * Does some work for one shard after another, from where the slice before this one ended, until the slice is spent or
 * all had their turn.
 * @param work returns whether that shard is done
 * @returns how many shards are done
 */
export function eachShard({ cursor }: Layout, slice: Slice, work: (shard: string) => boolean): number {
  const start = readCursor(cursor);
  const shardAt = (done: number): string => SHARDS[(start + done) % SHARDS.length] ?? "00";
  let done = 0;
  // The first one has its turn whatever the slice did before, so that slices get on.
  while (done < SHARDS.length && work(shardAt(done))) {
    done++;
    if (slice.isSpent) break;
  }
  try {
    writeFileSync(cursor, shardAt(done), { mode: 0o600 });
  } catch {
    // On a full disk the next slice begins with the same shards.
  }
  return done;
}

function readCursor(file: string): number {
  try {
    return Math.max(0, SHARDS.indexOf(readFileSync(file, "utf8")));
  } catch {
    return 0;
  }
}
