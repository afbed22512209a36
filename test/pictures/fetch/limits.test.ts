import assert from "node:assert/strict";
import { test } from "node:test";
import { limitsFor } from "../../../src/pictures/fetch/limits.ts";
import { LIMITS, serverAt } from "../../helpers/fetching.ts";

const FETCH = {
  ...LIMITS,
  connectTimeoutSeconds: 2,
  firstByteTimeoutSeconds: 5,
  idleTimeoutSeconds: 3,
  totalTimeoutSeconds: 15,
};
const STANZA = {
  connectTimeoutSeconds: 1,
  firstByteTimeoutSeconds: 30,
  idleTimeoutSeconds: 20,
  totalTimeoutSeconds: 60,
};

for (const [name, stanza, searchTimeout, expected] of [
  ["[fetch] alone", {}, undefined, [2, 5, 3, 15]],
  ["a stanza", STANZA, undefined, [1, 30, 20, 60]],
  ["half a stanza", { firstByteTimeoutSeconds: 30 }, undefined, [2, 30, 3, 15]],
  ["an admin's short total time", { totalTimeoutSeconds: 1 }, undefined, [2, 5, 3, 1]],
  ["timeout=1", {}, 1, [1, 1, 3, 15]],
  ["timeout=20, which needs more time in all", {}, 20, [20, 20, 3, 43]],
  ["timeout=4 over a stanza", STANZA, 4, [4, 4, 20, 60]],
  ["timeout=40 over a stanza", STANZA, 40, [40, 40, 20, 100]],
] as const) {
  test(`times of ${name}`, () => {
    const limits = limitsFor(FETCH, serverAt(["http://a"], stanza), searchTimeout);
    const { connectTimeoutSeconds, firstByteTimeoutSeconds, idleTimeoutSeconds, totalTimeoutSeconds } = limits;
    assert.deepEqual(
      [connectTimeoutSeconds, firstByteTimeoutSeconds, idleTimeoutSeconds, totalTimeoutSeconds],
      expected,
    );
    assert.deepEqual(
      {
        ...limits,
        connectTimeoutSeconds: 2,
        firstByteTimeoutSeconds: 5,
        idleTimeoutSeconds: 3,
        totalTimeoutSeconds: 15,
      },
      FETCH,
    );
  });
}

test("an address without a stanza has the times of [fetch]", () =>
  assert.deepEqual(limitsFor(FETCH, undefined), FETCH));
