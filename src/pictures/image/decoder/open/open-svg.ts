import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { DecodeFault } from "../faults.ts";

/** SVG is text; this much of it is a drawing, and more a bomb. */
const MAX_BYTES = 16 * 2 ** 20;

/** An SVG as text, unpacked where it is an SVGZ. Throws DecodeFault. */
export async function readSvg(source: string): Promise<Buffer> {
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
    throw new DecodeFault({ code: "corrupt", text: `the SVGZ cannot be unpacked: ${thrown}` });
  }
}
