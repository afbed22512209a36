import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { discard } from "../../../disk/workspace.ts";
import { publishedIn } from "../shared/publisher.ts";
import { parseResult, parseSource } from "../store/entries.ts";
import { type Layout, SHARDS } from "../store/layout.ts";
import { listShards, namesIn, type Progress, removeEntry, type ShardEntry } from "../store/shard.ts";
import { removeLeftovers, removeOlderVersions } from "./leftovers.ts";
import { Slice } from "./slice.ts";

/** Pauses between the looks at an entry that seems broken, in milliseconds. */
const PAUSES = [50, 100, 200, 400];
const EXTENSIONS = ["jpg", "png", "webp"] as const;
const ENDINGS = ["source", ...EXTENSIONS, "cached.jpg", "cached.png", "cached.webp"] as const;
type Ending = (typeof ENDINGS)[number];

/**
 * Checks every entry against its sidecar and removes those that no search could use. A search may be replacing one at
 * this moment, so a fault counts when it stays the same at every look.
 * @returns the keys of these
 */
export function verifyCache(
  layout: Layout,
  progress: Progress,
): { readonly checked: number; readonly broken: readonly string[] } {
  const broken: string[] = [];
  let checked = 0;
  for (const listed of listShards(layout, progress)) {
    const entries = listed.filter(({ hasSidecar }) => hasSidecar);
    checked += entries.length;
    let faults = entries.map((entry) => ({ entry, fault: faultOf(entry) })).filter(({ fault }) => fault);
    for (const milliseconds of PAUSES) {
      if (faults.length === 0) break;
      pause(milliseconds);
      faults = faults.filter(({ entry, fault }) => faultOf(entry) === fault);
    }
    for (const { entry } of faults) {
      removeEntry(entry);
      broken.push(entry.key);
    }
  }
  return { checked, broken };
}

/**
 * Removes all that is stored and all public copies. What running searches have on its way stays, and so does the key of
 * the public names.
 * @returns how many files
 */
export function clearCache(layout: Layout, publicFolder: string, progress: Progress): number {
  const forEver = Number.POSITIVE_INFINITY;
  const all = new Slice({ maxFiles: forEver, milliseconds: forEver, now: Date.now });
  for (const listed of listShards(layout, progress)) {
    for (const { paths } of listed) all.remove(...paths);
  }
  for (const path of SHARDS.flatMap((shard) => publishedIn(publicFolder, shard))) all.remove(path);
  for (const name of namesIn(layout.hosts)) all.remove(join(layout.hosts, name));
  removeLeftovers(layout, Date.now(), all);
  removeOlderVersions(layout, all);
  discard(layout.tallies);
  all.end();
  return all.files;
}

/**
 * What is wrong with an entry, made of all that was seen; undefined for one that is whole or gone. Its listing is older
 * than its sidecar, so files are looked for anew, by their names.
 */
function faultOf({ paths: [sidecar = ""] }: ShardEntry): string | undefined {
  const stem = sidecar.slice(0, -"json".length);
  const sidecarSeen = lookAt(sidecar);
  const text = readText(sidecar);
  const source = parseSource(text);
  const result = parseResult(text);
  const seen = ENDINGS.map((ending) => lookAt(stem + ending));
  const has = (ending: Ending, bytes: number): boolean => bytes > 0 && seen[ENDINGS.indexOf(ending)]?.size === bytes;
  const isWhole =
    (source && has("source", source.origin.bytes)) ||
    (result &&
      EXTENSIONS.some((extension) => {
        const { freshBytes, cachedBytes } = result;
        return has(extension, freshBytes) && (cachedBytes === undefined || has(`cached.${extension}`, cachedBytes));
      }));
  return isWhole || !sidecarSeen ? undefined : JSON.stringify([sidecarSeen, text, seen]);
}

/** What distinguishes one file from another that takes its place. */
type Seen = { readonly size: number; readonly ino: number; readonly mtimeMs: number };

function lookAt(file: string): Seen | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats && { size: stats.size, ino: stats.ino, mtimeMs: stats.mtimeMs };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
