import type { Font } from "./caption/font.ts";

/** An RGB picture in memory, three bytes a pixel, row by row. */
export type Pixels = { readonly data: Uint8Array; readonly width: number; readonly height: number };
export type Colour = readonly [red: number, green: number, blue: number];
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Lays a colour over a box; `opacity` from 0 to 1. What lies outside the picture is passed over. */
export function fillBox(pixels: Pixels, box: Box, colour: Colour, opacity = 1): void {
  const left = Math.max(0, box.x);
  const right = Math.min(pixels.width, box.x + box.width);
  const bottom = Math.min(pixels.height, box.y + box.height);
  for (let y = Math.max(0, box.y); y < bottom; y++) {
    for (let x = left; x < right; x++) blend(pixels, x, y, colour, opacity);
  }
}

/** A picture of one colour. */
export function blankPixels(width: number, height: number, colour: Colour): Pixels {
  const data = new Uint8Array(width * height * 3);
  data.set(colour);
  // Each copy doubles what is filled.
  for (let filled = 3; filled < data.byteLength; filled *= 2) data.copyWithin(filled, 0, filled);
  return { data, width, height };
}

/** Draws one line of text with its upper left corner at (x, y) and returns where the pen ends. */
export function drawText(pixels: Pixels, text: string, font: Font, x: number, y: number, colour: Colour): number {
  let pen = x;
  for (const character of text) {
    const glyph = font.glyph(character.codePointAt(0) ?? 0);
    for (let row = 0; row < glyph.height; row++) {
      for (let column = 0; column < glyph.width; column++) {
        const coverage = glyph.coverage[row * glyph.width + column] ?? 0;
        if (coverage > 0) blend(pixels, pen + glyph.left + column, y + glyph.top + row, colour, coverage / 255);
      }
    }
    pen += glyph.advance;
  }
  return pen;
}

export function textWidth(text: string, font: Font): number {
  let width = 0;
  for (const character of text) width += font.glyph(character.codePointAt(0) ?? 0).advance;
  return width;
}

function blend({ data, width, height }: Pixels, x: number, y: number, colour: Colour, opacity: number): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const at = (y * width + x) * 3;
  for (let band = 0; band < 3; band++) {
    const below = data[at + band] ?? 0;
    data[at + band] = Math.round(below + ((colour[band] ?? 0) - below) * opacity);
  }
}
