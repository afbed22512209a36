import assert from "node:assert/strict";
import { test } from "node:test";
import type { StoredResult, StoredSource } from "../../../src/pictures/cache/store/store.ts";
import type { Standing } from "../../../src/pictures/produce/cache-lookup.ts";
import { askAll, type CandidateFacts, decide, firstOf, type Step } from "../../../src/pictures/produce/decide.ts";
import { FAILURE, keyFor, resultEntry, sourceEntry } from "../../helpers/entries.ts";

const SOURCE: StoredSource = { entry: sourceEntry(1), file: "/cache/a.source" };
const RESULT: StoredResult = {
  key: keyFor("a"),
  files: { fresh: "/cache/a.jpg", cached: "/cache/a.cached.jpg" },
  entry: resultEntry(1),
};

/**
 * What is known of one candidate, in words: what the cache holds (`picture`, `original`, `both`, `nothing`), how that
 * stands, then `failed`, `failed-if-same` or `down`.
 */
function known(text: string): CandidateFacts {
  const [holds = "nothing", standing = "gone", ...more] = text.split(" ");
  const cached = {
    ...((holds === "picture" || holds === "both") && { result: RESULT }),
    ...((holds === "original" || holds === "both") && { source: SOURCE }),
    standing: standing as Standing,
  };
  return {
    cached,
    ...(more.includes("failed") && { remembered: { entry: FAILURE, means: "holds" } as const }),
    ...(more.includes("failed-if-same") && { remembered: { entry: FAILURE, means: "holds-if-same" } as const }),
    ...(more.includes("down") && { refusal: { code: "breaker-open", text: "down" } as const }),
  };
}

const told = (steps: readonly Step[]): string => steps.map(({ kind, candidate }) => `${kind} ${candidate}`).join(", ");

const CASES: readonly (readonly [candidates: readonly string[], steps: string])[] = [
  [["nothing gone"], "ask 0"],
  [["picture good"], "show 0"],
  [["both good"], "show 0"],
  [["picture good down"], "show 0"],
  [["original good"], "convert 0, ask 0, show-stale 0"],
  [["original good failed"], "fail 0, show-stale 0"],
  [["original good failed-if-same"], "ask 0, show-stale 0"],
  [["original good down"], "convert 0, fail 0, show-stale 0"],
  [["picture renewable"], "show-and-renew 0"],
  [["picture renewable down"], "show-and-renew 0"],
  [["picture renewable failed"], "fail 0, show-stale 0"],
  [["original renewable"], "ask 0, show-stale 0"],
  [["picture stale"], "ask 0, show-stale 0"],
  [["picture stale down"], "fail 0, show-stale 0"],
  [["picture gone down"], "fail 0"],
  [["nothing gone failed"], "fail 0"],
  [["nothing gone", "picture good"], "show 1"],
  [["picture renewable", "picture good"], "show 1"],
  [["picture renewable", "original good"], "convert 1, show-and-renew 0"],
  [["original good", "original good"], "convert 0, convert 1, ask 0, ask 1, show-stale 0, show-stale 1"],
  [["picture stale down", "nothing gone"], "fail 0, ask 1, show-stale 0"],
  [["nothing gone", "picture stale"], "ask 0, ask 1, show-stale 1"],
];

for (const [candidates, steps] of CASES) {
  test(`of ${candidates.join(" and ")} comes: ${steps}`, () => {
    assert.equal(told(decide(candidates.map(known))), steps);
  });
}

test("behind a picture that is shown at once, all servers are asked but those that are known to fail", () => {
  assert.equal(
    told(askAll(["picture renewable", "original good", "picture stale down"].map(known))),
    "ask 0, ask 1, fail 2",
  );
});

test("the first cause is reported, with the codes of the mirrors behind it", () => {
  const failed = (base: string, code: "timeout" | "not-found") => ({ base, failure: { error: { code, text: code } } });
  assert.equal(firstOf([failed("http://a", "timeout")]).error.text, "timeout");
  const both = firstOf([failed("http://a", "timeout"), failed("http://b", "not-found")]);
  assert.deepEqual(both.error, { code: "timeout", text: "timeout; also asked: http://b (not-found)" });
});
