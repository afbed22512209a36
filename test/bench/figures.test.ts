import assert from "node:assert/strict";
import { test } from "node:test";
import { compete, linesOf, rateOf, rateRatio, type Sample, secondsRatio } from "../../bench/measure/contest.ts";
import { figureOf, ratioOf } from "../../bench/measure/figures.ts";
import { growthOf } from "../../bench/measure/growth.ts";
import { seededRandom } from "../../src/base/random.ts";

test("the figure of several rounds is the one in the middle, with the ends", () => {
  assert.deepEqual(figureOf([5, 1, 3]), { median: 3, min: 1, max: 5, rounds: 3 });
  assert.deepEqual(figureOf([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4, rounds: 4 });
  assert.deepEqual(figureOf([7]), { median: 7, min: 7, max: 7, rounds: 1 });
  assert.throws(() => figureOf([]), /no round/);
});

test("ratios are taken round by round, so a slow minute that hurts both changes nothing", () => {
  assert.deepEqual(ratioOf([10, 2, 30], [5, 1, 15]), { median: 2, min: 2, max: 2, rounds: 3 });
  // The ratio of the medians would be 1.
  assert.equal(ratioOf([1, 4, 9], [2, 8, 4]).median, 0.5);
});

test("a round that one of the two did not run gives no ratio", () => {
  assert.equal(ratioOf([10, 20], [5]).rounds, 1);
});

test("all contenders run once in each round, in orders that change and that the seed repeats", async () => {
  const orders: string[] = [];
  for (let again = 0; again < 2; again++) {
    const order: string[] = [];
    const contender = (name: string) => ({
      name,
      async run(): Promise<Sample> {
        order.push(name);
        return { seconds: 2, units: 10 };
      },
    });
    const contest = { name: "contest", unit: "rows", contenders: ["a", "b", "c"].map(contender) };
    const scores = await compete(contest, 6, seededRandom(3), () => {});
    assert.deepEqual(
      [...scores].map(([name, samples]) => [name, samples.length]),
      [
        ["a", 6],
        ["b", 6],
        ["c", 6],
      ],
    );
    const rounds = Array.from({ length: 6 }, (_, round) => order.slice(3 * round, 3 * round + 3));
    for (const round of rounds) assert.deepEqual(round.toSorted(), ["a", "b", "c"]);
    assert.ok(new Set(rounds.map(String)).size > 1, "the order changes");
    orders.push(String(order));
  }
  assert.equal(orders[0], orders[1]);
});

test("a contest says rates, processor time for each unit, memory, and ratios of who took part", () => {
  const sample = (seconds: number, cpuSeconds: number, peakBytes: number): Sample => ({
    seconds,
    units: 100,
    cpuSeconds,
    peakBytes,
  });
  const scores = new Map([
    ["ours", [sample(1, 2, 3_000), sample(2, 2, 5_000), sample(4, 2, 4_000)]],
    ["theirs", [sample(2, 4, 1), sample(4, 4, 1), sample(8, 4, 1)]],
    ["bare", [{ seconds: 1, units: 1 }]],
  ]);
  const [ours, , bare] = linesOf({ name: "contest", unit: "rows", contenders: [] }, scores);
  assert.equal(ours?.rate.median, 50);
  assert.equal(ours?.cpuPerUnit?.median, 0.02);
  assert.equal(ours?.peakBytes?.median, 4_000);
  assert.equal(bare?.cpuPerUnit, undefined);
  assert.equal(rateRatio(scores, "ours", "theirs")?.median, 2);
  assert.equal(secondsRatio(scores, "ours", "theirs")?.median, 0.5);
  assert.equal(rateRatio(scores, "ours", "a peer that is missing"), undefined);
  assert.equal(rateOf(scores, "a peer that is missing"), undefined);
});

test("growth compares the worst of the second half with that of the first, of all processes or of one", () => {
  const look = (one: number, other: number) => ({
    at: 0,
    bytes: new Map([
      [1, one],
      [2, other],
    ]),
  });
  const looks = [look(100, 0), look(100, 100), look(100, 300), look(110, 100)];
  assert.equal(growthOf(looks), 2);
  assert.equal(growthOf(looks, 1), 1.1);
  assert.equal(growthOf([look(1, 1)]), 1);
});
