import type { Random } from "../../src/base/random.ts";

/**
 * Draws ranks from 1 to `names`, rank r about as often as 1 / r^exponent: few pictures are asked for often, most hardly
 * ever. By rejection-inversion (Hörmann and Derflinger 1996), which needs no table of all names.
 */
export function zipfRanks(names: number, exponent: number, random: Random): () => number {
  const rest = 1 - exponent;
  const isLog = Math.abs(rest) < 1e-9;
  const area = (x: number): number => (isLog ? Math.log(x) : (x ** rest - 1) / rest);
  const place = (sum: number): number => (isLog ? Math.exp(sum) : (1 + sum * rest) ** (1 / rest));
  const height = (x: number): number => x ** -exponent;
  const first = area(1.5) - 1;
  const last = area(names + 0.5);
  const squeeze = 2 - place(area(2.5) - height(2));
  return () => {
    for (;;) {
      const drawn = last + random() * (first - last);
      const x = place(drawn);
      const rank = Math.min(names, Math.max(1, Math.round(x)));
      if (rank - x <= squeeze || drawn >= area(rank + 0.5) - height(rank)) return rank;
    }
  };
}

/** A whole number from 0 to 2^32 that looks like chance and is the same each time, as the hash of a name is. */
export function mixed(number: number): number {
  let hash = Math.imul(number ^ (number >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
