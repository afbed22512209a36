import { accessSync, constants, statSync } from "node:fs";
import { errorCode, errorText } from "../../base/error-text.ts";
import { freePercent } from "../../pictures/cache/quota/room.ts";
import type { Progress } from "../../pictures/cache/store/shard.ts";
import { Store } from "../../pictures/cache/store/store.ts";
import { clearCache, verifyCache } from "../../pictures/cache/sweep/inspect.ts";
import { collectStats } from "../../pictures/cache/sweep/stats.ts";
import { sweepAll } from "../../pictures/cache/sweep/sweep.ts";
import { readSettings, type Settings } from "../../pictures/settings/settings.ts";
import { cacheLimits, type Places, placesFor, sweepOptionsOf } from "../../pictures/wiring/places.ts";
import { readAppConf } from "../../splunk/app-conf.ts";
import type { Paths } from "../../splunk/paths.ts";
import type { CacheVerb } from "./flags.ts";

/** `getimage cache stats|sweep|verify|clear`, for an admin at a terminal. @returns the exit code */
export async function runCacheVerb(verb: CacheVerb, paths: Paths): Promise<number> {
  try {
    const settings = readSettings(readAppConf(paths.app, "getimage"));
    if (settings.ok) return await lookAfter(verb, placesFor(paths, settings.value), settings.value);
    complain(settings.error.join("\n"));
    return 2;
  } catch (thrown) {
    complain(errorText(thrown));
    return 1;
  }
}

async function lookAfter(verb: CacheVerb, places: Places, settings: Settings): Promise<number> {
  const store = new Store({ folder: places.cache, limits: cacheLimits(settings) });
  const access = accessTo(store.layout.root, verb);
  if (access === "none" || (access === "not-owner" && verb !== "stats")) {
    complain(`this user may not look after ${places.cache}; run it as the user that Splunk runs as`);
    return 1;
  }
  say(`Cache: ${places.cache}`);
  if (access === "missing") {
    say("There is none yet: the first search that fetches a picture makes it.");
    return 0;
  }
  try {
    await VERBS[verb](store, places, settings);
    return 0;
  } finally {
    store.close();
  }
}

/** Files that another user makes in the cache, root included, could not be replaced by searches any more. */
function accessTo(root: string, verb: CacheVerb): "missing" | "none" | "not-owner" | "owner" {
  try {
    // Statistics are good on a read-only disk, too.
    accessSync(root, constants.R_OK | constants.X_OK | (verb === "stats" ? 0 : constants.W_OK));
    return statSync(root).uid === process.getuid?.() ? "owner" : "not-owner";
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code === "ENOENT") return "missing";
    if (code === "EACCES") return "none";
    throw thrown;
  }
}

type Run = (store: Store, places: Places, settings: Settings) => void | Promise<void>;

const VERBS: Readonly<Record<CacheVerb, Run>> = {
  stats: showStats,
  async sweep(store, places, settings) {
    const { files, bytes } = await sweepAll(sweepOptionsOf(store, places, settings), (swept) =>
      show(`${swept.shards} of 256 parts, ${swept.files} files deleted`),
    );
    say(`Deleted ${files} files, ${size(bytes)}.`);
  },
  verify({ layout }) {
    const { checked, broken } = verifyCache(layout, progress);
    for (const key of broken) say(`broken, deleted: ${key}`);
    say(`Checked ${checked} entries: ${broken.length} were broken.`);
  },
  clear({ layout }, { staticCache }) {
    say(`Deleted ${clearCache(layout, staticCache, progress)} files.`);
  },
};

function showStats({ layout }: Store, places: Places, settings: Settings): void {
  const { cache } = settings;
  const now = Date.now();
  const stats = collectStats(layout, cacheLimits(settings), now, progress);
  const { entries, files, bytes, leastUsedAt, fullestShare, processes, fetching, hosts } = stats;
  const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
  const lines: readonly (readonly [string, string])[] = [
    ["pictures", String(entries.pictures)],
    ["originals", String(entries.originals)],
    ["error pictures", String(entries.errorPictures)],
    ["failures remembered", String(entries.failures)],
    ["left by dead searches", String(entries.leftovers)],
    ["size", `${size(bytes)}, ${share(bytes, cache.max_size)} of max_size ${size(cache.max_size)}`],
    ["files", `${files}, ${share(files, cache.max_files)} of max_files ${cache.max_files}`],
    ["fullest of 256 parts", `${share(fullestShare, 1)} of its share`],
    ["disk free", `${freePercent(places.cache).toFixed(1)} %, min_free ${cache.min_free} %`],
    ["shown longest ago", leastUsedAt === undefined ? "-" : new Date(leastUsedAt).toISOString()],
    ["searches at work", `${processes}, fetching ${fetching} pictures`],
    ["servers that failed", String(hosts.length)],
  ];
  for (const [name, value] of lines) say(`${name.padEnd(22)}${value}`);
  for (const { origin, failures, openUntil, cause } of hosts) {
    const until = openUntil > now ? `not asked until ${new Date(openUntil).toISOString()}` : "asked again";
    say(`  ${origin}: failed ${failures} times in a row, ${until} (${cause})`);
  }
}

const progress: Progress = (done, all) => show(`${done} of ${all} parts`);

// A line that replaces itself means nothing in a file.
function show(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}\r`);
}

function complain(text: string): void {
  process.stderr.write(`getimage: ${text}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function size(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const unit = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}
