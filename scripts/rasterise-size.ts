import type { Font } from "fontkit";
import sharp from "sharp";
import { outlinePath } from "./outline-text.ts";

/** One size of the glyph atlas: every glyph drawn into its own cell of one sheet, then cut to its ink. */

/** A glyph cut to its ink, which is placed from the pen and from the top of the line. */
export type CutGlyph = {
  bitmap: Uint8Array;
  width: number;
  height: number;
  left: number;
  top: number;
  advance: number;
};

const columns = 32;

export async function rasteriseSize(font: Font, px: number, codes: readonly number[]) {
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

  const glyphs = codes.map((_, index): CutGlyph => {
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
    return { bitmap, width: ink.width, height: ink.height, left, top, advance: advances[index] ?? 0 };
  });
  // Stacked accents (Ắ) reach out of this line by a tenth of the size; captions leave that much room.
  return { lineHeight: ascent + descent, glyphs };
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
