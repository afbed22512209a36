import type { CaptionRun } from "../../caption-template.ts";
import type { Size } from "../pages.ts";
import { blankPixels, type Colour, drawText, fillBox, type Pixels } from "../pixels.ts";
import type { Font, Fonts } from "./font.ts";
import { fitLine, suitingFonts } from "./layout.ts";
import { drawOverlay } from "./overlay.ts";
import { runsWidth } from "./shorten.ts";
import { wrapWithin } from "./wrap.ts";

type Runs = readonly CaptionRun[];

/** How picture and strip share a box. */
export type StripPlan = {
  /** Box that the picture has to shrink into. */
  readonly picture: Size;
  /** Of the strip, the same for all variants of the picture; 0 where there is no room for one. */
  readonly height: number;
  readonly font: Font;
  readonly lines: number;
};

// Grey tones only, and few of them: a scan stays grey, and a page in black and white stays small.
const GROUND: Colour = [238, 238, 238];
const RULE: Colour = [119, 119, 119];
const INK: Colour = [0, 0, 0];
const MARK_GROUND: Colour = [51, 51, 51];
const MARK_INK: Colour = [255, 255, 255];

/** Of the ground on each side of a mark; the margin has room for it. */
const MARK_EDGE = 2;

/** On a narrower picture a strip would hold a few letters, and make most of it. */
const LEAST_WIDTH = 40;
const MAX_LINES = 3;
/** A larger font is worth one more line, not two. */
const EASY_LINES = 2;
/** The width of the picture decides where lines break, and lines decide the height that is left to the picture. */
const ROUNDS = 4;

/**
 * Finds the room for a strip below a picture, so that both fit into the box.
 * @param variants of the caption, all of which get a strip of one height
 * @param source upright size of the page; it is never enlarged
 */
export function planStrip(variants: readonly Runs[], source: Size, box: Size, fonts: Fonts): StripPlan {
  const none: StripPlan = { picture: box, height: 0, font: fonts[0], lines: 0 };
  let plan = none;
  for (let round = 0; round < ROUNDS; round++) {
    const width = widthWithin(source, plan.picture);
    if (width < LEAST_WIDTH) return none;
    const next = planFor(variants, width, box, fonts);
    if (next.height === plan.height) break;
    plan = next;
  }
  return plan;
}

/** The picture with its strip below. Where there is no room for one, the caption is laid over the picture. */
export function withStrip(pixels: Pixels, runs: Runs, plan: StripPlan, fonts: Fonts): Pixels {
  const { width, height } = pixels;
  const { font } = plan;
  const whole = blankPixels(width, height + plan.height, GROUND);
  whole.data.set(pixels.data.subarray(0, width * height * 3));
  if (plan.height === 0) {
    drawOverlay(whole, runs, fonts);
    return whole;
  }
  fillBox(whole, { x: 0, y: height, width, height: 1 }, RULE);
  const lines = linesOf(runs, font, width, plan.lines);
  let y = height + Math.floor((plan.height - lines.length * font.lineHeight) / 2);
  for (const line of lines) {
    drawLine(whole, line, font, Math.floor((width - lineWidth(line, font)) / 2), y);
    y += font.lineHeight;
  }
  return whole;
}

function linesOf(runs: Runs, font: Font, width: number, maxLines: number): readonly Runs[] {
  const room = width - 2 * margin(font);
  return maxLines === 1 ? [fitLine(runs, font, room)] : wrapWithin(runs, font, room, maxLines);
}

function drawLine(pixels: Pixels, line: Runs, font: Font, x: number, y: number): void {
  let pen = x;
  for (const run of line) {
    const width = lineWidth([run], font);
    if (run.kind === "mark") {
      fillBox(pixels, { x: pen, y: y + 1, width, height: font.lineHeight - 1 }, MARK_GROUND);
      drawText(pixels, run.text, font, pen + MARK_EDGE, y, MARK_INK);
    } else {
      drawText(pixels, run.text, font, pen, y, INK);
    }
    pen += width;
  }
}

function lineWidth(line: Runs, font: Font): number {
  return runsWidth(line, font) + 2 * MARK_EDGE * line.filter(({ kind }) => kind === "mark").length;
}

function planFor(variants: readonly Runs[], width: number, box: Size, fonts: Fonts): StripPlan {
  const room = Math.floor(box.height / 3);
  const linesIn = (font: Font) => Math.max(1, ...variants.map((runs) => linesOf(runs, font, width, MAX_LINES).length));
  const suiting = suitingFonts(fonts, { width, height: room });
  const fits = (one: Font, most: number) => linesIn(one) <= most && heightOf(one, linesIn(one)) <= room;
  const easy = suiting.findLast((one) => fits(one, EASY_LINES));
  const font = easy ?? suiting.find((one) => fits(one, MAX_LINES)) ?? fonts[0];
  let lines = linesIn(font);
  while (lines > 1 && heightOf(font, lines) > room) lines--;
  // Half of the box is for the picture, whatever is written below it.
  const height = heightOf(font, lines) <= box.height / 2 ? heightOf(font, lines) : 0;
  return { picture: { width: box.width, height: box.height - height }, height, font, lines };
}

function heightOf(font: Font, lines: number): number {
  return lines * font.lineHeight + 2 * Math.ceil(font.px / 4);
}

function widthWithin(source: Size, box: Size): number {
  const scale = Math.min(1, box.width / source.width, box.height / source.height);
  return Math.max(1, Math.round(source.width * scale));
}

function margin(font: Font): number {
  return Math.ceil(font.px / 3);
}
