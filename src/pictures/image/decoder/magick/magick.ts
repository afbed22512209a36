import { corrupt, noSuchPage, tooManyPixels } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import type { PageReader, Size } from "../pages.ts";
import type { WorkerPool } from "../workers/worker-pool.ts";
import type { WorkerAnswer, WorkerRequest } from "../workers/worker-protocol.ts";

/**
 * Opens a source by ImageMagick in a thread of the pool. `format` is ImageMagick's name from our table: it never guesses.
 * Throws DecodeFault.
 */
export async function openWithMagick(
  pool: WorkerPool,
  source: string | Uint8Array,
  format: string,
  limits: DecodeLimits,
): Promise<PageReader> {
  const ask = (question: WorkerRequest["ask"]): Promise<WorkerAnswer> =>
    pool.ask({ source, format, limits, ask: question });
  const opened = await ask({ kind: "open" });
  if (opened.kind !== "open" || opened.sizes.length === 0) {
    throw corrupt(`the ${format} file holds no picture`);
  }
  const { sizes } = opened;
  const checked = (page: number): Size => {
    const size = sizes[page];
    if (!size) throw noSuchPage(page, sizes.length);
    if (size.width * size.height > limits.maxPixels) {
      throw tooManyPixels(`at most ${limits.maxPixels} pixels`, `${size.width} x ${size.height}`);
    }
    return size;
  };
  return {
    pages: sizes.length,
    sizeOf: async (page) => checked(page),
    read: async (page, box) => {
      checked(page);
      const answer = await ask({ kind: "page", page, box });
      if (answer.kind === "page") return answer.raster;
      throw corrupt(`the ${format} decoder gave no page`);
    },
  };
}
