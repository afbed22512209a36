import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { corrupt, DecodeFault } from "../faults.ts";
import type { DecodeLimits } from "../limits.ts";
import type { PageReader } from "../pages.ts";
import { openWithSharp } from "./open-sharp.ts";

/** SVG is text; this much of it is a drawing, and more a bomb. */
const MAX_BYTES = 16 * 2 ** 20;

/** Opens an SVG, or an SVGZ, by libvips. Throws DecodeFault. */
export async function openSvg(source: string, limits: DecodeLimits): Promise<PageReader> {
  return openWithSharp(await readText(source), "SVG", { failOn: "warning" }, limits);
}

async function readText(source: string): Promise<Buffer> {
  const bytes = await readFile(source);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isPacked ? unpacked(bytes) : bytes;
  if (text && text.byteLength <= MAX_BYTES) return text;
  throw new DecodeFault({ code: "too-large", text: `expected an SVG of at most ${MAX_BYTES} bytes, received more` });
}

function unpacked(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw corrupt(`the SVGZ cannot be unpacked: ${thrown}`);
  }
}
