import { writeFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { resultKey, sourceKey } from "../../src/pictures/cache/store/key.ts";
import { Store } from "../../src/pictures/cache/store/store.ts";
import { sweepSlice } from "../../src/pictures/cache/sweep/sweep.ts";
import type { SplunkHome } from "../../src/stand-in/home/splunk-home.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import { entryFor } from "../entries/fill-cache.ts";
import { KEPT_BASE, keptCache } from "../entries/kept-cache.ts";
import { type Contender, type Line, secondsRatio } from "../measure/contest.ts";
import { type Goal, goal } from "../measure/goals.ts";
import { demand, rowsOf, search } from "../search.ts";

const SIZES = [1_000, 100_000, 1_000_000];
const SHORT_SIZES = [1_000, 20_000];
const ASKED = 1_000;
const WRITTEN = 200;
const SLICES = 16;
const PICTURE = Buffer.alloc(28_000);
const LIMITS = { maxAgeSeconds: 31_536_000, maxBytes: 2 ** 40, maxFiles: 50_000_000, minFree: 0 };

/** What a search costs when the cache holds very much. */
export const cacheSize: Bench = {
  name: "cache-size",
  what: "caches of 1,000, 100,000 and 1,000,000 entries: start, hit, write, a slice of the sweep",
  isInShortForm: false,
  run,
};

async function run(context: Context): Promise<Findings> {
  const { app, folder, isShort, report } = context;
  const notes: string[] = ["pictures of the entries are links to few files"];
  const homes = (isShort ? SHORT_SIZES : SIZES).flatMap((size) => {
    const home = keptCache(app, { entries: size, linked: true, folder, report });
    if (!home) notes.push(`${size} entries do not fit on this disk and were skipped`);
    return home ? [{ name: `${size} entries`, size, home }] : [];
  });
  const lines: Line[] = [];
  const goals: Goal[] = [];
  const contest = async (
    name: string,
    unit: string,
    run: (home: SplunkHome, size: number) => ReturnType<Contender["run"]>,
  ) => {
    const contenders = homes.map((each) => ({ name: each.name, run: () => run(each.home, each.size) }));
    return play({ name, unit, contenders }, context, lines);
  };
  const smallest = homes[0]?.name ?? "";
  const judge = (what: string, scores: Awaited<ReturnType<typeof contest>>): void => {
    for (const { name } of homes.slice(1)) {
      const found = secondsRatio(scores, name, smallest);
      goals.push(...goal("cache-size", `${what}: ${name}, time times that of ${smallest}`, { atMost: 1.1 }, found));
    }
  };
  judge("start", await contest("start", "starts", (home) => started(home)));
  judge("hit", await contest(`hit, ${ASKED} rows`, "rows", (home, size) => hits(home, size)));
  await contest(`write, the first ${WRITTEN} of a search`, "entries", (home) => Promise.resolve(writes(home)));
  await contest(`${SLICES} slices of the sweep`, "shards", (home) => slices(home));
  return { lines, goals, notes };
}

async function started({ command }: SplunkHome) {
  const { startMs } = await search(command, ["image_file", KEPT_BASE], { frames: [], count: 0 });
  return { seconds: startMs / 1_000, units: 1 };
}

async function hits({ command }: SplunkHome, size: number) {
  const names = Array.from({ length: ASKED }, (_, index) => `rx_${Math.floor((index * size) / ASKED)}.tif`);
  const searched = await search(command, ["image_file", KEPT_BASE], rowsOf("image_file", names));
  demand(searched, /^ok hit$/);
  return { seconds: searched.rowsMs / 1_000, units: ASKED };
}

// A process asks the tally of each shard before it first writes there, so a new store is what a search has.
function writes({ cache }: SplunkHome) {
  const store = new Store({ folder: cache, limits: LIMITS });
  const entry = { ...entryFor(KEPT_BASE), freshBytes: PICTURE.byteLength, cachedBytes: PICTURE.byteLength };
  const pictures = Array.from({ length: WRITTEN }, (_, number) => {
    const temporary = { fresh: store.temporary(), cached: store.temporary() };
    for (const file of Object.values(temporary)) writeFileSync(file, PICTURE);
    return { key: resultKey(sourceKey(`${KEPT_BASE}/written-${number}`), "bench"), temporary };
  });
  const before = performance.now();
  for (const { key, temporary } of pictures) store.commitResult(key, temporary, entry);
  const seconds = (performance.now() - before) / 1_000;
  store.close();
  return { seconds, units: WRITTEN };
}

async function slices({ cache }: SplunkHome) {
  const { layout, workspace } = new Store({ folder: cache, limits: LIMITS });
  const options = {
    layout,
    workspace,
    limits: LIMITS,
    publicFolder: `${cache}/public`,
    linkSeconds: 3_600,
    now: Date.now,
  };
  const before = performance.now();
  let shards = 0;
  for (let slice = 0; slice < SLICES; slice++) {
    const swept = sweepSlice(options);
    if (swept === "held") throw new Error("another process sweeps this cache");
    shards += swept.shards;
    await nextTurn();
  }
  workspace.close();
  return { seconds: (performance.now() - before) / 1_000, units: shards };
}
