import { readFileSync } from "node:fs";
import { namesIn } from "../../src/pictures/cache/store/shard.ts";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import { getInfo, messagesOf, rowsOf, SearchProcess } from "../../src/stand-in/splunkd/search-command.ts";
import type { Fate, Plan } from "./plan.ts";

export type Row = ReadonlyMap<string, string>;

/** What came of a search. */
export type Ran = {
  /** One that had answered everything before anything happened to it is unharmed. */
  readonly fate: Fate;
  readonly rows: readonly Row[];
  readonly messages: readonly string[];
  readonly exitCode: number | null;
  readonly stderr: string;
  /** How long it took to end after it was killed, cancelled or done, in milliseconds. */
  readonly endMs: number;
  /** Most memory and open files of an unharmed one, after its last reply. */
  readonly idle?: { readonly memoryKb: number; readonly decoderKb: number; readonly files: number };
  /** Its decoder, if it had one when something happened to it. */
  readonly children: readonly string[];
};

const FIELD = "image_file";

/** Runs a search as splunkd does, and does to it what is planned. */
export async function runPlan(command: CommandLine, { args, chunks, fate: planned, after }: Plan): Promise<Ran> {
  const splunkd = new SearchProcess(command);
  const pid = splunkd.process.pid ?? 0;
  let fate: Fate = "unharmed";
  let children: readonly string[] = [];
  let endsAt = 0;
  const strike = (): void => {
    [fate, endsAt, children] = [planned, performance.now(), childrenOf(pid)];
    if (planned === "killed") splunkd.process.kill("SIGKILL");
    else splunkd.close();
  };
  const timer = planned === "unharmed" ? undefined : setTimeout(strike, after);
  const rows: Row[] = [];
  const messages: string[] = [];
  let reply = await splunkd.request(getInfo([FIELD, ...args]));
  for (const [index, names] of chunks.entries()) {
    if (!reply) break;
    reply = await splunkd.request({ action: "execute", finished: index === chunks.length - 1 }, csvOf(names));
    rows.push(...rowsOf(reply));
    messages.push(...messagesOf(reply).map((message) => message.join(" ")));
  }
  clearTimeout(timer);
  // Nothing has happened to it yet, so it can be looked at while it waits for its end.
  const idle = endsAt === 0 ? idleFacts(pid) : undefined;
  if (endsAt === 0) [endsAt, children] = [performance.now(), childrenOf(pid)];
  splunkd.close();
  const { code } = await splunkd.exit;
  const endMs = performance.now() - endsAt;
  return { fate, rows, messages, exitCode: code, stderr: splunkd.stderr, endMs, children, ...(idle && { idle }) };
}

/** Whether a process still runs that was the child of a search. */
export function isDecoder(pid: string): boolean {
  return textOf(`/proc/${pid}/cmdline`).includes("decoder");
}

function idleFacts(pid: number): NonNullable<Ran["idle"]> {
  return {
    memoryKb: peakOf(pid),
    decoderKb: Math.max(0, ...childrenOf(pid).map(peakOf)),
    files: namesIn(`/proc/${pid}/fd`).length,
  };
}

function childrenOf(pid: number): string[] {
  return textOf(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
}

function peakOf(pid: number | string): number {
  return Number(/VmHWM:\s*(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);
}

function csvOf(names: readonly string[]): Buffer {
  return Buffer.from([FIELD, ...names].join("\n"));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process is gone.
    return "";
  }
}
