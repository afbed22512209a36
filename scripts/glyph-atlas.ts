import { codePoints } from "./glyph-ranges.ts";
import { loadFace } from "./outline-text.ts";
import { type CutGlyph, rasteriseSize } from "./rasterise-size.ts";

/** The decoder's letters as finished bitmaps, so that drawing text at run time needs no font and no font library. */

const SIZES = [11, 15, 20, 28];
/** The eye sees no difference to 256, and the file is a third smaller. */
const SHADES = 16;

/** The atlas as `loadFonts` reads it: a line of JSON, characters, five bytes for each glyph, coverage. */
export async function glyphAtlas(): Promise<{ bytes: Buffer; characters: number }> {
  const font = loadFace("sans");
  const codes = [...codePoints()].filter((code) => font.hasGlyphForCodePoint(code));
  const measures: Buffer[] = [];
  const bitmaps: Uint8Array[] = [];
  const sizes: { px: number; lineHeight: number }[] = [];

  for (const px of SIZES) {
    const { lineHeight, glyphs } = await rasteriseSize(font, px, codes);
    sizes.push({ px, lineHeight });
    const measure = (of: keyof Omit<CutGlyph, "bitmap">) => Buffer.from(glyphs.map((glyph) => asByte(glyph[of])));
    measures.push(measure("width"), measure("height"), measure("left"), measure("top"), measure("advance"));
    for (const { bitmap } of glyphs) bitmaps.push(bitmap.map(inShades));
  }

  const header = Buffer.from(`${JSON.stringify({ family: "DejaVu Sans", characters: codes.length, sizes })}\n`);
  const bytes = Buffer.concat([header, ...codes.map(asTwoBytes), ...measures, ...bitmaps]);
  return { bytes, characters: codes.length };
}

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
  const step = 255 / (SHADES - 1);
  return Math.round(coverage / step) * step;
}
