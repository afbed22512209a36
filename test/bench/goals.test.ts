import assert from "node:assert/strict";
import { test } from "node:test";
import { farMissed, goal, isReached, numberText, wantedText } from "../../bench/measure/goals.ts";

const found = (median: number) => ({ median, min: median, max: median, rounds: 5 });

test("a goal is reached at its figure, and the short form fails only beyond half of it", () => {
  for (const [wanted, value, reached, broken] of [
    [{ atLeast: 10 }, 10, true, false],
    [{ atLeast: 10 }, 9.9, false, false],
    [{ atLeast: 10 }, 5, false, false],
    [{ atLeast: 10 }, 4.9, false, true],
    [{ atMost: 1.3 }, 1.3, true, false],
    [{ atMost: 1.3 }, 2.6, false, false],
    [{ atMost: 1.3 }, 2.7, false, true],
  ] as const) {
    const [one] = goal("start", "time", wanted, found(value));
    assert.ok(one);
    assert.equal(isReached(one), reached, `${value}`);
    assert.equal(farMissed([one]).length === 1, broken, `${value}`);
  }
});

test("a goal that is no guard is reported and fails nothing", () => {
  const told = goal("start", "time", { atMost: 1 }, found(9), false);
  assert.equal(told.length, 1);
  assert.deepEqual(farMissed(told), []);
});

test("a peer that is missing leaves no goal", () => {
  assert.deepEqual(goal("start", "time", { atMost: 1 }, undefined), []);
});

test("figures have three digits that count", () => {
  for (const [value, text] of [
    [0, "0"],
    [0.97654, "0.977"],
    [13.86, "13.9"],
    [46_912, "46,900"],
    [1_234_567, "1,230,000"],
    [0.000_123_4, "0.000123"],
  ] as const) {
    assert.equal(numberText(value), text);
  }
  assert.equal(wantedText({ atLeast: 9_000 }), "at least 9,000");
  assert.equal(wantedText({ atMost: 1.3 }), "at most 1.3");
});
