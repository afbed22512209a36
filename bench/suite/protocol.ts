import { scanTable } from "../../src/splunk/chunked/csv.ts";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import { readRecording } from "../../test/helpers/recording.ts";
import { makeHome } from "../app.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import { type Contender, type Line, rateRatio, type Sample } from "../measure/contest.ts";
import { figureOf } from "../measure/figures.ts";
import { type Goal, goal } from "../measure/goals.ts";
import { growthOf } from "../measure/growth.ts";
import { type Look, Meter } from "../measure/meter.ts";
import { missing } from "../peers/peers.ts";
import { splunklibCommand } from "../peers/splunklib.ts";
import { fedStream } from "../rows/fed-stream.ts";
import { madeRows } from "../rows/made-rows.ts";
import { frameOf, type Rows, search, wholeSample } from "../search.ts";

const OURS = "getimage";
const OURS_AS_ASKED = "getimage, 500 rows a chunk as it asks for";
const SPLUNKLIB = "splunklib StreamingCommand";
const RECORDING = "splunk-8.0.3-multibyte.input.gz";
/** The field does not stand in the rows, so that no picture is touched. */
const ARGS = ["image_file", "http://127.0.0.1:9/scans"];
const CHUNK_ROWS = 10_000;
const ASKED_ROWS = 500;

/** Rows that pass through: the cost of Splunk's protocol alone. */
export const protocol: Bench = {
  name: "protocol",
  what: "rows without the field, so that no picture is touched",
  isInShortForm: true,
  run,
};

type Program = { readonly name: string; readonly command: CommandLine; readonly args: readonly string[] };

async function run(context: Context): Promise<Findings> {
  const { app, peers, folder, isShort } = context;
  const { command } = makeHome(app, folder, "[splunkd]\nrequire_capability = false\n");
  const ours: Program = { name: OURS, command, args: ARGS };
  const splunklib = splunklibCommand(peers);
  const programs = splunklib ? [ours, { name: SPLUNKLIB, command: splunklib, args: [] }] : [ours];
  const lines: Line[] = [];
  const goals: Goal[] = [];
  const growths: number[] = [];
  const judged = async (name: string, contenders: readonly Contender[]): Promise<void> => {
    const scores = await play({ name, unit: "rows", contenders }, context, lines);
    goals.push(...goal("protocol", `${name}: times splunklib`, { atLeast: 7 }, rateRatio(scores, OURS, SPLUNKLIB)));
  };

  const recorded = isShort ? undefined : recording();
  if (recorded) {
    const name = `Splunk 8.0.3 recording, ${recorded.count} rows`;
    await judged(
      name,
      programs.map((each) => fed(each, recorded, folder)),
    );
  }
  const count = isShort ? 200_000 : 500_000;
  const [made, asAsked] = [madeRows(count, CHUNK_ROWS), madeRows(count, ASKED_ROWS)];
  const asked: Program = { ...ours, name: OURS_AS_ASKED };
  const name = `${count} rows of 10 fields`;
  // splunkd's part, which here is ours, would count against the faster one more than against the slower.
  await judged(`${name}, from a file into a file`, [
    ...programs.map((each) => fed(each, made, folder)),
    fed(asked, asAsked, folder),
  ]);
  if (!isShort) {
    const inTurns = [...programs.map((each) => through(each, made)), through(asked, asAsked, growths)];
    await play({ name: `${name}, a chunk after each reply`, unit: "rows", contenders: inTurns }, context, lines);
    const what = `${name}: memory of the second half, times the first`;
    goals.push(...goal("protocol", what, { atMost: 1.2 }, figureOf(growths)));
  }
  const missed = recorded || isShort ? [] : ["../shared/recordings is missing, so nothing was replayed"];
  return { lines, goals, notes: [...missed, ...missing(peers, "splunklib")] };
}

/** What a real splunkd sent to another command. */
function recording(): Rows | undefined {
  const { frames } = readRecording(RECORDING) ?? {};
  if (!frames) return undefined;
  return { frames: frames.map(({ body, finished }) => frameOf(body, finished)), count: rowsIn(frames) };
}

function fed({ name, command, args }: Program, rows: Rows, folder: string): Contender {
  const run = fedStream(command, args, rows, folder);
  return {
    name,
    async run() {
      const { sample, bodies } = await run();
      checkCount(rowsIn(bodies.map((body) => ({ body }))), rows);
      return sample;
    },
  };
}

/** @param growths gets how much memory grew, for each run */
function through({ name, command, args }: Program, rows: Rows, growths: number[] = []): Contender {
  return {
    name,
    async run(): Promise<Sample> {
      const looks: Look[] = [];
      const meter = new Meter((look) => looks.push(look));
      const searched = await search(command, args, rows, meter);
      const sample = wholeSample(searched, rows.count, meter);
      checkCount(rowsIn(searched.bodies.map((body) => ({ body }))), rows);
      growths.push(growthOf(looks));
      return sample;
    },
  };
}

function checkCount(answered: number, { count }: Rows): void {
  if (answered !== count) throw new Error(`${count} rows went in, ${answered} came out`);
}

function rowsIn(frames: readonly { readonly body: Buffer }[]): number {
  return frames.reduce((sum, { body }) => sum + scanTable(body, () => []).rowCount, 0);
}
