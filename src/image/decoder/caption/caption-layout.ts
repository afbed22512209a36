import type { CaptionRun } from "../../caption-template.ts";
import type { Font, Fonts } from "./glyphs.ts";
import { textWidth } from "./pixels.ts";

/** A name of fewer characters tells nothing, and gives way to the mark. */
const LEAST_NAME = 4;

/** The font for a picture of this width, and the next smaller one for captions that are too long for it, which is first. */
export function suitingFonts([smallest, ...others]: Fonts, width: number): Fonts {
  // Letters grow more slowly than pictures: 15 px from a width of 450, 20 px from 800, 28 px from 1568.
  const [largest = smallest, next] = others.filter(({ px }) => 2 * px * px <= width).reverse();
  return largest === smallest ? [smallest] : [next ?? smallest, largest];
}

export function runsWidth(runs: readonly CaptionRun[], font: Font): number {
  return runs.reduce((width, { text }) => width + textWidth(text, font), 0);
}

/**
 * A caption in one line. Where that is too narrow for a name and a mark, the mark wins, if need be without its ornament or
 * by its first letter.
 */
export function fitLine(runs: readonly CaptionRun[], font: Font, room: number): readonly CaptionRun[] {
  const marks = runs.filter(({ isMark }) => isMark);
  if (marks.length === 0) return shortenRuns(runs, font, room);
  const least = Math.min(LEAST_NAME, nameLength(runs));
  for (const wanted of [runs, withMarks(runs, bare)]) {
    const short = shortenRuns(wanted, font, room);
    if (nameLength(short) >= least && runsWidth(short, font) <= room) return short;
  }
  return marksWithin(marks, font, room);
}

/** Marks that are too wide for a line become shorter; names stay. */
export function marksWithin(runs: readonly CaptionRun[], font: Font, room: number): readonly CaptionRun[] {
  const marks = runs.filter(({ isMark }) => isMark);
  const fitting = [whole, bare, initial].find((shorten) => runsWidth(withMarks(marks, shorten), font) <= room);
  return withMarks(runs, fitting ?? initial);
}

/**
 * A caption that fits into one line: its texts lose what stands in the middle, because the end of a name tells it apart.
 * Marks stay whole; where even they are too wide for the line, so is what comes back.
 */
export function shortenRuns(runs: readonly CaptionRun[], font: Font, maxWidth: number): readonly CaptionRun[] {
  const width = runsWidth(runs, font);
  if (width <= maxWidth) return runs;
  const text = runs.flatMap((run) => (run.isMark ? [] : [...run.text]));
  if (text.length === 0) return runs;
  const excess = width + textWidth("…", font) - maxWidth;
  let from = text.length >> 1;
  let to = from;
  for (let gone = 0; gone < excess && to - from < text.length; ) {
    const isLeft = from > 0 && from >= text.length - to;
    gone += textWidth((isLeft ? text[--from] : text[to++]) ?? "", font);
  }
  let at = 0;
  return runs.flatMap((run) => {
    if (run.isMark) return [run];
    const kept = [...run.text].map((character) => {
      const index = at++;
      return index === from ? "…" : index > from && index < to ? "" : character;
    });
    const shown = kept.join("");
    return shown === "" ? [] : [{ text: shown, isMark: false }];
  });
}

const whole = (mark: string): string => mark;
const bare = (mark: string): string => mark.replaceAll("#", "");
const initial = (mark: string): string => bare(mark).slice(0, 1);

function withMarks(runs: readonly CaptionRun[], shorten: (mark: string) => string): readonly CaptionRun[] {
  return runs.map((run) => (run.isMark ? { text: shorten(run.text), isMark: true } : run));
}

function nameLength(runs: readonly CaptionRun[]): number {
  return runs.reduce((length, { text, isMark }) => length + (isMark ? 0 : [...text.trim()].length), 0);
}
