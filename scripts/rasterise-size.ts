import type { Font } from "fontkit";
import sharp from "sharp";
import { outlinePath } from "./outline-text.ts";

/** One size of the glyph atlas: every glyph drawn into its own cell of one sheet, then cut to its ink. */

export type GlyphRow = [offset: number, width: number, height: number, left: number, top: number, advance: number];

export type CutGlyph = {
  code: number;
  bitmap: Uint8Array;
  width: number;
  height: number;
  left: number;
  top: number;
  advance: number;
};

const columns = 32;

export async function rasteriseSize(font: Font, px: number, codes: number[]) {
  const scale = px / font.unitsPerEm;
  const ascent = Math.ceil(font.ascent * scale);
  const descent = Math.ceil(-font.descent * scale);
  // A cell leaves an em of room on every side: accents, overhangs and wide letters must not reach a neighbour.
  const cell = px * 3;
  const advances = codes.map((code) => Math.round(font.glyphForCodePoint(code).advanceWidth * scale));

  const paths = codes.map((code, index) => {
    const glyph = font.glyphForCodePoint(code);
    // Rounding the advance would put all the slack on the right; half of it on each side keeps the spacing even.
    const slack = ((advances[index] ?? 0) - glyph.advanceWidth * scale) / 2;
    const penX = (index % columns) * cell + px;
    const baseline = Math.floor(index / columns) * cell + px + ascent;
    return `<path d="${outlinePath(glyph.path, penX + slack, baseline, scale)}"/>`;
  });

  const width = columns * cell;
  const height = Math.ceil(codes.length / columns) * cell;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paths.join("")}</svg>`;
  const sheet = await sharp(Buffer.from(svg)).ensureAlpha().extractChannel(3).raw().toBuffer();

  const glyphs = codes.map((code, index): CutGlyph => {
    const cellX = (index % columns) * cell;
    const cellY = Math.floor(index / columns) * cell;
    const ink = findInk(sheet, width, cellX, cellY, cell);
    const bitmap = new Uint8Array(ink.width * ink.height);
    for (let row = 0; row < ink.height; row += 1) {
      const start = (ink.y + row) * width + ink.x;
      bitmap.set(sheet.subarray(start, start + ink.width), row * ink.width);
    }
    const empty = bitmap.length === 0;
    const left = empty ? 0 : ink.x - cellX - px;
    const top = empty ? 0 : ink.y - cellY - px;
    return { code, bitmap, width: ink.width, height: ink.height, left, top, advance: advances[index] ?? 0 };
  });
  return liftIntoBox(glyphs, ascent, descent);
}

/** The font's own ascent cuts a row off a few stacked accents (Ă, ΰ); the box grows so that no caller needs to clip. */
function liftIntoBox(glyphs: CutGlyph[], ascent: number, descent: number) {
  const above = Math.max(0, ...glyphs.map((glyph) => -glyph.top));
  const below = Math.max(0, ...glyphs.map((glyph) => glyph.top + glyph.height - ascent - descent));
  const lifted = glyphs.map((glyph) => (glyph.width === 0 ? glyph : { ...glyph, top: glyph.top + above }));
  return { ascent: ascent + above, descent: descent + below, glyphs: lifted };
}

/** The smallest rectangle of the cell that holds every covered pixel. */
function findInk(sheet: Uint8Array, stride: number, cellX: number, cellY: number, cell: number) {
  let [minX, minY, maxX, maxY] = [cellX + cell, cellY + cell, cellX - 1, cellY - 1];
  for (let y = cellY; y < cellY + cell; y += 1) {
    for (let x = cellX; x < cellX + cell; x += 1) {
      if (!sheet[y * stride + x]) continue;
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
  }
  return { x: minX, y: minY, width: Math.max(0, maxX - minX + 1), height: Math.max(0, maxY - minY + 1) };
}
