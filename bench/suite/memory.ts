import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { makeHome } from "../app.ts";
import { type Bench, type Context, type Findings, play } from "../bench.ts";
import type { Contender, Line } from "../measure/contest.ts";
import { figureOf } from "../measure/figures.ts";
import { type Goal, goal } from "../measure/goals.ts";
import { growthOf } from "../measure/growth.ts";
import { type Look, Meter } from "../measure/meter.ts";
import { demand, rowsOf, search, wholeSample } from "../search.ts";
import { startPictureServer } from "../servers/picture-server.ts";

const ROWS = 10_000;
const SHORT_ROWS = 1_000;
/** Every so many-th picture has 60 megapixels. */
const LARGE_EACH = 250;
const LARGE = { width: 7_000, height: 8_600 };
const SMALL = { width: 160, height: 120 };
/** The app's own setting; the child is replaced when it holds so much, and killed at twice as much. */
const DECODER_MEMORY = 805_306_368;
const ONE_RUN = 1;

/** Whether a long search grows: each row names a picture of its own, some of them very large. */
export const memory: Bench = {
  name: "memory",
  what: "10,000 rows of as many pictures, some with 60 megapixels: whether memory stays flat",
  isInShortForm: false,
  run,
};

async function run(context: Context): Promise<Findings> {
  const { app, peers, folder, isShort, report } = context;
  report("making a picture of 60 megapixels");
  await makePictures(folder);
  const server = await startPictureServer(peers, folder, folder);
  const count = isShort ? SHORT_ROWS : ROWS;
  // The server gives the same file under each of these addresses; to a search they are other pictures.
  const names = Array.from(
    { length: count },
    (_, row) => `as${row}/${row % LARGE_EACH === 100 ? "large" : "small"}.jpg`,
  );
  const base = server.base(0);
  const found = { command: [] as number[], all: [] as number[], decoder: [] as number[], children: [] as number[] };
  const ours: Contender = {
    name: "getimage",
    async run() {
      const home = makeHome(app, folder, `[server:bench]\nurl = ${base}\n`);
      const looks: Look[] = [];
      const meter = new Meter((look) => looks.push(look));
      const searched = await search(home.command, ["image_file", base], rowsOf("image_file", names), meter);
      const sample = wholeSample(searched, count, meter);
      demand(searched, /^ok miss$/);
      home.remove();
      const [command = 0, ...children] = new Set(looks.flatMap(({ bytes }) => [...bytes.keys()]));
      found.command.push(growthOf(looks, command));
      found.all.push(growthOf(looks));
      found.decoder.push(peakOf(looks, children) / DECODER_MEMORY);
      found.children.push(children.length);
      return sample;
    },
  };
  const lines: Line[] = [];
  try {
    await play(
      { name: `${count} pictures`, unit: "pictures", contenders: [ours] },
      { ...context, rounds: ONE_RUN },
      lines,
    );
  } finally {
    await server.close();
  }
  const half = "memory of the second half, times the first";
  const goals: Goal[] = [
    ...goal("memory", `the command: ${half}`, { atMost: 1.2 }, figureOf(found.command)),
    ...goal("memory", `all processes: ${half}`, { atMost: 1.2 }, figureOf(found.all)),
    ...goal("memory", "the decoder at its largest, times its cap", { atMost: 2 }, figureOf(found.decoder)),
  ];
  const note = `${Math.floor(count / LARGE_EACH)} of the pictures have 60 megapixels; ${found.children.join(", ")} decoders were started, one beside ${availableParallelism() + 1} pictures at once; one run`;
  return { lines, goals, notes: [note] };
}

async function makePictures(folder: string): Promise<void> {
  for (const [name, size] of [
    ["large", LARGE],
    ["small", SMALL],
  ] as const) {
    const grain = { type: "gaussian", mean: 200, sigma: 12 } as const;
    const page = sharp({ create: { ...size, channels: 3, background: "#fff", noise: grain } });
    writeFileSync(join(folder, `${name}.jpg`), await page.jpeg({ quality: 70 }).toBuffer());
  }
}

function peakOf(looks: readonly Look[], pids: readonly number[]): number {
  return Math.max(0, ...looks.flatMap(({ bytes }) => pids.map((pid) => bytes.get(pid) ?? 0)));
}
