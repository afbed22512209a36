import { createHash } from "node:crypto";
import sharp from "sharp";

/**
 * Pictures of noise, which no format makes small, around a patch of one colour that tells which picture it is. Those
 * whose name begins with "live-" change now and then.
 */
const LEVELS = [32, 96, 160, 224];
const LEAST_SIDE = 72;
const SIDES = 140;
/** Part of a side that the patch takes. */
const PATCH = 0.3;
/** As far as JPEG and shrinking may move a colour; half of the way to the next level. */
const TOLERANCE = 32;
const VERSION_MS = 8_000;

export function etagOf(name: string): string {
  return `"${name} ${name.startsWith("live-") ? Math.floor(Date.now() / VERSION_MS) : 1}"`;
}

export function drawPicture(name: string): Promise<Buffer> {
  const side = LEAST_SIDE + ((digest(name)[3] ?? 0) % SIDES);
  const noise = createHash("shake256", { outputLength: side * side * 3 })
    .update(etagOf(name))
    .digest();
  const patch = Math.round(side * PATCH);
  const [r = 0, g = 0, b = 0] = colourOf(name);
  const create = { width: patch, height: patch, channels: 3, background: { r, g, b } } as const;
  return sharp(noise, { raw: { width: side, height: side, channels: 3 } })
    .composite([{ input: { create }, gravity: "centre" }])
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** What is wrong with a picture that is shown for a name; undefined for a whole one. */
export async function faultOf(name: string, file: Buffer): Promise<"torn" | "mixed up" | undefined> {
  try {
    const { data, info } = await sharp(file, { failOn: "warning" })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const middle = 3 * (info.width * Math.floor(info.height / 2) + Math.floor(info.width / 2));
    const isRight = colourOf(name).every((level, band) => Math.abs(level - (data[middle + band] ?? 0)) < TOLERANCE);
    return isRight ? undefined : "mixed up";
  } catch {
    return "torn";
  }
}

function colourOf(name: string): number[] {
  return [...digest(name).subarray(0, 3)].map((byte) => LEVELS[byte % LEVELS.length] ?? 0);
}

function digest(name: string): Buffer {
  return createHash("sha256").update(name).digest();
}
