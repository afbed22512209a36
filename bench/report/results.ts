import type { Line } from "../measure/contest.ts";
import type { Goal } from "../measure/goals.ts";
import type { Machine } from "./machine.ts";
import { goalTable, lineTable } from "./markdown.ts";

/** What one bench found, and when. */
export type BenchResult = {
  readonly bench: string;
  /** ISO 8601, and the commit that was measured; `+` behind it where files differed from it. */
  readonly at: string;
  readonly commit: string;
  readonly rounds: number;
  readonly lines: readonly Line[];
  readonly goals: readonly Goal[];
  readonly notes: readonly string[];
  readonly text?: string;
};

/** What bench/results/latest.json holds. */
export type Results = { readonly machine: Machine; readonly benches: readonly BenchResult[] };

/** The last result of each bench, in the order of their names in the list. */
export function merged(
  before: readonly BenchResult[],
  now: readonly BenchResult[],
  order: readonly string[],
): BenchResult[] {
  return order.flatMap((name) => {
    const found = now.find(({ bench }) => bench === name) ?? before.find(({ bench }) => bench === name);
    return found ? [found] : [];
  });
}

/** What stands between the markers of docs/pictures/performance.md. */
export function resultsText({ machine, benches }: Results): string {
  const { model, cores, memoryGb, system, versions } = machine;
  const goals = benches.flatMap((result) => result.goals);
  const lines = benches.flatMap(({ bench, lines: own }) => own.map((line) => ({ bench, ...line })));
  const notes = benches.flatMap(({ bench, notes: own }) => own.map((note) => `- ${bench}: ${note}`));
  const runs = benches.map(
    ({ bench, at, commit, rounds }) => `${bench} ${at.slice(0, 10)} ${commit} (${rounds} rounds)`,
  );
  return [
    `Measured on ${model}, ${cores} cores, ${memoryGb} GB, ${system}.`,
    `Versions: ${versions.join(", ")}.`,
    `Runs: ${runs.join(", ")}.`,
    "",
    "### Goals",
    "",
    goalTable(goals),
    "",
    "### Figures",
    "",
    lineTable(lines),
    "",
    ...notes,
    ...benches.flatMap(({ bench, text }) => (text === undefined ? [] : ["", `### ${bench}`, "", text])),
  ].join("\n");
}
