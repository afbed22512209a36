import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DecodeLimits } from "../../src/pictures/image/decoder/limits.ts";
import type { RenderJob } from "../../src/pictures/image/decoder-protocol.ts";
import type { SourceFormat } from "../../src/pictures/image/formats.ts";
import { DecoderProcess } from "../../src/pictures/image/process/decoder-process.ts";

/** Those of default/getimage.conf, but for the time: how busy the machine is, is not what is tried here. */
export const LIMITS: DecodeLimits = {
  maxPixels: 1e8,
  maxBilevelPixels: 6e8,
  timeoutSeconds: 90,
  maxMemory: 768 * 2 ** 20,
};

/** The real decoder child; reads what lies in the project, and in the folder for temporary files. */
export function startDecoder(): DecoderProcess {
  return new DecoderProcess({
    program: new URL("../../src/programs/pictures/decoder.ts", import.meta.url),
    folders: { read: [fileURLToPath(new URL("../..", import.meta.url))], write: [tmpdir()] },
    concurrency: 2,
    timeoutSeconds: LIMITS.timeoutSeconds,
    maxJobs: 1_000,
    maxMemory: 2 ** 30,
  });
}

/** A job with the default recipe and no caption. */
export function renderJob(source: string, format: SourceFormat, folder: string, name = "out"): RenderJob {
  const box = { width: 500, height: 500 };
  const recipe = { ...box, format: "jpg", quality: 80, page: 1, caption: [], place: "overlay" } as const;
  const [fresh, cached] = [join(folder, `${name}.jpg`), join(folder, `${name}.cached.jpg`)];
  return { kind: "render", source, format, recipe, limits: LIMITS, fetchedAt: 0, thumb: false, fresh, cached };
}
