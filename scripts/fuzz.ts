import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { DecoderProcess } from "../src/pictures/image/process/decoder-process.ts";
import { ChildMemory } from "./bombs/child-memory.ts";
import { Dice } from "./fuzz/dice.ts";
import { makeInput } from "./fuzz/mutate.ts";
import { TIMEOUT_SECONDS } from "./fuzz/recipes.ts";
import { gatherSeeds } from "./fuzz/seeds.ts";
import { Tally } from "./fuzz/tally.ts";
import { tryInput } from "./fuzz/trial.ts";

/**
 * Sends spoilt pictures through the whole decoder: `npm run fuzz -- [count] [seed]`; ends with exit code 1 when a row got
 * lost, an answer or a picture is none, a file was left, or the child crashed too often. One seed and one index make one
 * input, on a machine with the same tools: `npm run fuzz -- --replay <seed> <index>` makes it again and keeps it.
 */
const PROGRESS_MS = 5_000;
/** A run ends at this time, whatever its count: so long to start, and so long for each input. */
const START_MS = 60_000;
const INPUT_MS = 60;
/** As libvips and ImageMagick name what they put down. */
const TEMPORARY = /^(vips|magick)-/;

const isReplay = process.argv[2] === "--replay";
const [first, second] = process.argv.slice(isReplay ? 3 : 2);
const count = isReplay ? 1 : Number(first ?? "2000");
const seed = Number((isReplay ? first : second) ?? String(Date.now() % 1_000_000));
const from = isReplay ? Number(second ?? Number.NaN) : 0;
if (![count, seed, from].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  console.error("usage: npm run fuzz -- [count] [seed], or npm run fuzz -- --replay <seed> <index>");
  process.exit(2);
}

const startedAt = performance.now();
let until = startedAt + START_MS + count * INPUT_MS;
process.once("SIGINT", () => {
  until = 0;
});
const folder = mkdtempSync(join(tmpdir(), "getimage-fuzz-"));
const leftBefore = leftovers();
const memory = new ChildMemory();
const concurrency = availableParallelism() + 1;
const decoder = new DecoderProcess({
  program: new URL("../src/programs/pictures/decoder.ts", import.meta.url),
  folders: { read: [], write: [folder] },
  concurrency,
  timeoutSeconds: TIMEOUT_SECONDS,
  maxJobs: 1_000,
  maxMemory: 768 * 2 ** 20,
});
const tally = new Tally(seed);
const report = (): void => {
  console.log(`${Math.round((performance.now() - startedAt) / 1_000)} s: ${tally.progress()}`);
};
const timer = setInterval(report, PROGRESS_MS);
let next = from;
try {
  const seeds = await gatherSeeds(folder);
  console.log(`Spoiling ${seeds.length} pictures ${count} times with seed ${seed}`);
  await Promise.all(Array.from({ length: concurrency }, (_, lane) => work(seeds, join(folder, `lane-${lane}`))));
  for (const file of leftovers().filter((name) => !leftBefore.includes(name))) tally.harm("files left", file);
  report();
} finally {
  clearInterval(timer);
  memory.stop();
  decoder.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
if (tally.inputs < count) console.log(`The time was up before all of ${count} inputs were tried.`);
console.log(`\n${tally.table(memory.peak)}\nseed ${seed}`);
process.exitCode = tally.isClean ? 0 : 1;

async function work(seeds: Awaited<ReturnType<typeof gatherSeeds>>, lane: string): Promise<void> {
  mkdirSync(lane);
  while (next < from + count && performance.now() < until) {
    const index = next++;
    const dice = new Dice(seed, index);
    const input = makeInput(seeds, dice);
    const trial = await tryInput(input, dice, decoder.decode, lane);
    tally.add(index, input, trial);
    if (isReplay) console.log(`${tally.keep(index, input)}, made of ${input.from}: ${JSON.stringify(trial, null, 2)}`);
  }
}

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => TEMPORARY.test(name));
}
