import type { CaptionRun } from "../../caption-template.ts";
import { textWidth } from "../pixels.ts";
import type { Font } from "./font.ts";
import { marksWithin } from "./layout.ts";
import { shortenRuns } from "./shorten.ts";

type Runs = readonly CaptionRun[];
type Letter = { readonly character: string; readonly kind: CaptionRun["kind"] };

/** A caption in lines, none of them too wide, and none without a letter. */
export function wrapRuns(runs: Runs, font: Font, maxWidth: number): readonly Runs[] {
  const letters = runs.flatMap(({ text, kind }): Letter[] => [...text].map((character) => ({ character, kind })));
  const lines: Runs[] = [];
  let start = 0;
  while (start < letters.length) {
    const end = endOfLine(letters, start, font, maxWidth);
    const next = end < letters.length ? breakIn(letters, start, end) : end;
    lines.push(joined(letters.slice(start, next)));
    start = next;
    while (letters[start]?.character === " ") start++;
  }
  return lines;
}

/** As many lines at the most; what does not fit is shortened in the middle. */
export function wrapWithin(runs: Runs, font: Font, maxWidth: number, maxLines: number): readonly Runs[] {
  const whole = marksWithin(runs, font, maxWidth);
  // Some room stays empty at the ends of lines, and nobody knows how much before they are broken.
  const steps = 16;
  for (let step = steps; step > 0; step--) {
    const room = (maxLines * maxWidth * step) / steps;
    const lines = wrapRuns(step === steps ? whole : shortenRuns(whole, font, room), font, maxWidth);
    if (lines.length <= maxLines) return lines;
  }
  return wrapRuns(shortenRuns(whole, font, 0), font, maxWidth).slice(-maxLines);
}

function endOfLine(letters: readonly Letter[], start: number, font: Font, maxWidth: number): number {
  let width = 0;
  for (let at = start; at < letters.length; at++) {
    const character = letters[at]?.character ?? "";
    width += textWidth(character, font);
    // A line has one letter at the least, or there would be no end of lines.
    if (width > maxWidth && character !== " ") return Math.max(start + 1, at);
  }
  return letters.length;
}

// At a blank or beside a mark, unless that leaves half of the line empty; then also behind a sign that joins words, or
// anywhere.
function breakIn(letters: readonly Letter[], start: number, end: number): number {
  let behindSign = start;
  for (let at = end; at > start; at--) {
    const [before, behind] = [letters[at - 1], letters[at]];
    if (before?.character === " " || isMark(before) !== isMark(behind)) {
      return at - start >= (end - start) / 2 || behindSign === start ? at : behindSign;
    }
    if (behindSign === start && /[-_/,;:=&?]/.test(before?.character ?? "")) behindSign = at;
  }
  return behindSign > start ? behindSign : end;
}

function joined(letters: readonly Letter[]): Runs {
  const runs: { text: string; kind: CaptionRun["kind"] }[] = [];
  for (const { character, kind } of letters) {
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += character;
    else runs.push({ text: character, kind });
  }
  const last = runs.at(-1);
  if (last) last.text = last.text.trimEnd();
  return runs.filter(({ text }) => text !== "");
}

function isMark(letter: Letter | undefined): boolean {
  return letter?.kind === "mark";
}
