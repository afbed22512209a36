import { spawn } from "node:child_process";
import type { Sample } from "./contest.ts";
import { Meter } from "./meter.ts";

/**
 * Runs a program of a peer from its start to its end.
 * @param units how much it gets done
 * @param input what it reads
 * @throws when it fails: a peer that does not do its work must not look fast
 */
export async function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  units: number,
  input = "",
): Promise<Sample> {
  const meter = new Meter();
  const started = performance.now();
  const child = spawn(file, args, { stdio: ["pipe", "ignore", "pipe"] });
  meter.watch(child.pid);
  child.stdin.on("error", () => {});
  child.stdin.end(input && `${input}\n`);
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => {
    said = (said + bytes.toString("utf8")).slice(-2_000);
  });
  const code = await new Promise<number | string | null>((resolve) => {
    child.once("error", (thrown) => resolve(thrown.message));
    child.once("close", (exit, signal) => resolve(exit ?? signal));
  });
  const seconds = (performance.now() - started) / 1_000;
  const { cpuSeconds, peakBytes } = meter.stop();
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${said.trim()}`);
  return { seconds, units, cpuSeconds, peakBytes };
}
