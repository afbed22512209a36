import type { Outcome } from "../../../../base/outcome.ts";
import type { ImageError } from "../../../contract.ts";
import { DecodeFault, noSuchPage } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import type { PageReader } from "../pages.ts";
import type { WorkerAnswer, WorkerRequest } from "../workers/worker-protocol.ts";

/** Worker threads that run `runPdfWorker`. */
export type PdfWorkers = {
  readonly run: (request: Omit<WorkerRequest, "id">) => Promise<Outcome<WorkerAnswer, ImageError>>;
};

/** Opens a PDF by PDFium. Sizes are those of the paper at 150 dots per inch. Throws DecodeFault. */
export async function openPdf(
  workers: PdfWorkers,
  source: string | Uint8Array,
  limits: DecodeLimits,
): Promise<PageReader> {
  const ask = async <Kind extends WorkerAnswer["kind"]>(
    asked: Extract<WorkerRequest["ask"], { kind: Kind }>,
  ): Promise<Extract<WorkerAnswer, { kind: Kind }>> => {
    const outcome = await workers.run({ source, format: "PDF", limits, ask: asked });
    if (!outcome.ok) throw new DecodeFault(outcome.error);
    return outcome.value as Extract<WorkerAnswer, { kind: Kind }>;
  };
  const { sizes } = await ask<"open">({ kind: "open" });
  return {
    pages: sizes.length,
    sizeOf: async (page) => {
      const size = sizes[page];
      if (!size) throw noSuchPage(page, sizes.length);
      return size;
    },
    read: async (page, box) => {
      if (page >= sizes.length) throw noSuchPage(page, sizes.length);
      return (await ask<"page">({ kind: "page", page, box })).raster;
    },
  };
}
