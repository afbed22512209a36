/** What several rounds gave: the one in the middle, and how far they lie apart. */
export type Figure = { readonly median: number; readonly min: number; readonly max: number; readonly rounds: number };

/** @throws when there is nothing to take the middle of */
export function figureOf(values: readonly number[]): Figure {
  const sorted = values.toSorted((one, other) => one - other);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new Error("no round gave a figure");
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? max;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? min) + upper) / 2;
  return { median, min, max, rounds: sorted.length };
}

/**
 * How one compares with another, round by round: both ran within the same minute, so what the machine did besides hurts
 * both alike. The ratio of two medians would compare different minutes.
 */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Figure {
  const pairs = ours.flatMap((value, round) => {
    const other = theirs[round];
    return other === undefined ? [] : [value / other];
  });
  return figureOf(pairs);
}
