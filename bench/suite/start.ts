import { makeHome } from "../app.ts";
import type { Bench, Context, Findings } from "../bench.ts";
import { type Contender, type Contest, compete, linesOf, type Sample, secondsRatio } from "../measure/contest.ts";
import { type Goal, goal } from "../measure/goals.ts";
import { runProgram } from "../measure/run-program.ts";
import { missing } from "../peers/peers.ts";
import { splunklibCommand } from "../peers/splunklib.ts";
import { search } from "../search.ts";

const OURS = "getimage, to its answer";
const BARE = "node -e 0, to its end";
const SPLUNKLIB = "splunklib StreamingCommand, to its answer";
const SPAWNS = 50;
const SHORT_SPAWNS = 12;

/** splunkd starts the program several times a search, mostly for getinfo alone. */
export const start: Bench = {
  name: "start",
  what: "from spawn to the answer to getinfo",
  isInShortForm: true,
  run,
};

async function run({ app, peers, folder, isShort, random, report }: Context): Promise<Findings> {
  const home = makeHome(app, folder, "[server:bench]\nurl = http://127.0.0.1:9/scans\n");
  const contenders: Contender[] = [
    { name: OURS, run: () => toAnswer(home.command, ["image_file", "http://127.0.0.1:9/scans"]) },
    { name: BARE, run: () => runProgram([app.node, "-e", "0"], 1) },
  ];
  const splunklib = splunklibCommand(peers);
  if (splunklib) contenders.push({ name: SPLUNKLIB, run: () => toAnswer(splunklib, []) });
  const spawns = isShort ? SHORT_SPAWNS : SPAWNS;
  report(`${spawns} spawns of each`);
  const contest: Contest = { name: `${spawns} spawns`, unit: "starts", contenders };
  const scores = await compete(contest, spawns, random, () => {});
  const goals: Goal[] = [
    ...goal("start", "time, times bare node", { atMost: 1.3 }, secondsRatio(scores, OURS, BARE)),
    // Pythons differ too much: bare Node took a quarter of what one of them did, and half of what another.
    ...goal("start", "time, times splunklib", { atMost: 0.35 }, secondsRatio(scores, OURS, SPLUNKLIB), false),
  ];
  return { lines: linesOf(contest, scores), goals, notes: missing(peers, "splunklib") };
}

async function toAnswer(command: Parameters<typeof search>[0], args: readonly string[]): Promise<Sample> {
  const { startMs } = await search(command, args, { frames: [], count: 0 });
  return { seconds: startMs / 1_000, units: 1 };
}
