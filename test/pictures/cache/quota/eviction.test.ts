import assert from "node:assert/strict";
import { test } from "node:test";
import { leastUsedHalf, outlived, overQuota } from "../../../../src/pictures/cache/quota/eviction.ts";
import { diskBytes, shardQuota } from "../../../../src/pictures/cache/quota/limits.ts";
import type { ShardEntry } from "../../../../src/pictures/cache/store/shard.ts";
import { ROOMY } from "../../../helpers/entries.ts";

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

function entry(key: string, facts: Partial<ShardEntry>): ShardEntry {
  return {
    key,
    paths: [],
    bytes: 10,
    files: 3,
    hasSidecar: true,
    isOriginal: false,
    checkedAt: NOW,
    usedAt: NOW,
    ...facts,
  };
}

const keys = (entries: readonly ShardEntry[]): string => entries.map(({ key }) => key).join(" ");

test("a picture outlives its check by the age that is allowed, what has no sidecar its writing by an hour", () => {
  const entries = [
    entry("checked", { checkedAt: NOW - 2 * HOUR, usedAt: NOW - 9 * HOUR }),
    entry("unchecked", { checkedAt: NOW - 2 * HOUR - 1, usedAt: NOW }),
    entry("new-rest", { hasSidecar: false, checkedAt: 0, usedAt: NOW - HOUR }),
    entry("old-rest", { hasSidecar: false, checkedAt: 0, usedAt: NOW - HOUR - 1 }),
  ];
  assert.equal(keys(outlived(entries, 7_200, NOW)), "unchecked old-rest");
});

const TEN = Array.from({ length: 10 }, (_, index) => entry(`${(index * 7) % 10}`, { usedAt: (index * 7) % 10 }));
for (const [what, quota, coming, going] of [
  ["that has room", { bytes: 200, files: 200 }, { bytes: 10, files: 3 }, ""],
  ["that is full to 85 %", { bytes: 118, files: 200 }, undefined, ""],
  ["with too many bytes", { bytes: 100, files: 200 }, undefined, "0 1"],
  ["with too many files", { bytes: 200, files: 30 }, undefined, "0 1"],
  ["to which much will come", { bytes: 100, files: 200 }, { bytes: 50, files: 2 }, "0 1 2 3 4 5 6"],
  ["to which more will come than fits", { bytes: 100, files: 200 }, { bytes: 90, files: 2 }, "0 1 2 3 4 5 6 7 8 9"],
] as const) {
  test(`from a shard ${what} goes what was used least recently: "${going}"`, () => {
    assert.equal(keys(overQuota(TEN, quota, NOW, coming)), going);
  });
}

test("originals go before pictures, and some more of them than must, but for those of the last minute", () => {
  const isOriginal = true;
  const entries = [
    entry("picture", { usedAt: NOW - 9 * HOUR }),
    entry("original", { usedAt: NOW - HOUR, isOriginal }),
    entry("older-original", { usedAt: NOW - 2 * HOUR, isOriginal }),
    entry("young-original", { usedAt: NOW - HOUR / 120, isOriginal }),
    entry("new-picture", { usedAt: NOW - HOUR / 9 }),
  ];
  const order = [1, 2, 3, 4, 5].map((count) =>
    keys(overQuota(entries, { bytes: (10 * (5 - count)) / 0.85, files: 99 }, NOW)),
  );
  assert.equal(order.at(-1), "older-original original picture new-picture young-original");
  assert.equal(order[0], "older-original original");
});

test("under pressure half of a shard goes, to its last entry", () => {
  assert.equal(keys(leastUsedHalf(TEN, NOW)), "0 1 2 3 4");
  assert.equal(keys(leastUsedHalf(TEN.slice(0, 1), NOW)), "0");
  assert.equal(keys(leastUsedHalf([], NOW)), "");
});

test("a time that is yet to come, of a clock that ran ahead, is nobody's eternal life", () => {
  const ahead = { checkedAt: NOW + 3 * HOUR, usedAt: NOW + 3 * HOUR };
  const soon = { checkedAt: NOW + HOUR, usedAt: NOW + HOUR };
  const entries = [entry("now", {}), entry("soon", soon), entry("ahead", ahead)];
  const rests = entries.map((each) => ({ ...each, key: `${each.key}-rest`, hasSidecar: false }));
  assert.equal(keys(outlived([...entries, ...rests], 7_200, NOW)), "ahead ahead-rest");
  assert.equal(keys(overQuota(entries, { bytes: 25, files: 100 }, NOW)), "ahead");
});

test("a shard has an even part of the limits, and files take whole blocks", () => {
  assert.deepEqual(shardQuota({ ...ROOMY, maxBytes: 2_560, maxFiles: 512 }), { bytes: 10, files: 2 });
  assert.deepEqual([0, 1, 4_096, 4_097].map(diskBytes), [0, 4_096, 4_096, 8_192]);
});
