import { availableParallelism, setPriority } from "node:os";
import type { DecoderReply, DecoderRequest } from "../decoder-protocol.ts";
import { loadFonts } from "./caption/glyphs.ts";
import type { Workers } from "./open/chain-steps.ts";
import { prepareSharp } from "./open/open-sharp.ts";
import { render, renderErrorPicture } from "./render.ts";
import { WorkerPool } from "./workers/worker-pool.ts";

export type DecoderFiles = {
  /** The letters of captions. */
  readonly fonts: URL;
  /** Programs of the threads that decode. */
  readonly magick: URL;
  readonly pdf: URL;
  readonly reader: URL;
};

/** After so many pictures a thread is replaced: WebAssembly memory grows and never shrinks. */
const JOBS_OF_A_WORKER = 200;
const NICENESS = 5;

/**
 * The decoder child: answers each job that its parent sends, and ends with its parent. It runs in a process of its own
 * because a picture may crash or hang a decoder, and must not take the search with it.
 */
export function runDecoder(files: DecoderFiles): void {
  // Before any thread starts, so that all of them have it: the search head's own work comes first. Nicer still, and
  // pictures would run out of time on a busy machine.
  setPriority(NICENESS);
  process.umask(0o077);
  const fonts = loadFonts(files.fonts);
  prepareSharp();
  const workers: Workers = { magick: poolOf(files.magick), pdf: poolOf(files.pdf), reader: poolOf(files.reader) };
  process.on("message", ({ id, job }: DecoderRequest) => {
    const work = job.kind === "render" ? render(job, fonts, workers) : renderErrorPicture(job, fonts);
    void work.then((result) => {
      const reply: DecoderReply = { id, result, memory: process.memoryUsage.rss() };
      send(reply);
    });
  });
  // What kills it from here on is a picture, not its own start.
  send("ready");
  // An exit would wait for the threads of libvips, however long a picture takes them.
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
}

// Where the parent is gone a send fails, and the end of the channel is about to come.
function send(message: DecoderReply | "ready"): void {
  process.send?.(message, () => {});
}

function poolOf(program: URL): WorkerPool {
  return new WorkerPool({
    program,
    size: availableParallelism() + 1,
    maxJobs: JOBS_OF_A_WORKER,
  });
}
