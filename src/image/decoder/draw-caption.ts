import type { Font } from "./glyphs.ts";
import { type Colour, drawText, fillBox, type Pixels, shortenMiddle, textWidth } from "./pixels.ts";

const YELLOW: Colour = [255, 255, 0];
const GREEN: Colour = [0, 80, 0];
const WHITE: Colour = [255, 255, 255];
const GROUND_OPACITY = 0.75;

/**
 * Writes the name at the bottom centre, yellow on translucent green as the original did. The mark behind it is white, a
 * colour that no name is written in, so that a file called "##CACHE##" cannot pass for a cached one.
 * @param mark empty for none
 */
export function drawCaption(pixels: Pixels, name: string, mark: string, fonts: readonly [Font, ...Font[]]): void {
  const tail = mark && ` ${mark}`;
  const room = pixels.width - 2 * padding(fonts[0]);
  const fitting = fonts.filter((font) => font.px * 30 <= pixels.width && textWidth(name + tail, font) <= room);
  const font = fitting.at(-1) ?? fonts[0];
  const shortened = shortenMiddle(name, font, room - textWidth(tail, font));
  const textRoom = textWidth(shortened + tail, font);

  const height = font.lineHeight + padding(font);
  const width = textRoom + 2 * padding(font);
  const x = Math.floor((pixels.width - width) / 2);
  const y = pixels.height - height;
  fillBox(pixels, { x, y, width, height }, GREEN, GROUND_OPACITY);
  const textTop = y + Math.floor(padding(font) / 2);
  const pen = drawText(pixels, shortened, font, x + padding(font), textTop, YELLOW);
  drawText(pixels, tail, font, pen, textTop, WHITE);
}

function padding(font: Font): number {
  return Math.ceil(font.px / 3);
}
