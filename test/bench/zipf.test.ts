import assert from "node:assert/strict";
import { test } from "node:test";
import { replay } from "../../bench/zipf/replay.ts";
import { mixed, zipfRanks } from "../../bench/zipf/zipf-names.ts";
import { seededRandom } from "../../src/base/random.ts";

for (const exponent of [0.8, 1, 1.2]) {
  test(`names are drawn as often as their rank to the power of -${exponent} says`, () => {
    const names = 1_000;
    const draws = 200_000;
    const draw = zipfRanks(names, exponent, seededRandom(5));
    const counts = new Map<number, number>();
    for (let number = 0; number < draws; number++) {
      const rank = draw();
      counts.set(rank, (counts.get(rank) ?? 0) + 1);
    }
    const sum = Array.from({ length: names }, (_, index) => (index + 1) ** -exponent).reduce(
      (all, each) => all + each,
      0,
    );
    for (const rank of [1, 2, 3, 10, 50]) {
      const wanted = (draws * rank ** -exponent) / sum;
      const found = counts.get(rank) ?? 0;
      assert.ok(Math.abs(found - wanted) < 5 * Math.sqrt(wanted), `rank ${rank}: ${found} of ${wanted}`);
    }
    assert.ok([...counts.keys()].every((rank) => rank >= 1 && rank <= names));
  });
}

test("shards get even parts of the names", () => {
  const parts = new Map<number, number>();
  for (let rank = 1; rank <= 256_000; rank++) parts.set(mixed(rank) % 256, (parts.get(mixed(rank) % 256) ?? 0) + 1);
  for (const count of parts.values()) assert.ok(count > 800 && count < 1_200, `${count}`);
});

const ROUND = Array.from({ length: 400 }, (_, index) => 1 + (index % 100));
const asked = { ranks: ROUND, times: ROUND.map((_, index) => index), accesses: ROUND.length };
const limits = (gigabytes: number) => ({
  maxAgeSeconds: 86_400,
  maxBytes: gigabytes * 2 ** 30,
  maxFiles: 10_000_000,
  minFree: 0,
});

test("a cache that holds all names hits from the second time on, and a tiny one never does", () => {
  const large = replay(asked, limits(1_000), true, 20);
  assert.deepEqual([large.hits, large.converted, large.fetched, large.entries], [200, 0, 0, 200]);
  // One shard has 1/256 of this, which is room for a dozen pictures; a hundred in turn push each other out.
  const small = replay(asked, limits(0.25), false, 20);
  assert.deepEqual([small.hits, small.fetched], [0, 200]);
  assert.ok(small.entries > 0 && small.entries < 20, `${small.entries}`);
});
