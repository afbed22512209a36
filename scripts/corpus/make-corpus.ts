import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import pLimit from "p-limit";
import { errorText } from "../../src/base/error-text.ts";
import { MAKERS } from "./makers/makers.ts";
import { writePictures } from "./pictures.ts";
import type { Sample } from "./sample.ts";

const run = promisify(execFile);
const PATIENCE_MS = 120_000;

/** Whether a sample's file is there; else which programs are missing, or what went wrong while it was made. */
export type Making = { readonly missing: readonly string[]; readonly failure?: string };

/** Makes the source pictures and all samples in a folder, a few at a time. */
export async function makeCorpus(samples: readonly Sample[], folder: string): Promise<ReadonlyMap<Sample, Making>> {
  await writePictures(folder);
  const limit = pLimit(availableParallelism());
  const makings = samples.map(async (sample) => [sample, await limit(() => make(sample, folder))] as const);
  return new Map(await Promise.all(makings));
}

async function make(sample: Sample, folder: string): Promise<Making> {
  const missing = missingTools(sample);
  if (missing.length > 0) return { missing };
  try {
    for (const line of sample.make) await runLine(line.replaceAll("@", sample.file), folder);
    return { missing };
  } catch (thrown) {
    return { missing, failure: errorText(thrown) };
  }
}

async function runLine(line: string, folder: string): Promise<void> {
  const [command = "", into] = line.split(" > ");
  const [program = "", ...args] = command.split(" ");
  const maker = MAKERS[program];
  if (maker) return maker(args, folder);
  const { stdout } = await run(program, args, {
    cwd: folder,
    timeout: PATIENCE_MS,
    encoding: "buffer",
    maxBuffer: 2 ** 26,
    // One thread each: two programs at a time fill the processors.
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      MAGICK_THREAD_LIMIT: "1",
      OMP_NUM_THREADS: "1",
      VIPS_CONCURRENCY: "1",
    },
  });
  if (into !== undefined) await writeFile(join(folder, into), stdout);
}

/** Programs that a sample needs and that are not installed. */
export function missingTools({ make }: Sample): readonly string[] {
  const programs = make.map((line) => line.split(" ")[0] ?? "").filter((program) => !(program in MAKERS));
  return [...new Set(programs)].filter((program) => !isInstalled(program));
}

/** Where a program's name may be another's, the program that is there only beside the one that is meant. */
const COMPANIONS: Readonly<Record<string, string>> = { convert: "identify" };
const found = new Map<string, boolean>();

export function isInstalled(program: string): boolean {
  const companion = COMPANIONS[program];
  const is = found.get(program) ?? (isOnPath(program) && (companion === undefined || isOnPath(companion)));
  found.set(program, is);
  return is;
}

function isOnPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((place) => {
    try {
      accessSync(join(place, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
