import { appendFileSync } from "node:fs";
import { basename } from "node:path";
import type { DecoderReply, DecoderRequest } from "../../src/image/decoder-protocol.ts";

/** A decoder child that does what the name of its source says; each job is noted in a file beside the source. */
process.on("message", ({ id, job }: DecoderRequest) => {
  if (job.kind !== "render") return;
  const name = basename(job.source);
  appendFileSync(`${job.source}.jobs`, `${process.pid}\n`);
  if (name.startsWith("crash")) process.kill(process.pid, "SIGSEGV");
  if (name.startsWith("hang")) for (;;) Math.sqrt(2);
  if (name.startsWith("grumble")) {
    process.stderr.write("libpicture: assertion failed\n");
    process.exit(3);
  }
  const memory = name.startsWith("greedy") ? 10 * 2 ** 30 : 1;
  const value = { width: 1, height: 1, pages: 1, freshBytes: process.pid, cachedBytes: undefined };
  const reply: DecoderReply = { id, result: { ok: true, value }, memory };
  process.send?.(reply);
});
process.on("disconnect", () => process.exit(0));
