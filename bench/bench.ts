import type { Random } from "../src/base/random.ts";
import type { App } from "./app.ts";
import { type Contest, compete, type Line, linesOf, type Scores } from "./measure/contest.ts";
import type { Goal } from "./measure/goals.ts";
import type { Peers } from "./peers/peers.ts";

/** What a bench needs to run. */
export type Bench = {
  readonly name: string;
  /** One sentence, for --list. */
  readonly what: string;
  /** Whether it has a part in the short form. */
  readonly isInShortForm: boolean;
  readonly run: (context: Context) => Promise<Findings>;
};

export type Context = {
  readonly app: App;
  readonly peers: Peers;
  readonly rounds: number;
  /** Smaller sets, fewer peers. */
  readonly isShort: boolean;
  /** A folder for whatever is made on the way; it goes when the bench has ended. */
  readonly folder: string;
  readonly random: Random;
  /** Progress, for whoever waits. */
  readonly report: (text: string) => void;
};

export type Findings = {
  readonly lines: readonly Line[];
  readonly goals: readonly Goal[];
  /** Peers that this machine lacks, and whatever else a reader should know. */
  readonly notes: readonly string[];
  /** A table of its own, as Markdown. */
  readonly text?: string;
};

/** Runs a contest and adds what came of it to what was found before. */
export async function play(contest: Contest, { rounds, random, report }: Context, lines: Line[]): Promise<Scores> {
  const scores = await compete(contest, rounds, random, report);
  lines.push(...linesOf(contest, scores));
  return scores;
}
