import type { CaptionRun } from "../../caption-template.ts";
import type { Font } from "./glyphs.ts";
import { textWidth } from "./pixels.ts";

type Runs = readonly CaptionRun[];

const ELLIPSIS = "…";

export function runsWidth(runs: Runs, font: Font): number {
  return runs.reduce((width, { text }) => width + textWidth(text, font), 0);
}

/**
 * A caption of this width. Values give way first, the widest of them, and words of the template only where that is not
 * enough; both lose what stands in their middle, because the end of a name tells it apart. Marks stay whole; where even
 * they are too wide, so is what comes back.
 */
export function shortenRuns(runs: Runs, font: Font, maxWidth: number): Runs {
  if (runsWidth(runs, font) <= maxWidth) return runs;
  const shorter = shortenValues(runs, font, maxWidth);
  return runsWidth(shorter, font) <= maxWidth ? shorter : shortenTexts(shorter, font, maxWidth);
}

function shortenValues(runs: Runs, font: Font, maxWidth: number): Runs {
  const values = runs.filter(({ kind }) => kind === "value");
  const widths = values.map(({ text }) => textWidth(text, font)).sort((one, other) => one - other);
  // Those that need less than an equal share leave the rest of it to the others.
  let room = maxWidth - (runsWidth(runs, font) - runsWidth(values, font));
  let share = 0;
  for (const [index, width] of widths.entries()) {
    share = room / (widths.length - index);
    if (width > share) break;
    room -= width;
  }
  return runs.map((run) => (run.kind === "value" ? { ...run, text: shortenText(run.text, font, share) } : run));
}

function shortenText(text: string, font: Font, maxWidth: number): string {
  const [run] = shortenTexts([{ text, kind: "value" }], font, maxWidth);
  return run?.text ?? "";
}

// All but the marks as one text, which gets one gap.
function shortenTexts(runs: Runs, font: Font, maxWidth: number): Runs {
  const width = runsWidth(runs, font);
  const text = runs.flatMap((run) => (run.kind === "mark" ? [] : [...run.text]));
  if (width <= maxWidth || text.length === 0) return runs;
  const excess = width + textWidth(ELLIPSIS, font) - maxWidth;
  let from = text.length >> 1;
  let to = from;
  for (let gone = 0; gone < excess && to - from < text.length; ) {
    const isLeft = from > 0 && from >= text.length - to;
    gone += textWidth((isLeft ? text[--from] : text[to++]) ?? "", font);
  }
  let at = 0;
  return runs.flatMap((run) => {
    if (run.kind === "mark") return [run];
    const kept = [...run.text].map((character) => {
      const index = at++;
      return index === from ? ELLIPSIS : index > from && index < to ? "" : character;
    });
    const shown = kept.join("");
    return shown === "" ? [] : [{ ...run, text: shown }];
  });
}
