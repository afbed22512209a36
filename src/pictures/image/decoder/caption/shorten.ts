import type { CaptionRun } from "../../caption-template.ts";
import { textWidth } from "../pixels.ts";
import type { Font } from "./font.ts";

type Runs = readonly CaptionRun[];

const ELLIPSIS = "…";

export function runsWidth(runs: Runs, font: Font): number {
  return runs.reduce((width, { text }) => width + textWidth(text, font), 0);
}

/** How many letters there are in what is no mark; "…" says nothing. */
export function lettersOf(runs: Runs): number {
  return runs.reduce((sum, { text, kind }) => sum + (kind === "mark" ? 0 : [...text.replace(/[… ]/g, "")].length), 0);
}

/**
 * A caption of this width. Values give way first, the widest of them, and lose what stands in their middle, because the
 * end of a name tells it apart. Where that is not enough they go, and the words of the template lose their beginning,
 * because numbers stand at their end. Marks stay whole; where even they are too wide, so is what comes back.
 */
export function shortenRuns(runs: Runs, font: Font, maxWidth: number): Runs {
  if (runsWidth(runs, font) <= maxWidth) return runs;
  const shorter = shortenValues(runs, font, maxWidth);
  if (runsWidth(shorter, font) <= maxWidth) return shorter;
  const words = withoutValues(runs);
  return lettersOf(words) > 0 ? cutOut(words, font, maxWidth, "beginning") : cutOut(shorter, font, maxWidth, "middle");
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
  const [run] = cutOut([{ text, kind: "value" }], font, maxWidth, "middle");
  return run?.text ?? "";
}

function withoutValues(runs: Runs): Runs {
  const [first, ...others] = runs.filter(({ kind }) => kind !== "value");
  // What parted them from the values before them goes too.
  return first ? [{ ...first, text: first.text.replace(/^[ ,;:–-]+/, "") }, ...others] : [];
}

// All but the marks as one text, which gets one gap.
function cutOut(runs: Runs, font: Font, maxWidth: number, place: "beginning" | "middle"): Runs {
  const width = runsWidth(runs, font);
  const text = runs.flatMap((run) => (run.kind === "mark" ? [] : [...run.text]));
  if (width <= maxWidth || text.length === 0) return runs;
  const excess = width + textWidth(ELLIPSIS, font) - maxWidth;
  let from = place === "middle" ? text.length >> 1 : 0;
  let to = from;
  for (let gone = 0; gone < excess && to - from < text.length; ) {
    const isLeft = from > 0 && from >= text.length - to;
    gone += textWidth((isLeft ? text[--from] : text[to++]) ?? "", font);
  }
  // Of a word that lost its beginning nothing stays, unless it is the last.
  if (place === "beginning" && text.includes(" ", to)) to = text.indexOf(" ", to) + 1;
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
