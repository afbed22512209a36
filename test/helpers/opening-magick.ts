import assert from "node:assert/strict";
import sharp from "sharp";
import type { ImageError } from "../../src/pictures/contract.ts";
import { DecodeFault } from "../../src/pictures/image/decoder/faults.ts";
import type { DecodeLimits } from "../../src/pictures/image/decoder/limits.ts";
import { openWithMagick } from "../../src/pictures/image/decoder/magick/magick.ts";
import type { PageReader, Raster } from "../../src/pictures/image/decoder/pages.ts";
import { WorkerPool } from "../../src/pictures/image/decoder/workers/worker-pool.ts";
import { LIMITS } from "./decoder.ts";
import type { Ending } from "./temp-folder.ts";

const PROGRAM = new URL("../../src/programs/pictures/magick-worker.ts", import.meta.url);
const BOX = { width: 500, height: 500 };

export type OpeningMagick = {
  readonly pool: WorkerPool;
  readonly open: (source: string | Uint8Array, format: string, limits?: Partial<DecodeLimits>) => Promise<PageReader>;
  readonly read: (source: string | Uint8Array, format: string, page?: number) => Promise<Raster>;
  /** Of a source that must fail, when opened or when read. */
  readonly faultOf: (
    source: string | Uint8Array,
    format: string,
    limits?: Partial<DecodeLimits>,
  ) => Promise<ImageError>;
};

/** ImageMagick in a real thread, as the decoder child runs it; ended with the tests. */
export function openingMagick(ending: Ending): OpeningMagick {
  const pool = new WorkerPool({ program: PROGRAM, size: 1, maxJobs: 1_000 });
  ending.after(() => pool.close());
  const open: OpeningMagick["open"] = (source, format, limits) =>
    openWithMagick(pool, source, format, { ...LIMITS, ...limits });
  return {
    pool,
    open,
    read: async (source, format, page = 0) => (await open(source, format)).read(page, BOX),
    faultOf: async (source, format, limits) => {
      try {
        await (await open(source, format, limits)).read(0, BOX);
      } catch (thrown) {
        assert.ok(thrown instanceof DecodeFault, String(thrown));
        return thrown.error;
      }
      assert.fail(`expected ${format} to fail`);
    },
  };
}

/** What a raster looks like on white paper, in RGB. */
export async function onPaper(raster: Raster, width: number, height: number): Promise<Buffer> {
  const { data, channels } = raster;
  return sharp(data, { raw: { width: raster.width, height: raster.height, channels } })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .resize(width, height, { fit: "fill" })
    .raw()
    .toBuffer();
}

/** Mean difference of two pictures in RGB, from 0 to 255. */
export function unlikeness(one: Uint8Array, other: Uint8Array): number {
  assert.equal(one.byteLength, other.byteLength);
  return one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.byteLength;
}
