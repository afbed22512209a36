import { blankPixels, type Colour, drawText, fillBox, type Pixels } from "../pixels.ts";
import type { Font, Fonts } from "./font.ts";
import { wrapWithin } from "./wrap.ts";

const GREY: Colour = [208, 208, 208];
const RED: Colour = [158, 32, 32];
const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [250, 250, 250];
const BLUE: Colour = [24, 84, 150];

const WIDTH = 480;
const MARGIN = 16;
const BAR_WIDTH = 8;
const ROOM = WIDTH - BAR_WIDTH - 2 * MARGIN;
const MAX_TITLE_LINES = 2;
const MAX_TEXT_LINES = 8;
const MAX_ADVICE_LINES = 4;
/** In characters; more does not fit into the lines anyway. */
const MAX_LENGTH = 600;

/**
 * A picture in place of one that could not be shown: a title and what happened, black on grey, and below them what to do,
 * blue on white.
 */
export function drawErrorPicture(title: string, text: string, advice: string, fonts: Fonts): Pixels {
  const body = fonts[1] ?? fonts[0];
  const heading = fonts[2] ?? body;
  const titleLines = linesOf(title, heading, MAX_TITLE_LINES);
  const textLines = linesOf(text, body, MAX_TEXT_LINES);
  const adviceLines = linesOf(advice, body, MAX_ADVICE_LINES);

  const gap = body.lineHeight >> 1;
  const textTop = MARGIN + titleLines.length * heading.lineHeight + gap;
  const adviceTop = Math.max(96, textTop + textLines.length * body.lineHeight + MARGIN);
  const height = adviceTop + (adviceLines.length > 0 ? adviceLines.length * body.lineHeight + MARGIN : 0);

  const pixels = blankPixels(WIDTH, height, GREY);
  fillBox(pixels, { x: 0, y: 0, width: BAR_WIDTH, height: adviceTop }, RED);
  fillBox(pixels, { x: 0, y: adviceTop, width: WIDTH, height: height - adviceTop }, WHITE);
  fillBox(pixels, { x: 0, y: adviceTop, width: BAR_WIDTH, height: height - adviceTop }, BLUE);
  drawLines(pixels, titleLines, heading, MARGIN, BLACK);
  drawLines(pixels, textLines, body, textTop, BLACK);
  drawLines(pixels, adviceLines, body, adviceTop + (MARGIN >> 1), BLUE);
  return pixels;
}

function linesOf(text: string, font: Font, maxLines: number): readonly string[] {
  const lines = wrapWithin([{ text: text.slice(0, MAX_LENGTH), kind: "value" }], font, ROOM, maxLines);
  return lines.map((runs) => runs.map((run) => run.text).join(""));
}

function drawLines(pixels: Pixels, lines: readonly string[], font: Font, top: number, ink: Colour): void {
  for (const [index, line] of lines.entries()) {
    drawText(pixels, line, font, BAR_WIDTH + MARGIN, top + index * font.lineHeight, ink);
  }
}
