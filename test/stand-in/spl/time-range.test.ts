import assert from "node:assert/strict";
import { test } from "node:test";
import { readTimeRange } from "../../../src/stand-in/spl/time-range.ts";

const NOW = new Date(2026, 10, 18, 15, 42, 31);

for (const [modifier, moment] of [
  ["now", NOW],
  ["1000000000", new Date(1_000_000_000_000)],
  ["-15m", new Date(2026, 10, 18, 15, 27, 31)],
  ["-1h", new Date(2026, 10, 18, 14, 42, 31)],
  ["-24h@h", new Date(2026, 10, 17, 15, 0, 0)],
  ["-7d@h", new Date(2026, 10, 11, 15, 0, 0)],
  ["-7d@d", new Date(2026, 10, 11)],
  ["@d", new Date(2026, 10, 18)],
  ["@w", new Date(2026, 10, 15)],
  ["@w1", new Date(2026, 10, 16)],
  ["-mon@mon", new Date(2026, 9, 1)],
  ["-1y@y", new Date(2025, 0, 1)],
  ["@d+3h", new Date(2026, 10, 18, 3)],
  ["+2days", new Date(2026, 10, 20, 15, 42, 31)],
] as const) {
  test(`the time ${modifier} is ${moment.toISOString()}`, () => {
    assert.equal(readTimeRange(modifier, "", NOW).earliest, moment.getTime() / 1000);
  });
}

test("nothing and 0 are no bounds", () => {
  const all = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };
  assert.deepEqual(readTimeRange("", "", NOW), all);
  assert.deepEqual(readTimeRange("0", "", NOW), all);
});

for (const [modifier, told] of [
  ["rt-5m", /real time/],
  ["yesterday", /Invalid time "yesterday"/],
  ["-5x", /no unit of time/],
  ["-7d@h; drop", /Invalid time/],
] as const) {
  test(`the time ${modifier} is refused with a sentence`, () => {
    assert.throws(() => readTimeRange(modifier, "", NOW), told);
  });
}
