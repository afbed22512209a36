import type { Look } from "./meter.ts";

/**
 * How many times as much memory processes took at most in the second half of a run as in the first: about 1 where they do
 * not grow. Of a run that was too short for two looks it is 1.
 * @param pid of one process; absent for all together
 */
export function growthOf(looks: readonly Look[], pid?: number): number {
  const sums = looks.map(({ bytes }) => (pid === undefined ? sumOf(bytes.values()) : (bytes.get(pid) ?? 0)));
  const middle = sums.length >> 1;
  const [before, after] = [Math.max(...sums.slice(0, middle)), Math.max(...sums.slice(middle))];
  return middle === 0 || before === 0 ? 1 : after / before;
}

function sumOf(values: Iterable<number>): number {
  return [...values].reduce((sum, each) => sum + each, 0);
}
