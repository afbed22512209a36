import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { makeHome } from "../app.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import { type Contender, type Line, rateRatio, type Sample } from "../measure/contest.ts";
import { type Goal, goal } from "../measure/goals.ts";
import { Meter } from "../measure/meter.ts";
import { runProgram } from "../measure/run-program.ts";
import { missing } from "../peers/peers.ts";
import { naiveLine, originalFolder, originalLine } from "../peers/pipelines.ts";
import { type PictureSet, pictureSet } from "../pictures/picture-set.ts";
import { demand, rowsOf, search, wholeSample } from "../search.ts";
import { startPictureServer } from "../servers/picture-server.ts";

const OURS = "getimage";
const ORIGINAL = "wget + convert, row by row";
const NAIVE = "axios + sharp, one at a time";
const NATIVE = "vipsthumbnail on all cores, local files";
/** Pictures of the short form, as a part of the 200. */
const SHORT_PART = 0.5;
/** Two programs that take their pictures one at a time need minutes for all. Their rate does not depend on the number. */
const SAMPLE_PART = 0.25;
const SHORT_ROUNDS = 2;
/** Server latency in ms, and how many times the original's pictures a second are wanted there. */
const LATENCIES = [
  { ms: 0, overOriginal: 10 },
  { ms: 20, overOriginal: undefined },
  { ms: 100, overOriginal: 14 },
] as const;

/** Pictures that nobody has seen yet, from the start of the process to its end, with an empty cache. */
export const coldSearch: Bench = {
  name: "cold-search",
  what: "pictures that are not in the cache, at 0, 20 and 100 ms server latency",
  isInShortForm: true,
  run,
};

async function run(context: Context): Promise<Findings> {
  const { peers, folder, isShort, report } = context;
  const rounds = isShort ? Math.min(SHORT_ROUNDS, context.rounds) : context.rounds;
  const set = await pictureSet(isShort ? SHORT_PART : 1, report);
  // The same mix of kinds, a quarter of each.
  const sample = await pictureSet(SAMPLE_PART, report);
  const server = await startPictureServer(peers, set.folder, folder);
  const lines: Line[] = [];
  const goals: Goal[] = [];
  try {
    for (const { ms, overOriginal } of isShort ? LATENCIES.slice(0, 1) : LATENCIES) {
      const contenders = contendersFor(server.base(ms), { set, sample }, context);
      const scores = await play({ name: `${ms} ms`, unit: "pictures", contenders }, { ...context, rounds }, lines);
      const native = rateRatio(scores, OURS, NATIVE);
      goals.push(...goal("cold-search", `${ms} ms: times ${NATIVE}`, { atLeast: 1 }, native));
      if (overOriginal === undefined) continue;
      const original = rateRatio(scores, OURS, ORIGINAL);
      goals.push(...goal("cold-search", `${ms} ms: times ${ORIGINAL}`, { atLeast: overOriginal }, original));
    }
  } finally {
    await server.close();
  }
  const notes = [
    `${described(set)}, from ${server.what} on the same cores`,
    `"${ORIGINAL}" and "${NAIVE}" get ${described(sample)}, in the same mix: their rate does not depend on the number`,
  ];
  return { lines, goals, notes: [...notes, ...missing(peers, "wget", "convert", "vipsthumbnail")] };
}

function described({ names, bytes }: PictureSet): string {
  return `${names.length} pictures (${Math.round(bytes / 1e6)} MB)`;
}

/** All pictures, and those for whoever takes them one at a time. */
type Sets = { readonly set: PictureSet; readonly sample: PictureSet };

function contendersFor(base: string, { set, sample }: Sets, context: Context): Contender[] {
  const { app, peers, isShort } = context;
  const inFolder = (work: (folder: string) => Promise<Sample>): Contender["run"] => {
    return async () => {
      const folder = mkdtempSync(join(context.folder, "run-"));
      const sample = await work(folder);
      rmSync(folder, { recursive: true });
      return sample;
    };
  };
  const names = sample.names.join("\n");
  const contenders: Contender[] = [{ name: OURS, run: inFolder((folder) => searchCold(base, set, folder, context)) }];
  if (peers.has("wget") && peers.has("convert")) {
    const original = (folder: string) =>
      runProgram(originalLine(originalFolder(folder), base), sample.names.length, names);
    contenders.push({ name: ORIGINAL, run: inFolder(original) });
  }
  if (!isShort) {
    const naive = (folder: string) => runProgram(naiveLine(app.node, folder, base), sample.names.length, names);
    contenders.push({ name: NAIVE, run: inFolder(naive) });
  }
  if (peers.has("vipsthumbnail")) {
    contenders.push({ name: NATIVE, run: inFolder((folder) => thumbnail(set, folder)) });
  }
  return contenders;
}

async function searchCold(base: string, set: PictureSet, folder: string, { app }: Context): Promise<Sample> {
  const home = makeHome(app, folder, `[server:bench]\nurl = ${base}\n`);
  const meter = new Meter();
  const searched = await search(home.command, ["image_file", base], rowsOf("image_file", set.names), meter);
  demand(searched, /^ok miss$/);
  return wholeSample(searched, set.names.length, meter);
}

function thumbnail({ folder, names }: PictureSet, results: string): Promise<Sample> {
  mkdirSync(results, { recursive: true });
  const script = join(import.meta.dirname, "../peers/native.sh");
  const files = names.map((name) => join(folder, name));
  return runProgram(["sh", script, String(availableParallelism()), results, ...files], names.length);
}
