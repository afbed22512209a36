import assert from "node:assert/strict";
import { test } from "node:test";
import { PhaseClock } from "../../../src/pictures/fetch/phase-clock.ts";
import { TimeBudget } from "../../../src/pictures/fetch/time-budget.ts";
import { LIMITS } from "../../helpers/fetching.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";

const TIMES = { connectTimeoutSeconds: 1, firstByteTimeoutSeconds: 2, idleTimeoutSeconds: 3, totalTimeoutSeconds: 20 };

/** A download of a server, and what its clock made of it: the code and what it tells of the server, or nothing yet. */
function openDownload(special: Partial<typeof LIMITS> = {}) {
  const limits = { ...LIMITS, ...TIMES, ...special };
  const [time, search, budget] = [new ManualClock(), new AbortController(), new TimeBudget(limits.totalTimeoutSeconds)];
  const clock = new PhaseClock(limits, budget, search.signal, time);
  const end = (): string => (clock.failure ? `${clock.failure.code} ${clock.reach}` : "");
  const passed = (ms: number): string => {
    time.pass(ms);
    assert.equal(clock.signal.aborted, clock.failure !== undefined);
    return end();
  };
  return { clock, limits, budget, passed, end, cancel: () => search.abort() };
}

for (const [phase, ms, enter] of [
  ["a connection", 1_000, () => {}],
  ["the head of an answer", 2_000, (clock) => clock.awaitingAnswer("h")],
  ["the first bytes of a body", 3_000, (clock) => clock.readingBody("h")],
] as const satisfies readonly (readonly [string, number, (clock: PhaseClock) => void])[]) {
  test(`${phase} has its own ${ms} ms, to the millisecond, and a server that lets them pass is down`, () => {
    const { clock, limits, passed } = openDownload();
    clock.connecting("h", limits);
    passed(999);
    enter(clock);
    assert.equal(passed(phase === "a connection" ? 0 : ms - 1), "");
    assert.equal(passed(1), "timeout down");
  });
}

test("each piece of a body gives it the time between two pieces anew, and all of them together have the total", () => {
  const { clock, limits, passed } = openDownload();
  clock.connecting("h", limits);
  clock.readingBody("h");
  for (let second = 2; second < 20; second += 2) {
    assert.equal(passed(2_000), "", `after ${second} s`);
    clock.received(1);
  }
  assert.equal(passed(1_999), "");
  assert.equal(passed(1), "too-slow down");
});

test("a body must bring its bytes in each window, however many came in the one before", () => {
  const { clock, limits, passed } = openDownload({ minRate: 100, minRateWindowSeconds: 2 });
  clock.connecting("h", limits);
  clock.readingBody("h");
  for (const bytes of [200, 5_000, 200]) {
    clock.received(bytes);
    assert.equal(passed(2_000), "");
  }
  clock.received(198);
  assert.equal(passed(1_999), "");
  assert.equal(passed(1), "too-slow down");
});

test("between two tries only the clock over all of them runs, and who answered each time is not down", () => {
  const { clock, limits, passed } = openDownload();
  passed(15_000);
  clock.connecting("h", limits);
  clock.pausing();
  assert.equal(passed(4_999), "");
  assert.equal(passed(1), "timeout unknown");
});

test("a download that ends has spent what it took, one that ran out of time all of it, and no clock rings later", () => {
  const ended = openDownload();
  ended.clock.connecting("h", ended.limits);
  ended.passed(700);
  ended.clock.stop();
  assert.equal(ended.budget.leftMs, 19_300);
  assert.equal(ended.passed(60_000), "");
  const late = openDownload();
  late.passed(20_000);
  late.clock.stop();
  assert.equal(late.budget.leftMs, 0);
});

test("the end of the search ends it, whatever its clocks say later", () => {
  const { clock, limits, passed, cancel } = openDownload();
  clock.connecting("h", limits);
  cancel();
  assert.equal(passed(60_000), "cancelled unknown");
});
