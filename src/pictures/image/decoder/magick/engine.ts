import {
  ConfigurationFiles,
  type IMagickImage,
  initializeImageMagick,
  MagickFormat,
  MagickImage,
  MagickReadSettings,
  ResourceLimits,
} from "@imagemagick/magick-wasm";
import { FORMATS, type Format } from "../../formats.ts";
import type { DecodeLimits } from "../limits.ts";
import { MAX_PAGES } from "./read.ts";

/** ImageMagick's names of the formats that it may be asked to read: those of our table and no other. */
export const MAGICK_FORMATS: ReadonlySet<string> = new Set(
  Object.values<Format>(FORMATS).flatMap(({ decoders, magick }) =>
    magick !== undefined && decoders.includes("magick") ? [magick] : [],
  ),
);

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

/** What readers of the table call for a part of their file: CALS holds a fax, and a fax is read as TIFF. */
const PARTS = ["GROUP4"];

/** All names of files but the temporary ones (/tmp/magick-*), which some readers make: a shut path cannot be opened again. */
const SHUT_PATHS = ["@*", "|*", "[A-Za-z0-9.]*", "/[a-su-z]*", "/tmp/[a-ln-z]*"];

/**
 * ImageMagick's security policy; of several rules for a coder, the last counts. Nothing that draws, runs, fetches or opens
 * another file is left: no scripts (MSL, MVG), no text, no patterns, no programs, and of the file system, which is in
 * memory and nearly empty, only temporary files.
 */
function policyXml(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<policymap>
  <policy domain="coder" rights="none" pattern="*"/>
  <policy domain="coder" rights="read" pattern="{${[...MAGICK_FORMATS, ...PARTS].join(",")}}"/>
  <policy domain="delegate" rights="none" pattern="*"/>
  <policy domain="filter" rights="none" pattern="*"/>
  ${SHUT_PATHS.map((pattern) => `<policy domain="path" rights="none" pattern="${pattern}"/>`).join("\n  ")}
  <policy domain="resource" name="map" value="0"/>
  <policy domain="resource" name="disk" value="0"/>
  <policy domain="resource" name="thread" value="1"/>
</policymap>
`;
}
