import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { codePoints } from "./glyph-ranges.ts";
import { loadFace } from "./outline-text.ts";
import { type CutGlyph, rasteriseSize } from "./rasterise-size.ts";

/** Writes the decoder's letters as finished bitmaps, so that drawing text at run time needs no font and no font library. */

const sizes = [11, 15, 20, 28];
/** The eye sees no difference to 256, and the file is a third smaller. */
const shades = 16;

const font = loadFace("sans");
const codes = [...codePoints()].filter((code) => font.hasGlyphForCodePoint(code));
const measures: Buffer[] = [];
const bitmaps: Uint8Array[] = [];
const header: { px: number; lineHeight: number }[] = [];

for (const px of sizes) {
  const { lineHeight, glyphs } = await rasteriseSize(font, px, codes);
  header.push({ px, lineHeight });
  const measure = (of: keyof Omit<CutGlyph, "bitmap">) => Buffer.from(glyphs.map((glyph) => asByte(glyph[of])));
  measures.push(measure("width"), measure("height"), measure("left"), measure("top"), measure("advance"));
  for (const { bitmap } of glyphs) bitmaps.push(bitmap.map(inShades));
}

const target = new URL("../src/image/decoder/glyphs.bin", import.meta.url);
// The order in which `loadFonts` reads it: a line of JSON, characters, five bytes for each glyph, coverage.
const file = pack([
  Buffer.from(`${JSON.stringify({ family: "DejaVu Sans", characters: codes.length, sizes: header })}\n`),
  ...codes.map(asTwoBytes),
  ...measures,
  ...bitmaps,
]);
await mkdir(new URL(".", target), { recursive: true });
await writeFile(target, file);
console.log(`${fileURLToPath(target)}: ${codes.length} characters, ${sizes.length} sizes, ${file.length} bytes`);

function asByte(value: number): number {
  if (value < -128 || value > 127) throw new RangeError(`expected a measure from -128 to 127, received ${value}`);
  return value & 0xff;
}

function asTwoBytes(code: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(code);
  return bytes;
}

function inShades(coverage: number): number {
  const step = 255 / (shades - 1);
  return Math.round(coverage / step) * step;
}

function pack(parts: readonly Uint8Array[]): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return brotliCompressSync(Buffer.concat(parts), { params });
}
