import { lstatSync, readFileSync, rmdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "../../../disk/workspace.ts";
import { diskBytes } from "../quota/limits.ts";
import { type Layout, SHARDS } from "../store/layout.ts";
import { namesIn, removeFile } from "../store/shard.ts";

/** Name of the lease under which one process at a time deletes a slice. */
export const JANITOR = "janitor";

export const SLICE_FILES = 100;
const SLICE_MS = 200;

export type SliceOptions = {
  /** Bounds; absent: those of a search, which nobody should feel. */
  readonly maxFiles?: number;
  readonly milliseconds?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * A bounded piece of deleting, so that no search is held up by it. An entry that was begun is brought to its end. What
 * cannot be deleted does not keep the slice from the rest; the first failure waits for `end`.
 */
export class Slice {
  files = 0;
  bytes = 0;
  failures = 0;
  #first: unknown;
  readonly #maxFiles: number;
  readonly #since: number;
  readonly #until: number;
  readonly #now: () => number;

  constructor({ maxFiles = SLICE_FILES, milliseconds = SLICE_MS, now }: SliceOptions) {
    this.#maxFiles = maxFiles;
    this.#since = now();
    this.#until = this.#since + milliseconds;
    this.#now = now;
  }

  get isSpent(): boolean {
    const now = this.#now();
    // A clock that is set back ends it, too: nobody knows how long it has been at work.
    return this.files >= this.#maxFiles || now >= this.#until || now < this.#since;
  }

  /** @throws the first failure */
  readonly end = (): void => {
    if (this.failures > 0) throw this.#first;
  };

  /** @returns what the work returned; undefined when it failed */
  attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (thrown) {
      if (this.failures++ === 0) this.#first = thrown;
      return undefined;
    }
  }

  /** Removes files that go together, up to the first that stays. @returns whether they are gone */
  remove(...paths: readonly string[]): boolean {
    return paths.every((path) => this.attempt(() => this.#removeFile(path)));
  }

  /** Removes a folder with what is in it, as far as the slice goes. @returns whether it is gone */
  removeTree(path: string): boolean {
    const seen = this.attempt(() => lstatSync(path, { throwIfNoEntry: false }));
    if (!seen?.isDirectory()) return this.remove(path);
    let isEmpty = true;
    for (const name of namesIn(path)) isEmpty = !this.isSpent && this.removeTree(join(path, name)) && isEmpty;
    if (isEmpty && removeEmpty(path)) return true;
    try {
      // Emptying a dead process's folder must not look like its heartbeat.
      utimesSync(path, seen.atime, seen.mtime);
    } catch {
      // Another process was faster, or it is another user's folder.
    }
    return false;
  }

  #removeFile(path: string): true {
    const seen = lstatSync(path, { throwIfNoEntry: false });
    if (!seen) return true;
    removeFile(path);
    this.files++;
    this.bytes += diskBytes(seen.size);
    return true;
  }
}

/** Removes a folder unless there is something in it. @returns whether it is gone */
export function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    // Somebody is at work in it after all.
    return false;
  }
}

/**
 * Does some work for one shard after another, from where the slice before this one ended, until the slice is spent or
 * all had their turn.
 * @param work returns whether that shard is done, or where in it the next slice goes on; it gets that place back
 * @returns how many shards are done
 */
export function eachShard(
  { cursor }: Layout,
  workspace: Workspace,
  slice: Slice,
  work: (shard: string, place: string) => boolean | string,
): number {
  const { start, place } = readCursor(cursor);
  const shardAt = (done: number): string => SHARDS[(start + done) % SHARDS.length] ?? "00";
  let next = "";
  let done = 0;
  const isDone = (shard: string): boolean => {
    const before = slice.failures;
    const result = slice.attempt(() => work(shard, done === 0 ? place : ""));
    next = typeof result === "string" ? ` ${result}` : "";
    // A shard in which something cannot be deleted must not keep the others waiting.
    return next === "" && (result === true || slice.failures > before);
  };
  // The first one has its turn whatever the slice did before, so that slices get on.
  while (done < SHARDS.length && isDone(shardAt(done))) {
    done++;
    if (slice.isSpent) break;
  }
  try {
    workspace.write(cursor, shardAt(done) + next);
  } catch {
    // On a full disk the next slice begins with the same shards.
  }
  return done;
}

/** Lets the next slice begin at the start of a shard, where the one before ended inside it. */
export function beginShardAnew({ cursor }: Layout, workspace: Workspace): void {
  const { start, place } = readCursor(cursor);
  try {
    if (place !== "") workspace.write(cursor, SHARDS[start] ?? "00");
  } catch {
    // Then what lies before that place has its turn another time.
  }
}

function readCursor(file: string): { readonly start: number; readonly place: string } {
  try {
    const [shard = "", ...place] = readFileSync(file, "utf8").split(" ");
    const start = SHARDS.indexOf(shard);
    return start < 0 ? { start: 0, place: "" } : { start, place: place.join(" ") };
  } catch {
    return { start: 0, place: "" };
  }
}
