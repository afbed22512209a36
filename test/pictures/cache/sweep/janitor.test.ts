import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type TestContext, test } from "node:test";
import { Janitor } from "../../../../src/pictures/cache/sweep/janitor.ts";
import type { SweepOptions } from "../../../../src/pictures/cache/sweep/sweep.ts";
import { keyFor, openStore, ROOMY } from "../../../helpers/entries.ts";
import { age, filesOf } from "../../../helpers/files-of.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const HOUR = 3_600;

/** A cache in which so many failures are past their time. */
function withOldFailures(t: TestContext, count: number): { options: SweepOptions; left: () => number } {
  const { layout, workspace } = openStore(t, tempFolder(t));
  for (let number = 0; number < count; number++) {
    const file = layout.failure(keyFor(`${number}`));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "x");
    age(9 * HOUR, file);
  }
  // It stands still, so that a slice ends where it has deleted its fill.
  const start = Date.now();
  const now = (): number => start;
  const options = { layout, workspace, publicFolder: tempFolder(t), limits: ROOMY, linkSeconds: HOUR, now };
  return { options, left: () => filesOf(layout.root).filter((file) => file.endsWith(".failure")).length };
}

test("a janitor sweeps when it is asked to, lets its process end, and reports the first failure only", (t) => {
  const { options, left } = withOldFailures(t, 1);
  const told: string[] = [];
  const failed = (text: string): number => told.push(text);
  const janitor = new Janitor(options, failed);
  janitor.start();
  janitor.start();
  janitor.sweep();
  assert.equal(left(), 0);
  janitor.stop();
  const isBroken = { ...options.layout, shard: () => assert.fail("no shard") };
  const broken = new Janitor({ ...options, layout: isBroken }, failed);
  broken.sweep();
  broken.sweep();
  assert.deepEqual(told, ["no shard"]);
});

test("the end of a search sweeps up to five slices, and none where nothing is left", (t) => {
  const { options, left } = withOldFailures(t, 620);
  const janitor = new Janitor(options, assert.fail);
  janitor.sweep();
  assert.equal(left(), 120);
  janitor.sweep();
  assert.equal(left(), 0);
  assert.ok(existsSync(options.layout.root));
});

test("a slice that deleted its fill is soon followed by the next, until nothing is left", (t) => {
  const { options, left } = withOldFailures(t, 250);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const janitor = new Janitor(options, assert.fail);
  janitor.start();
  const lefts = [4_999, 1, 99, 1, 100, 100].map((milliseconds) => {
    t.mock.timers.tick(milliseconds);
    return left();
  });
  janitor.stop();
  assert.deepEqual(lefts, [250, 150, 150, 50, 0, 0]);
  t.mock.timers.reset();
});
