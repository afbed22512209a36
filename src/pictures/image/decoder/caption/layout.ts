import type { CaptionRun } from "../../caption-template.ts";
import type { Size } from "../pages.ts";
import type { Font, Fonts } from "./font.ts";
import { lettersOf, runsWidth, shortenRuns } from "./shorten.ts";

type Runs = readonly CaptionRun[];

/** A text of fewer characters says nothing, and gives way to the mark. */
const LEAST_TEXT = 4;

/**
 * The font for a picture of this width, and the next smaller one for captions that are too long for it, which is first.
 * None is higher than the room for a line.
 */
export function suitingFonts(fonts: Fonts, { width, height }: Size): readonly Font[] {
  const [smallest, ...others] = fonts.filter(({ lineHeight }) => lineHeight <= height);
  if (!smallest) return [];
  // Letters grow more slowly than pictures: 15 px from a width of 450, 20 px from 800, 28 px from 1568, 40 px from 3200.
  const [largest = smallest, next] = others.filter(({ px }) => 2 * px * px <= width).reverse();
  return largest === smallest ? [smallest] : [next ?? smallest, largest];
}

/**
 * A caption in one line. Values are shortened first; where that is not enough, the mark goes without its ornament, then
 * the words of the template are cut, and in the end the mark is alone, if need be by its first letter.
 */
export function fitLine(runs: Runs, font: Font, room: number): Runs {
  const marks = runs.filter(({ kind }) => kind === "mark");
  if (marks.length === 0) return shortenRuns(runs, font, room);
  for (const mark of [whole, bare]) {
    const short = shortenRuns(withMarks(runs, mark), font, room);
    if (runsWidth(short, font) <= room && saysEach(runs, short)) return short;
  }
  const short = shortenRuns(withMarks(runs, bare), font, room);
  const saysEnough = runsWidth(short, font) <= room && saysSome(runs, short);
  return saysEnough ? short : marksWithin(marks, font, room);
}

/** Marks that are too wide for a line become shorter; the rest stays. */
export function marksWithin(runs: Runs, font: Font, room: number): Runs {
  const marks = runs.filter(({ kind }) => kind === "mark");
  const fitting = [whole, bare, initial].find((shorten) => runsWidth(withMarks(marks, shorten), font) <= room);
  return withMarks(runs, fitting ?? initial);
}

/** Whether a line says anything: a mark, or a letter of a text. */
export function saysAnything(line: Runs): boolean {
  return line.some(({ kind }) => kind === "mark") || lettersOf(line) > 0;
}

// The words are whole, and of each value as much is left as says something.
function saysEach(runs: Runs, short: Runs): boolean {
  const isSaid = ({ kind, text }: CaptionRun, now: CaptionRun | undefined): boolean =>
    kind !== "value"
      ? kind === "mark" || now?.text === text
      : lengthOf(now?.text) >= Math.min(LEAST_TEXT, lengthOf(text));
  return short.length === runs.length && runs.every((run, index) => isSaid(run, short[index]));
}

function saysSome(runs: Runs, short: Runs): boolean {
  return lettersOf(short) >= Math.min(LEAST_TEXT, lettersOf(runs));
}

function lengthOf(text = ""): number {
  return [...text].length;
}

const whole = (mark: string): string => mark;
const bare = (mark: string): string => mark.replaceAll("#", "");
const initial = (mark: string): string => bare(mark).slice(0, 1);

function withMarks(runs: Runs, shorten: (mark: string) => string): Runs {
  return runs.map((run) => (run.kind === "mark" ? { ...run, text: shorten(run.text) } : run));
}
