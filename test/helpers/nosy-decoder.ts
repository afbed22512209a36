import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMainThread, parentPort } from "node:worker_threads";
import { fail } from "../../src/base/outcome.ts";
import { WorkerPool } from "../../src/pictures/image/decoder/workers/worker-pool.ts";
import type { WorkerReply, WorkerRequest } from "../../src/pictures/image/decoder/workers/worker-protocol.ts";

/** What a try came to: "done", or the code or text of its error. */
export type Tries = Readonly<Record<string, string>>;
export type Nosiness = { readonly main: Tries; readonly worker: Tries; readonly environment: Record<string, unknown> };

/** A decoder child that goes where it should not, in its main thread and in a worker; told its folders, it tells all. */
function tryAll([readable, writable]: readonly string[]): Tries {
  const tries: Record<string, () => unknown> = {
    "read a file of the system": () => readFileSync("/etc/passwd"),
    "read a folder of the system": () => readdirSync("/etc"),
    "read through /proc": () => readFileSync("/proc/self/root/etc/passwd"),
    "read beside the folders": () => readFileSync(`${readable}-beside`),
    "read a source": () => readFileSync(join(String(readable), "source")),
    "write beside a source": () => writeFileSync(join(String(readable), "new"), "x"),
    "write beside the folders": () => writeFileSync(`${writable}-beside`, "x"),
    "write into its own program": () => writeFileSync(new URL("./new.txt", import.meta.url), "x"),
    "write a result": () => writeFileSync(join(String(writable), `result-${isMainThread}`), "x"),
    "link to a file of the system": () => symlinkSync("/etc/passwd", join(String(writable), "link")),
    "start a program": () => execFileSync("/bin/true"),
    "make code of a text": () => new Function("return 1")(),
  };
  return Object.fromEntries(Object.entries(tries).map(([what, act]) => [what, outcomeOf(act)]));
}

function outcomeOf(act: () => unknown): string {
  try {
    act();
    return "done";
  } catch (thrown) {
    if (!(thrown instanceof Error)) return String(thrown);
    return "code" in thrown ? String(thrown.code) : thrown.name;
  }
}

if (isMainThread) {
  process.once("message", async (folders: readonly string[]) => {
    const environment = { ...process.env, cwd: process.cwd() };
    const answer: Nosiness = { main: tryAll(folders), worker: await triesOfThread(folders), environment };
    process.send?.(answer);
  });
  process.on("disconnect", () => process.exit(0));
} else {
  parentPort?.once("message", ({ id, format }: WorkerRequest) => {
    const outcome = fail({ code: "corrupt", text: JSON.stringify(tryAll(JSON.parse(format))) } as const);
    const reply: WorkerReply = { id, outcome, memory: 0, isBroken: false };
    parentPort?.postMessage(reply);
  });
}

/** Asks a thread of the decoder's own pool; what it tries comes back as the text of its error. */
async function triesOfThread(folders: readonly string[]): Promise<Tries> {
  const pool = new WorkerPool({ program: new URL(import.meta.url), size: 1, maxJobs: 1 });
  const limits = { maxPixels: 1, maxBilevelPixels: 1, timeoutSeconds: 90, maxMemory: 2 ** 30 };
  const answer = await pool.run({ source: "", format: JSON.stringify(folders), limits, ask: { kind: "open" } });
  return answer.ok ? {} : JSON.parse(answer.error.text);
}
