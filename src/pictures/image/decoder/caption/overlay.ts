import type { CaptionRun } from "../../caption-template.ts";
import { type Colour, drawText, fillBox, type Pixels } from "../pixels.ts";
import type { Font, Fonts } from "./font.ts";
import { fitLine, saysAnything, suitingFonts } from "./layout.ts";
import { runsWidth } from "./shorten.ts";

const YELLOW: Colour = [255, 255, 0];
const GREEN: Colour = [0, 80, 0];
const WHITE: Colour = [255, 255, 255];
const GROUND_OPACITY = 0.8;

/**
 * Writes a caption at the bottom centre, yellow on translucent green as the original did. Marks are white, a colour that
 * no name is written in, so that a file called "##CACHE##" cannot pass for a cached one. A picture that is too small for
 * a line of letters stays as it is.
 */
export function drawOverlay(pixels: Pixels, runs: readonly CaptionRun[], fonts: Fonts): void {
  const suiting = suitingFonts(fonts, pixels);
  const roomFor = (font: Font) => pixels.width - 2 * padding(font);
  const font = suiting.findLast((one) => runsWidth(runs, one) <= roomFor(one)) ?? suiting[0];
  if (!font) return;
  const line = fitLine(runs, font, roomFor(font));
  if (!saysAnything(line) || runsWidth(line, font) > roomFor(font)) return;

  const height = Math.min(font.lineHeight + padding(font), pixels.height);
  const width = runsWidth(line, font) + 2 * padding(font);
  const x = Math.floor((pixels.width - width) / 2);
  const y = pixels.height - height;
  fillBox(pixels, { x, y, width, height }, GREEN, GROUND_OPACITY);
  let pen = x + padding(font);
  // Room above the letters comes first: accents reach into it.
  const top = y + Math.min(height - font.lineHeight, Math.floor(padding(font) / 2));
  for (const { text, kind } of line) pen = drawText(pixels, text, font, pen, top, kind === "mark" ? WHITE : YELLOW);
}

function padding(font: Font): number {
  return Math.ceil(font.px / 3);
}
