import { integerBelow, type Random, seededRandom } from "../../src/base/random.ts";

/** Chance of one input: the same seed and index give the same throws on every machine. */
export class Dice {
  readonly random: Random;

  constructor(seed: number, index: number) {
    this.random = seededRandom(seed ^ Math.imul(index + 1, 0x9e3779b1));
  }

  /** A whole number from 0 to below `most`. */
  below(most: number): number {
    return integerBelow(this.random, most);
  }

  /** Small numbers more often than large ones: what a file says of itself stands at its beginning. */
  nearStart(most: number): number {
    return Math.floor(this.random() ** 3 * most);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  /** One of a list that is not empty. */
  among<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** One of a list, or undefined of an empty one. */
  oneOf<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)];
  }
}
