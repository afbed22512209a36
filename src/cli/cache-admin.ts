import { existsSync } from "node:fs";
import { clearCache, collectStats, type Progress, verifyCache } from "../cache/inspect.ts";
import { freePercent } from "../cache/room.ts";
import { Store } from "../cache/store.ts";
import { sweepAll } from "../cache/sweep.ts";
import { readSettings, type Settings } from "../getimage/settings.ts";
import { errorText } from "../lib/error-text.ts";
import { readAppConf } from "../splunk/app-conf.ts";
import type { Paths } from "../splunk/paths.ts";
import type { CacheVerb } from "./flags.ts";
import { cacheLimits, type Places, placesFor, sweepOptionsOf } from "./places.ts";

/** `getimage cache stats|sweep|verify|clear`, for an admin at a terminal. @returns the exit code */
export async function runCacheVerb(verb: CacheVerb, paths: Paths): Promise<number> {
  const settings = readSettings(readAppConf(paths.app, "getimage"));
  if (!settings.ok) {
    process.stderr.write(`getimage: ${settings.error.join("\n")}\n`);
    return 2;
  }
  const places = placesFor(paths, settings.value);
  if (!existsSync(places.cache)) {
    say(`Cache: ${places.cache}\nThere is none yet: the first search that fetches a picture makes it.`);
    return 0;
  }
  const store = new Store({ folder: places.cache, limits: cacheLimits(settings.value) });
  say(`Cache: ${places.cache}`);
  try {
    await VERBS[verb](store, places, settings.value);
    return 0;
  } catch (thrown) {
    process.stderr.write(`getimage: ${errorText(thrown)}\n`);
    return 1;
  } finally {
    store.close();
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

function showStats({ layout }: Store, places: Places, { cache }: Settings): void {
  const now = Date.now();
  const { entries, files, bytes, leastUsedAt, fullestShard, processes, leases, hosts } = collectStats(
    layout,
    now,
    progress,
  );
  const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
  const lines: readonly (readonly [string, string])[] = [
    ["pictures", String(entries.pictures)],
    ["originals", String(entries.originals)],
    ["error pictures", String(entries.errorPictures)],
    ["failures remembered", String(entries.failures)],
    ["left by dead searches", String(entries.leftovers)],
    ["size", `${size(bytes)}, ${share(bytes, cache.max_size)} of max_size ${size(cache.max_size)}`],
    ["files", `${files}, ${share(files, cache.max_files)} of max_files ${cache.max_files}`],
    ["fullest of 256 parts", `${share(256 * fullestShard.bytes, cache.max_size)} of its share`],
    ["disk free", `${freePercent(places.cache).toFixed(1)} %, min_free ${cache.min_free} %`],
    ["shown longest ago", leastUsedAt === undefined ? "-" : new Date(leastUsedAt).toISOString()],
    ["searches at work", `${processes}, fetching ${leases} pictures`],
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

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function size(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const unit = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}
