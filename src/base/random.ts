/** Chance that repeats: numbers from 0 up to, not including, 1; the same seed gives the same ones on every machine. */
export type Random = () => number;

/** The generator known as mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from 0 up to, not including, `most`. */
export function integerBelow(random: Random, most: number): number {
  return Math.floor(random() * most);
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** Bell-shaped, mean 0 and deviation 1 (a sum of uniforms is near enough for grain). */
export function gaussian(random: Random): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}
