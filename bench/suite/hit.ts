import { cpSync } from "node:fs";
import { join } from "node:path";
import { makeHome } from "../app.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import { KEPT_BASE, keptCache, keptNames } from "../entries/kept-cache.ts";
import { type Contender, type Line, rateOf, rateRatio, type Sample, type Scores } from "../measure/contest.ts";
import { type Goal, goal } from "../measure/goals.ts";
import { Meter } from "../measure/meter.ts";
import { runProgram } from "../measure/run-program.ts";
import { missing } from "../peers/peers.ts";
import { originalFolder, originalLine } from "../peers/pipelines.ts";
import { pictureSet } from "../pictures/picture-set.ts";
import { demand, type Rows, rowsOf, type Searched, search } from "../search.ts";
import { startPictureServer } from "../servers/picture-server.ts";

const OURS = "getimage, rows alone";
const WHOLE = "getimage, with its start and end";
const ORIGINAL = "convert again, a sample of rows";
const MANY = 100_000;
const SHORT_PART = 0.15;
/** The original takes a quarter of a second a row; its rate does not depend on how many there are. */
const SAMPLE_ROWS = 26;
const SHORT_SAMPLE_ROWS = 13;

/** Pictures that the cache holds: no network, no decoder. */
export const hit: Bench = {
  name: "hit",
  what: "10,000 rows over 200 pictures and 100,000 rows over 100,000, all from the cache",
  isInShortForm: true,
  run,
};

async function run(context: Context): Promise<Findings> {
  const { peers, isShort } = context;
  const lines: Line[] = [];
  const goals: Goal[] = [];
  await fewPictures(context, lines, goals);
  if (!isShort) await manyPictures(context, lines, goals);
  return { lines, goals, notes: missing(peers, "convert") };
}

async function fewPictures(context: Context, lines: Line[], goals: Goal[]): Promise<void> {
  const { app, peers, folder, isShort, report } = context;
  const set = await pictureSet(isShort ? SHORT_PART : 1, report);
  const server = await startPictureServer(peers, set.folder, folder);
  try {
    const base = server.base(0);
    const home = makeHome(app, folder, `[server:bench]\nurl = ${base}\n`);
    const args = ["image_file", base];
    demand(await search(home.command, args, rowsOf("image_file", set.names)), /^ok miss$/);
    server.requests();
    const rows = rowsOf(
      "image_file",
      Array.from({ length: 10_000 }, (_, row) => set.names[row % set.names.length] ?? ""),
    );
    const contenders = ours((meter) => search(home.command, args, rows, meter), rows);
    if (peers.has("convert")) contenders.push(original(context, set.folder, set.names));
    const name = `10,000 rows over ${set.names.length} pictures`;
    const scores = await play({ name, unit: "rows", contenders }, context, lines);
    if (server.requests() > 0) throw new Error("a search over cached pictures asked the server");
    judge(name, scores, goals);
  } finally {
    await server.close();
  }
}

async function manyPictures(context: Context, lines: Line[], goals: Goal[]): Promise<void> {
  const { app, folder, report } = context;
  const home = keptCache(app, { entries: MANY, linked: false, folder, report });
  if (!home) throw new Error(`there is no room on the disk for ${MANY} entries`);
  const rows = rowsOf("image_file", keptNames(MANY));
  const contenders = ours((meter) => search(home.command, ["image_file", KEPT_BASE], rows, meter), rows);
  const name = "100,000 rows over 100,000 pictures";
  judge(name, await play({ name, unit: "rows", contenders }, context, lines), goals);
}

function ours(run: (meter: Meter) => Promise<Searched>, { count }: Rows): Contender[] {
  const measured = async (msOf: (searched: Searched) => number): Promise<Sample> => {
    const meter = new Meter();
    const searched = await run(meter);
    const sample = { seconds: msOf(searched) / 1_000, units: count, ...meter.stop() };
    demand(searched, /^ok hit$/);
    return sample;
  };
  return [
    { name: OURS, run: () => measured(({ rowsMs }) => rowsMs) },
    { name: WHOLE, run: () => measured(({ wholeMs }) => wholeMs) },
  ];
}

function original({ folder, isShort }: Context, pictures: string, names: readonly string[]): Contender {
  const own = originalFolder(join(folder, "original"));
  const step = names.length / (isShort ? SHORT_SAMPLE_ROWS : SAMPLE_ROWS);
  const sample = names.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  for (const name of sample) cpSync(join(pictures, name), join(own, "originals", name));
  return { name: ORIGINAL, run: () => runProgram(originalLine(own), sample.length, sample.join("\n")) };
}

function judge(name: string, scores: Scores, goals: Goal[]): void {
  goals.push(...goal("hit", `${name}: times convert again`, { atLeast: 9_000 }, rateRatio(scores, OURS, ORIGINAL)));
  goals.push(...goal("hit", `${name}: rows a second`, { atLeast: 40_000 }, rateOf(scores, OURS)));
}
