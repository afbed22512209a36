import type { Font } from "./glyphs.ts";
import { blankPixels, type Colour, drawText, fillBox, type Pixels, textWidth } from "./pixels.ts";

const GREY: Colour = [208, 208, 208];
const BAR: Colour = [158, 32, 32];
const BLACK: Colour = [0, 0, 0];
const WIDTH = 480;
const MARGIN = 16;
const BAR_WIDTH = 8;
const MAX_LINES = 10;

/** A picture in place of one that could not be shown: a title and a wrapped text, black on grey. */
export function drawPlacard(title: string, text: string, fonts: readonly [Font, ...Font[]]): Pixels {
  const [small] = fonts;
  const body = fonts[1] ?? small;
  const heading = fonts[2] ?? body;
  const room = WIDTH - BAR_WIDTH - 2 * MARGIN;
  const titleLines = wrap(title, heading, room).slice(0, 2);
  const textLines = wrap(text, body, room).slice(0, MAX_LINES);
  const textHeight = titleLines.length * heading.lineHeight + textLines.length * body.lineHeight;
  const height = Math.max(120, textHeight + 2 * MARGIN + body.lineHeight / 2) | 0;
  const pixels = blankPixels(WIDTH, height, GREY);
  fillBox(pixels, { x: 0, y: 0, width: BAR_WIDTH, height }, BAR);

  let y = MARGIN;
  const draw = (lines: readonly string[], font: Font): void => {
    for (const line of lines) {
      drawText(pixels, line, font, BAR_WIDTH + MARGIN, y, BLACK);
      y += font.lineHeight;
    }
  };
  draw(titleLines, heading);
  y += Math.floor(body.lineHeight / 2);
  draw(textLines, body);
  return pixels;
}

/** Breaks at blanks, and inside words that are wider than a line, such as addresses. */
export function wrap(text: string, font: Font, maxWidth: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (textWidth(joined, font) <= maxWidth) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const character of word) {
      if (textWidth(line + character, font) > maxWidth) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
  }
  return [...lines, line];
}
