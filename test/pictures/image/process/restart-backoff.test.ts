import assert from "node:assert/strict";
import { test } from "node:test";
import { RestartBackoff } from "../../../../src/pictures/image/process/restart-backoff.ts";

/** A backoff whose clock stands until it is set. */
function openBackoff(): { readonly backoff: RestartBackoff; readonly clock: { nowMs: number } } {
  const clock = { nowMs: 1_000 };
  return { backoff: new RestartBackoff(() => clock.nowMs), clock };
}

function deathsUntilPause(backoff: RestartBackoff, hadStarted: boolean): number {
  for (let deaths = 1; deaths <= 100; deaths++) {
    backoff.childDied(hadStarted);
    if (backoff.isPaused) return deaths;
  }
  return Number.POSITIVE_INFINITY;
}

test("a decoder pauses after a few false starts, and after more deaths over pictures", () => {
  assert.equal(deathsUntilPause(openBackoff().backoff, false), 3);
  assert.equal(deathsUntilPause(openBackoff().backoff, true), 10);
});

test("after its pause it is tried once, and pauses again", () => {
  const { backoff, clock } = openBackoff();
  deathsUntilPause(backoff, false);
  clock.nowMs += 5_000;
  assert.ok(!backoff.isPaused);
  assert.equal(deathsUntilPause(backoff, true), 1);
});

test("an answer wipes out what was before", () => {
  const { backoff } = openBackoff();
  for (let picture = 0; picture < 100; picture++) {
    for (let death = 0; death < 9; death++) backoff.childDied(true);
    assert.ok(!backoff.isPaused);
    backoff.childAnswered();
  }
});
