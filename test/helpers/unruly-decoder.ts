import { appendFileSync } from "node:fs";
import { basename } from "node:path";
import type { DecoderReply, DecoderRequest, Rendered } from "../../src/pictures/image/decoder-protocol.ts";

const held: Buffer[] = [];

/** A decoder child that does what the name of its source says; each job is noted in a file beside the source. */
process.on("message", ({ id, job }: DecoderRequest) => {
  if (job.kind !== "render") return;
  const name = basename(job.source);
  appendFileSync(`${job.source}.jobs`, `${process.pid}\n`);
  if (name.startsWith("crash")) process.kill(process.pid, "SIGSEGV");
  if (name.startsWith("hang")) for (;;) Math.sqrt(2);
  // It grows slowly enough to be seen before the machine feels it, and never answers.
  if (name.startsWith("bloat")) {
    setInterval(() => held.push(Buffer.alloc(4 * 2 ** 20, 1)), 10);
    return;
  }
  if (name.startsWith("grumble")) {
    process.stderr.write(`${"libpicture: careful\n".repeat(100_000)}libpicture: assertion failed\n`, () =>
      process.exit(3),
    );
    return;
  }
  const memory = name.startsWith("greedy") ? 10 * 2 ** 30 : 1;
  const size = { width: 1, height: 1, freshBytes: process.pid, cachedBytes: undefined };
  const value: Rendered = { ...size, pages: 1, page: 1, lastPage: 1, decoder: "sharp", format: "jpg" };
  const reply: DecoderReply = { id, result: { ok: true, value }, memory };
  process.send?.(reply);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
