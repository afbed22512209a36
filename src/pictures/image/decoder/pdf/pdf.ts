import { noSuchPage } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import type { PageReader, Size } from "../pages.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import type { WorkerAnswer, WorkerRequest } from "../workers/worker-protocol.ts";

/**
 * Opens a PDF by PDFium in a thread of the pool, which runs `runPdfWorker`. Sizes are those of the paper at 150 dots per
 * inch. Throws DecodeFault.
 */
export async function openPdf(
  pool: WorkerPool,
  source: string | Uint8Array,
  limits: DecodeLimits,
): Promise<PageReader> {
  const ask = (question: WorkerRequest["ask"]): Promise<WorkerAnswer> =>
    pool.ask({ source, format: "PDF", limits, ask: question });
  const opened = await ask({ kind: "open" });
  const sizes = opened.kind === "open" ? opened.sizes : [];
  const sizeOf = (page: number): Size => {
    const size = sizes[page];
    if (!size) throw noSuchPage(page, sizes.length);
    return size;
  };
  return {
    pages: sizes.length,
    sizeOf: async (page) => sizeOf(page),
    read: async (page, box) => {
      sizeOf(page);
      const answer = await ask({ kind: "page", page, box });
      if (answer.kind !== "page") throw noSuchPage(page, sizes.length);
      return answer.raster;
    },
  };
}
