import { scanTable } from "../../src/chunked/csv.ts";
import type { CommandLine } from "../../src/preview/child-program.ts";
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

async function run(context: Context): Promise<Findings> {
  const { app, peers, folder, isShort } = context;
  const command = makeHome(app, folder, "[splunkd]\nrequire_capability = false\n").command;
  const splunklib = splunklibCommand(peers);
  const lines: Line[] = [];
  const goals: Goal[] = [];
  const looks: Look[][] = [];
  const ours = (rows: Rows, name = OURS): Contender => {
    return { name, run: () => through(command, ARGS, rows, new Meter((look) => looks.at(-1)?.push(look))) };
  };
  const theirs = (rows: Rows): Contender[] =>
    splunklib ? [{ name: SPLUNKLIB, run: () => through(splunklib, [], rows, new Meter()) }] : [];

  const recorded = isShort ? undefined : recording();
  if (recorded) {
    const name = `Splunk 8.0.3 recording, ${recorded.count} rows`;
    const scores = await play(
      { name, unit: "rows", contenders: [ours(recorded), ...theirs(recorded)] },
      context,
      lines,
    );
    goals.push(...goal("protocol", `${name}: times splunklib`, { atLeast: 7 }, rateRatio(scores, OURS, SPLUNKLIB)));
  }
  const count = isShort ? 100_000 : 500_000;
  const [made, asAsked] = [madeRows(count, CHUNK_ROWS), madeRows(count, ASKED_ROWS)];
  const growths: number[] = [];
  const watched: Contender = {
    name: OURS,
    async run() {
      looks.push([]);
      const sample = await ours(made).run();
      growths.push(growthOf(looks.at(-1) ?? []));
      return sample;
    },
  };
  const name = `${count} rows of 10 fields`;
  const contenders = [watched, ours(asAsked, OURS_AS_ASKED), ...theirs(made)];
  const scores = await play({ name, unit: "rows", contenders }, context, lines);
  goals.push(
    ...goal("protocol", `${name}: times splunklib`, { atLeast: 7 }, rateRatio(scores, OURS, SPLUNKLIB)),
    ...goal("protocol", `${name}: memory of the second half, times the first`, { atMost: 1.2 }, figureOf(growths)),
  );
  const missed = recorded || isShort ? [] : ["../shared/recordings is missing, so nothing was replayed"];
  return { lines, goals, notes: [...missed, ...missing(peers, "splunklib")] };
}

/** What a real splunkd sent to another command. */
function recording(): Rows | undefined {
  const { frames } = readRecording(RECORDING) ?? {};
  if (!frames) return undefined;
  const count = frames.reduce((sum, { body }) => sum + scanTable(body, () => []).rowCount, 0);
  return { frames: frames.map(({ body, finished }) => frameOf(body, finished)), count };
}

async function through(command: CommandLine, args: readonly string[], rows: Rows, meter: Meter): Promise<Sample> {
  const searched = await search(command, args, rows, meter);
  const sample = wholeSample(searched, rows.count, meter);
  const answered = searched.bodies.reduce((sum, body) => sum + scanTable(body, () => []).rowCount, 0);
  if (answered !== rows.count) throw new Error(`${rows.count} rows went in, ${answered} came out`);
  return sample;
}
