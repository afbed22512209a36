import { lstatSync, type Stats, utimesSync } from "node:fs";
import { join } from "node:path";
import { namesIn } from "../../src/pictures/cache/store/shard.ts";

/** Every file below a folder, while others may write there; links are not followed. */
export function filesOf(folder: string): string[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    return look(path)?.isDirectory() ? filesOf(path) : [path];
  });
}

/** What the files below some folders take on the disk, as du counts it. */
export function diskUsage(...folders: readonly string[]): { readonly bytes: number; readonly files: number } {
  const seen = folders.flatMap(filesOf).flatMap((path) => look(path) ?? []);
  return { bytes: seen.reduce((sum, { blocks }) => sum + 512 * blocks, 0), files: seen.length };
}

/** Makes files or folders as old as if they had not been touched for so many seconds. */
export function age(seconds: number, ...paths: readonly string[]): void {
  const at = Date.now() / 1000 - seconds;
  for (const path of paths) utimesSync(path, at, at);
}

function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
