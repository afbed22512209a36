import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeFrame, FrameDecoder } from "../../src/splunk/chunked/frame.ts";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import { getInfo } from "../../src/stand-in/splunkd/search-command.ts";
import type { Sample } from "../measure/contest.ts";
import { Meter } from "../measure/meter.ts";
import type { Rows } from "../search.ts";

export type Fed = { readonly sample: Sample; readonly bodies: readonly Buffer[] };

/**
 * A program that reads a whole search from a file and writes its replies into another, from its start to its end: nobody
 * else takes part.
 */
export function fedStream(
  { program: [file, ...flags], env }: CommandLine,
  args: readonly string[],
  { frames, count }: Rows,
  folder: string,
): () => Promise<Fed> {
  const own = mkdtempSync(join(folder, "stream-"));
  const [input, output] = [join(own, "input"), join(own, "output")];
  writeFileSync(input, Buffer.concat([...encodeFrame(getInfo(args)), ...frames]));
  return async () => {
    const files = [openSync(input, "r"), openSync(output, "w")];
    const meter = new Meter();
    const started = performance.now();
    const child = spawn(file, flags, { env: { ...env }, stdio: [files[0], files[1], "inherit"] });
    meter.watch(child.pid);
    const code = await new Promise((resolve) => child.once("close", resolve));
    const seconds = (performance.now() - started) / 1_000;
    const sample = { seconds, units: count, ...meter.stop() };
    for (const each of files) closeSync(each);
    if (code !== 0) throw new Error(`${file} ended with ${code}`);
    const [, ...replies] = [...new FrameDecoder().feed(readFileSync(output))];
    return { sample, bodies: replies.map(({ body }) => body) };
  };
}
