import { parentPort, threadId } from "node:worker_threads";
import type { WorkerReply, WorkerRequest } from "../../src/pictures/image/decoder/workers/worker-protocol.ts";

const held: unknown[] = [];

/** A worker thread that does what the format of a request says, and answers with its own number as the width. */
parentPort?.on("message", ({ id, format }: WorkerRequest) => {
  if (format === "hang") for (;;) Math.sqrt(2);
  if (format === "exit") process.exit(3);
  if (format === "throw") throw new Error("a fault of the program");
  if (format === "bloat") for (;;) held.push(new Array(1_000_000).fill(id));
  const raster = { width: threadId, height: 1, channels: 1, data: new Uint8Array(threadId) } as const;
  const value = format === "raster" ? { kind: "page" as const, raster } : { kind: "open" as const, sizes: [raster] };
  const reply: WorkerReply = {
    id,
    outcome: format === "corrupt" ? { ok: false, error: { code: "corrupt", text: "damaged" } } : { ok: true, value },
    memory: format === "greedy" ? 10 * 2 ** 30 : 1,
    isBroken: format === "broken",
  };
  parentPort?.postMessage(reply, format === "raster" ? [raster.data.buffer] : []);
});
