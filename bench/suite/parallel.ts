import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeHome } from "../app.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import { type Contender, type Line, rateRatio, type Sample } from "../measure/contest.ts";
import { figureOf } from "../measure/figures.ts";
import { type Goal, goal } from "../measure/goals.ts";
import { Meter } from "../measure/meter.ts";
import { type PictureSet, pictureSet } from "../pictures/picture-set.ts";
import { outcomesOf, rowsOf, search } from "../search.ts";
import { type PictureServer, startPictureServer } from "../servers/picture-server.ts";

const AT_ONCE = [1, 2, 4, 8];
const SHORT_AT_ONCE = [1, 4];
const PART = 0.2;
const SHORT_PART = 0.01;
/** Longer than the slowest machine takes, so that nobody who waits for another loses patience. */
const PATIENT = "lease_wait = 60\n";

/** Searches of several users at once, each a process of its own, over one cache. */
export const parallel: Bench = {
  name: "parallel",
  what: "1, 2, 4 and 8 searches at once, over the same and over different pictures",
  isInShortForm: false,
  run,
};

async function run(context: Context): Promise<Findings> {
  const { peers, folder, isShort, report } = context;
  const set = await pictureSet(isShort ? SHORT_PART : PART, report);
  const server = await startPictureServer(peers, set.folder, folder);
  const lines: Line[] = [];
  const goals: Goal[] = [];
  try {
    for (const isSame of [false, true]) {
      const asked: number[] = [];
      const numbers = isShort ? SHORT_AT_ONCE : AT_ONCE;
      const contenders = numbers.map((number) => contender(number, isSame, set, server, context, asked));
      const name = isSame ? "the same pictures" : "different pictures";
      const scores = await play({ name, unit: "pictures shown", contenders }, context, lines);
      for (const { name: several } of contenders.slice(1)) {
        const ratio = rateRatio(scores, several, atOnce(1));
        goals.push(...goal("parallel", `${name}: ${several}, throughput times that of one`, { atLeast: 1 }, ratio));
      }
      const most = figureOf(asked);
      goals.push(
        ...goal("parallel", `${name}: requests for each picture`, { atMost: 1 }, { ...most, median: most.max }),
      );
    }
  } finally {
    await server.close();
  }
  return { lines, goals, notes: [`${set.names.length} pictures for each search`] };
}

function contender(
  number: number,
  isSame: boolean,
  set: PictureSet,
  server: PictureServer,
  { app, folder }: Context,
  asked: number[],
): Contender {
  return {
    name: atOnce(number),
    async run(): Promise<Sample> {
      const own = mkdtempSync(join(folder, "run-"));
      const home = makeHome(app, own, `${PATIENT}[server:bench]\nurl = ${server.origin}\n`);
      server.requests();
      const meter = new Meter();
      const started = performance.now();
      const searches = Array.from({ length: number }, async (_, index) => {
        // The server gives the same files under each of these addresses; to a search they are other pictures.
        const base = `${server.base(0)}/as${isSame ? 0 : index}`;
        return search(home.command, ["image_file", base], rowsOf("image_file", set.names), meter);
      });
      const searched = await Promise.all(searches);
      const seconds = (performance.now() - started) / 1_000;
      const units = number * set.names.length;
      const sample = { seconds, units, ...meter.stop() };
      const outcomes = outcomesOf({ bodies: searched.flatMap(({ bodies }) => bodies) });
      const shown = (outcomes.get("ok miss") ?? 0) + (outcomes.get("ok hit") ?? 0);
      if (shown !== units) throw new Error(`${units} rows, of which ${JSON.stringify([...outcomes])}`);
      asked.push(server.requests() / (isSame ? set.names.length : units));
      rmSync(own, { recursive: true, force: true, maxRetries: 3 });
      return sample;
    },
  };
}

function atOnce(number: number): string {
  return number === 1 ? "1 search" : `${number} searches`;
}
