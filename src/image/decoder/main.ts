import type { DecoderReply, DecoderRequest } from "../decoder-protocol.ts";
import { loadFonts } from "./glyphs.ts";
import { prepareSharp, render, renderPlacard } from "./render.ts";

/**
 * The decoder child: answers each job that its parent sends, and ends with its parent. It runs in a process of its own
 * because a picture may crash or hang a decoder, and must not take the search with it.
 */
export function runDecoder(fontFile: URL): void {
  const fonts = loadFonts(fontFile);
  prepareSharp();
  process.on("message", ({ id, job }: DecoderRequest) => {
    const work = job.kind === "render" ? render(job, fonts) : renderPlacard(job, fonts);
    void work.then((result) => {
      const reply: DecoderReply = { id, result, memory: process.memoryUsage.rss() };
      process.send?.(reply);
    });
  });
  // An exit would wait for the threads of libvips, however long a picture takes them.
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
}
