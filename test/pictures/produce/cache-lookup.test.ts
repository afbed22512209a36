import assert from "node:assert/strict";
import { test } from "node:test";
import { type Standing, standingOf } from "../../../src/pictures/produce/cache-lookup.ts";
import type { FreshnessRules } from "../../../src/pictures/produce/options.ts";
import { originOf } from "../../helpers/entries.ts";

const NOW = Date.UTC(2026, 0, 1);
const RULES: FreshnessRules = { maxAgeSeconds: 1_000, mindsServer: true, revalidateSeconds: 0, staleSeconds: 500 };

const CASES: readonly (readonly [string, number, Partial<FreshnessRules>, number | undefined, Standing])[] = [
  ["a picture just fetched", 0, {}, undefined, "good"],
  ["one just within its age", 999, {}, undefined, "good"],
  ["one at the end of its age", 1_000, {}, undefined, "stale"],
  ["one past the time for stale pictures", 1_500, {}, undefined, "gone"],
  ["one past its age where no stale picture is shown", 1_000, { staleSeconds: 0 }, undefined, "gone"],
  ["one past its age that may be renewed behind the search", 1_100, { revalidateSeconds: 200 }, undefined, "renewable"],
  ["one past that time too", 1_200, { revalidateSeconds: 200 }, undefined, "stale"],
  ["one whose server grants less time", 100, {}, 100, "stale"],
  ["one whose server grants none", 0, {}, 0, "stale"],
  ["one whose server grants more time", 1_100, {}, 5_000, "stale"],
  ["one whose server is not listened to", 100, { mindsServer: false }, 100, "good"],
  ["one from a clock that was set back a little", -59, {}, undefined, "good"],
  ["one from a clock that was set back far", -61, {}, undefined, "gone"],
];

for (const [what, seconds, rules, maxAge, standing] of CASES) {
  test(`${what} is ${standing}`, () => {
    const origin = { ...originOf(1, NOW), ...(maxAge !== undefined && { maxAge }) };
    assert.equal(standingOf(origin, { ...RULES, ...rules }, NOW + seconds * 1_000), standing);
  });
}
