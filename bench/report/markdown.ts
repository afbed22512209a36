import type { Line } from "../measure/contest.ts";
import type { Figure } from "../measure/figures.ts";
import { type Goal, isReached, numberText, wantedText } from "../measure/goals.ts";

const MEGABYTE = 2 ** 20;

/** Goals as a table: what was wanted, what was found. */
export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map((each) => [
    each.bench,
    each.what,
    wantedText(each.wanted),
    figureText(each.found),
    isReached(each) ? "yes" : "**no**",
  ]);
  return table(["bench", "figure", "goal", "found: median [min-max]", "reached"], rows);
}

/** What each contender did. */
export function lineTable(lines: readonly (Line & { readonly bench: string })[]): string {
  const rows = lines.map(({ bench, contest, contender, unit, rate, seconds, cpuPerUnit, peakBytes }) => [
    bench,
    contest,
    contender,
    `${figureText(rate)} ${unit}/s`,
    `${figureText(seconds)} s`,
    cpuPerUnit ? cpuText(cpuPerUnit.median) : "",
    peakBytes ? `${numberText(peakBytes.median / MEGABYTE)} MB` : "",
  ]);
  return table(["bench", "contest", "program", "rate", "time", "CPU each", "peak memory"], rows);
}

export function figureText({ median, min, max, rounds }: Figure): string {
  return rounds === 1 ? numberText(median) : `${numberText(median)} [${numberText(min)}-${numberText(max)}]`;
}

function cpuText(seconds: number): string {
  return seconds >= 0.001 ? `${numberText(1_000 * seconds)} ms` : `${numberText(1e6 * seconds)} µs`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
