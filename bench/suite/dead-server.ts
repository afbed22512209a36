import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeHome } from "../app.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import { type Contender, type Line, type Sample, secondsOfScores } from "../measure/contest.ts";
import { type Figure, figureOf } from "../measure/figures.ts";
import { type Goal, goal } from "../measure/goals.ts";
import { Meter } from "../measure/meter.ts";
import { pictureSet } from "../pictures/picture-set.ts";
import { outcomesOf, rowsOf, search, wholeSample } from "../search.ts";
import { startMuteServer } from "../servers/mute-server.ts";
import { startPictureServer } from "../servers/picture-server.ts";

/** Seconds that a search waits for the first byte. */
const TIMEOUT = 2;
const ROWS = 10_000;
const SHORT_ROWS = 2_000;
/** Pictures of the healthy half; they are fetched and converted beside the dead ones. */
const HEALTHY_PART = 0.2;
const SHORT_HEALTHY_PART = 0.01;
const DEAD = "all rows at a server that never answers";
const HALF = "every other row at a server that never answers";
const HEALTHY = "the healthy rows alone";
/** The wave itself, and something for the rows. */
const ONE_WAVE = 1.5;

/** A server that is down must cost a search one time-out, and the rows of other servers nothing else. */
export const deadServer: Bench = {
  name: "dead-server",
  what: "10,000 rows whose server never answers, and rows of which half are so",
  isInShortForm: true,
  run,
};

async function run(context: Context): Promise<Findings> {
  const { app, peers, folder, isShort, report } = context;
  const set = await pictureSet(isShort ? SHORT_HEALTHY_PART : HEALTHY_PART, report);
  const server = await startPictureServer(peers, set.folder, folder);
  const mute = await startMuteServer();
  const rows = isShort ? SHORT_ROWS : ROWS;
  const dead = Array.from({ length: rows }, (_, row) => `${mute.origin}/rx_${row}.tif`);
  const healthy = set.names.map((name) => `${server.base(0)}/${name}`);
  const mixed = healthy.flatMap((url, row) => [url, dead[row] ?? url]);
  const conf = `[fetch]\nwhole_urls = true\nfirst_byte_timeout = ${TIMEOUT}
[server:alive]\nurl = ${server.origin}\n[server:dead]\nurl = ${mute.origin}\n`;
  const contender = (name: string, urls: readonly string[], healthyRows: number): Contender => ({
    name,
    async run(): Promise<Sample> {
      const own = mkdtempSync(join(folder, "run-"));
      const { command } = makeHome(app, own, conf);
      const meter = new Meter();
      const searched = await search(command, ["image_file", server.origin], rowsOf("image_file", urls), meter);
      const shown = outcomesOf(searched).get("ok miss") ?? 0;
      if (shown !== healthyRows) throw new Error(`${shown} of ${healthyRows} healthy rows have their picture`);
      const sample = wholeSample(searched, urls.length, meter);
      rmSync(own, { recursive: true, force: true, maxRetries: 3 });
      return sample;
    },
  });
  const lines: Line[] = [];
  try {
    const contenders = [
      contender(DEAD, dead, 0),
      contender(HALF, mixed, healthy.length),
      contender(HEALTHY, healthy, healthy.length),
    ];
    const scores = await play({ name: `${TIMEOUT} s for the first byte`, unit: "rows", contenders }, context, lines);
    const [all, half, alone] = [DEAD, HALF, HEALTHY].map((name) => secondsOfScores(scores, name));
    const goals: Goal[] = [
      ...goal("dead-server", `${rows} rows: time, in time-outs`, { atMost: ONE_WAVE }, waves(all)),
      ...goal(
        "dead-server",
        "half-dead: time beyond the healthy rows', in time-outs",
        { atMost: ONE_WAVE },
        waves(half, alone),
      ),
    ];
    return { lines, goals, notes: ["every healthy row had its picture in all runs"] };
  } finally {
    mute.close();
    await server.close();
  }
}

function waves(seconds: readonly number[] = [], less: readonly number[] = []): Figure {
  return figureOf(seconds.map((value, round) => (value - (less[round] ?? 0)) / TIMEOUT));
}
