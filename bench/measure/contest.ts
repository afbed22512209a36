import type { Random } from "../../src/base/random.ts";
import { type Figure, figureOf, ratioOf } from "./figures.ts";

/** One run of one program. */
export type Sample = {
  readonly seconds: number;
  /** Pictures, rows or answers that came of it. */
  readonly units: number;
  /** User and system time of all its processes. */
  readonly cpuSeconds?: number;
  /** Of all its processes together, at the worst moment. */
  readonly peakBytes?: number;
};

/** A program that does the work of a contest, ours or another. */
export type Contender = { readonly name: string; readonly run: () => Promise<Sample> };

export type Contest = {
  readonly name: string;
  /** What is counted, as in "pictures". */
  readonly unit: string;
  readonly contenders: readonly Contender[];
};

/** The samples of one contender, in the order of the rounds. */
export type Scores = ReadonlyMap<string, readonly Sample[]>;

/** A line of the table: what one contender did in one contest. */
export type Line = {
  readonly contest: string;
  readonly contender: string;
  readonly unit: string;
  /** Units a second, and seconds of a run. */
  readonly rate: Figure;
  readonly seconds: Figure;
  readonly cpuPerUnit?: Figure;
  readonly peakBytes?: Figure;
};

/**
 * Lets all contenders run once a round, in another order each time, so that none of them always runs behind the same
 * neighbour.
 * @param report called after each run
 */
export async function compete(
  { name, contenders }: Contest,
  rounds: number,
  random: Random,
  report: (text: string) => void,
): Promise<Scores> {
  const scores = new Map<string, Sample[]>(contenders.map((contender) => [contender.name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const contender of shuffled(contenders, random)) {
      const sample = await contender.run();
      scores.get(contender.name)?.push(sample);
      const rate = (sample.units / sample.seconds).toPrecision(4);
      report(`${name}, round ${round} of ${rounds}: ${contender.name} ${sample.seconds.toFixed(2)} s, ${rate}/s`);
    }
  }
  return scores;
}

export function linesOf({ name, unit }: Contest, scores: Scores): Line[] {
  return [...scores].map(([contender, samples]) => {
    const cpu = samples.flatMap(({ cpuSeconds, units }) => (cpuSeconds === undefined ? [] : [cpuSeconds / units]));
    const peaks = samples.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
    return {
      contest: name,
      contender,
      unit,
      rate: figureOf(rates(samples)),
      seconds: figureOf(samples.map(({ seconds }) => seconds)),
      ...(cpu.length > 0 && { cpuPerUnit: figureOf(cpu) }),
      ...(peaks.length > 0 && { peakBytes: figureOf(peaks) }),
    };
  });
}

/** How many times as many units a second ours did; undefined where one of the two did not run. */
export function rateRatio(scores: Scores, ours: string, theirs: string): Figure | undefined {
  const [one, other] = [scores.get(ours), scores.get(theirs)];
  return one && other && ratioOf(rates(one), rates(other));
}

/** How many times as long ours took; undefined where one of the two did not run. */
export function secondsRatio(scores: Scores, ours: string, theirs: string): Figure | undefined {
  const [one, other] = [secondsOfScores(scores, ours), secondsOfScores(scores, theirs)];
  return one && other && ratioOf(one, other);
}

/** By round; undefined for one that did not run. */
export function secondsOfScores(scores: Scores, name: string): readonly number[] | undefined {
  return scores.get(name)?.map((sample) => sample.seconds);
}

/** Units a second; undefined for one that did not run. */
export function rateOf(scores: Scores, name: string): Figure | undefined {
  const samples = scores.get(name);
  return samples && figureOf(rates(samples));
}

function rates(samples: readonly Sample[]): number[] {
  return samples.map(({ units, seconds }) => units / seconds);
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const drawn = items.map((item) => ({ item, lot: random() }));
  return drawn.toSorted((one, other) => one.lot - other.lot).map(({ item }) => item);
}
