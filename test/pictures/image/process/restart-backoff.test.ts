import assert from "node:assert/strict";
import { test } from "node:test";
import { RestartBackoff } from "../../../../src/pictures/image/process/restart-backoff.ts";

/** A toll whose clock stands until it is set. */
function openToll(): { readonly toll: RestartBackoff; readonly clock: { now: number } } {
  const clock = { now: 1_000 };
  return { toll: new RestartBackoff(() => clock.now), clock };
}

function deathsUntilRest(toll: RestartBackoff, hadStarted: boolean): number {
  for (let deaths = 1; deaths <= 100; deaths++) {
    toll.died(hadStarted);
    if (toll.rests) return deaths;
  }
  return Number.POSITIVE_INFINITY;
}

test("a decoder rests after a few false starts, and after more deaths over pictures", () => {
  assert.equal(deathsUntilRest(openToll().toll, false), 3);
  assert.equal(deathsUntilRest(openToll().toll, true), 10);
});

test("after its rest it is tried once, and rests again", () => {
  const { toll, clock } = openToll();
  deathsUntilRest(toll, false);
  clock.now += 5_000;
  assert.ok(!toll.rests);
  assert.equal(deathsUntilRest(toll, true), 1);
});

test("an answer wipes out what was before", () => {
  const { toll } = openToll();
  for (let picture = 0; picture < 100; picture++) {
    for (let death = 0; death < 9; death++) toll.died(true);
    assert.ok(!toll.rests);
    toll.answered();
  }
});
