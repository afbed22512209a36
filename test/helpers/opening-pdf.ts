import sharp from "sharp";
import type { ImageError } from "../../src/pictures/contract.ts";
import { DecodeFault } from "../../src/pictures/image/decoder/faults.ts";
import type { DecodeLimits } from "../../src/pictures/image/decoder/limits.ts";
import type { PageReader, Raster, Size } from "../../src/pictures/image/decoder/pages.ts";
import { openPdf } from "../../src/pictures/image/decoder/pdf/pdf.ts";
import { WorkerPool } from "../../src/pictures/image/decoder/workers/worker-pool.ts";
import type { Ending } from "./temp-folder.ts";

export const PDF_WORKER = new URL("../../src/programs/pictures/pdf-worker.ts", import.meta.url);
export const PDF_LIMITS: DecodeLimits = {
  maxPixels: 1e8,
  maxBilevelPixels: 1e9,
  timeoutSeconds: 90,
  maxMemory: 256 * 2 ** 20,
};
const BOX: Size = { width: 500, height: 500 };

export type OpeningPdf = {
  readonly open: (source: string | Uint8Array, limits?: Partial<DecodeLimits>) => Promise<PageReader>;
  /** One page, from 0, for a box of 500 x 500. */
  readonly draw: (source: string | Uint8Array, page?: number, limits?: Partial<DecodeLimits>) => Promise<Raster>;
  /** The fault that the page ends with. */
  readonly faultOf: (source: string | Uint8Array, page?: number, limits?: Partial<DecodeLimits>) => Promise<ImageError>;
};

/** PDFium in a thread of its own, ended with the test. */
export function openingPdf(ending: Ending): OpeningPdf {
  const pool = new WorkerPool({ program: PDF_WORKER, size: 1, maxJobs: 1_000 });
  ending.after(() => pool.close());
  const open: OpeningPdf["open"] = (source, limits) => openPdf(pool, source, { ...PDF_LIMITS, ...limits });
  const draw: OpeningPdf["draw"] = async (source, page = 0, limits) => (await open(source, limits)).read(page, BOX);
  const faultOf: OpeningPdf["faultOf"] = async (...asked) => {
    try {
      await draw(...asked);
    } catch (thrown) {
      if (thrown instanceof DecodeFault) return thrown.error;
      throw thrown;
    }
    throw new Error("expected a fault, received a picture");
  };
  return { open, draw, faultOf };
}

export function pngOf({ data, width, height, channels }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels } }).png().toBuffer();
}

/** The share of dark pixels in a part of a picture, whose sides are given as shares of the whole. */
export function inkIn(
  { data, width, height, channels }: Raster,
  [left, top, right, bottom]: readonly number[],
): number {
  let dark = 0;
  let all = 0;
  for (let y = Math.floor((top ?? 0) * height); y < (bottom ?? 1) * height; y++) {
    for (let x = Math.floor((left ?? 0) * width); x < (right ?? 1) * width; x++) {
      all++;
      if ((data[(y * width + x) * channels] ?? 255) < 128) dark++;
    }
  }
  return dark / all;
}
