import {
  ConfigurationFiles,
  type IMagickImage,
  initializeImageMagick,
  MagickFormat,
  MagickImage,
  MagickReadSettings,
  ResourceLimits,
} from "@imagemagick/magick-wasm";
import type { DecodeLimits } from "../limits.ts";
import { policyXml } from "./policy.ts";
import { MAX_PAGES } from "./read.ts";

/** Embedded colour profiles are some kilobytes, of printers up to a few megabytes. */
const MAX_PROFILE_BYTES = 32 * 2 ** 20;
/** An `int` of the decoder. */
const MAX_SIDE = 2 ** 31 - 1;

let probe: IMagickImage | undefined;

/** Starts ImageMagick under our policy; once in a thread, before anything else is asked of it. */
export async function startMagick(module: WebAssembly.Module): Promise<void> {
  const files = ConfigurationFiles.default;
  files.policy.data = policyXml();
  await initializeImageMagick(module, files);
  probe = MagickImage.create(Buffer.from("P5 1 1 255 x"), new MagickReadSettings({ format: MagickFormat.Pgm }));
}

/** Bounds what the next picture may cost. Pixels lie in memory: no files on disk, none mapped. */
export function limitMagick({ maxPixels, maxMemory, timeoutSeconds }: DecodeLimits): void {
  const side = BigInt(Math.min(maxPixels, MAX_SIDE));
  ResourceLimits.width = side;
  ResourceLimits.height = side;
  ResourceLimits.area = BigInt(maxPixels);
  ResourceLimits.memory = BigInt(maxMemory);
  ResourceLimits.maxMemoryRequest = BigInt(Math.min(maxMemory, MAX_SIDE));
  ResourceLimits.maxProfileSize = BigInt(MAX_PROFILE_BYTES);
  ResourceLimits.disk = 0n;
  ResourceLimits.listLength = BigInt(MAX_PAGES + 1);
  ResourceLimits.time = BigInt(Math.max(1, Math.ceil(timeoutSeconds)));
}

/** Bytes of the WebAssembly memory: the library shows it only as that in which the pixels of a picture lie. */
export function heldMemory(): number {
  return probe?.getPixels((pixels) => pixels.getReadOnlyArea(0, 0, 1, 1).buffer.byteLength) ?? 0;
}
