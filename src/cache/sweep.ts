import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyOf, layoutOf, SHARDS } from "./layout.ts";

export type SweepOptions = {
  readonly cacheFolder: string;
  readonly publicFolder: string;
  /** Seconds after which an entry goes. */
  readonly maxAge: number;
  /** Seconds for which a public copy stays after it was last shown. */
  readonly linkAge: number;
  readonly now: () => number;
};

/** A slice never holds up the end of a search for longer. */
const SLICE_MS = 200;
const SLICE_FILES = 1_000;
/** Names that the publisher gives; anything else in a folder that an admin chose is not ours. */
const PUBLISHED = /^[0-9a-f]{40}\.(jpg|png|webp)(\.[0-9a-f-]{36})?$/;
const PAUSE_MS = 60_000;
/** What a killed process left behind goes after this time; no living one needs so long for a picture. */
const LEFTOVER_MS = 3_600_000;

/**
 * Deletes a little of what has expired, beginning where the slice before it ended; all of the cache in turn.
 * @returns how many files went
 */
export function sweepSlice({ cacheFolder, publicFolder, maxAge, linkAge, now }: SweepOptions): number {
  const layout = layoutOf(cacheFolder);
  const stamp = join(layout.root, "sweep");
  const started = now();
  const last = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Math.abs(started - last) < PAUSE_MS) return 0;
  mkdirSync(layout.root, { recursive: true, mode: 0o700 });
  let shard = last === 0 ? 0 : Number(readFileSync(stamp, "utf8")) || 0;
  // Written first, so that searches that end together do not sweep together.
  writeFileSync(stamp, String(shard), { mode: 0o600 });

  const isOld = (file: string, ageMs: number): boolean => {
    const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    return written !== undefined && now() - written > ageMs;
  };
  let deleted = 0;
  const remove = (file: string): void => {
    rmSync(file, { force: true });
    deleted++;
  };
  for (const name of filesIn(layout.temporary)) {
    const file = join(layout.temporary, name);
    if (isOld(file, LEFTOVER_MS)) remove(file);
  }
  for (let count = 0; count < SHARDS.length && deleted < SLICE_FILES && now() - started < SLICE_MS; count++) {
    const name = SHARDS[shard % SHARDS.length] ?? "00";
    for (const file of expiredIn(layout.shard(name), maxAge * 1000, isOld)) remove(file);
    const published = join(publicFolder, name);
    for (const file of filesIn(published).filter((entry) => PUBLISHED.test(entry))) {
      if (isOld(join(published, file), linkAge * 1000)) remove(join(published, file));
    }
    shard = (shard + 1) % SHARDS.length;
  }
  writeFileSync(stamp, String(shard), { mode: 0o600 });
  return deleted;
}

// The sidecar comes first among the files of its key: without it the others are nothing to any reader.
function expiredIn(folder: string, maxAgeMs: number, isOld: (file: string, ageMs: number) => boolean): string[] {
  const files = filesIn(folder).filter((file) => keyOf(file) !== undefined);
  const alive = new Set(
    files.filter((file) => file.endsWith(".json") && !isOld(join(folder, file), maxAgeMs)).map(keyOf),
  );
  return files
    .filter((file) => !alive.has(keyOf(file)))
    .toSorted((one, other) => Number(other.endsWith(".json")) - Number(one.endsWith(".json")))
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith(".json") || isOld(file, LEFTOVER_MS));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No such folder: nothing to sweep.
    return [];
  }
}
