import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { CacheLimits } from "../../../../src/pictures/cache/quota/limits.ts";
import { SHARDS } from "../../../../src/pictures/cache/store/layout.ts";
import { sweepSlice } from "../../../../src/pictures/cache/sweep/sweep.ts";
import { keyFor, keysIn, openStore, put, ROOMY } from "../../../helpers/entries.ts";
import { age } from "../../../helpers/files-of.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const HOUR = 3_600;
/** Of one entry: two pictures and a sidecar. */
const [FILES, BYTES] = [3, 3 * 4_096];

function trial(t: TestContext, limits: Partial<CacheLimits> = {}) {
  const store = openStore(t, tempFolder(t), limits);
  const { layout, workspace, turnover } = store;
  const publicFolder = tempFolder(t);
  const all = { ...ROOMY, maxAgeSeconds: 2 * HOUR, ...limits };
  const sweep = (sliceMs = 60_000) =>
    sweepSlice({ layout, workspace, turnover, publicFolder, limits: all, linkSeconds: HOUR, sliceMs, now: Date.now });
  return { store, turnover, sweep };
}

test("a sweep reports how much the cache holds and what was past its time, and then nothing until the next", (t) => {
  const { store, turnover, sweep } = trial(t);
  assert.equal(turnover.take(), undefined, "nobody has looked");
  for (let number = 0; number < 10; number++) put(store, keyFor(`${number}`), "picture", "from the cache");
  for (const number of [1, 2]) age(3 * HOUR, store.layout.sidecar(keyFor(`${number}`)));
  assert.equal(turnover.take(), undefined, "what is added is not counted");
  sweep();
  assert.deepEqual(turnover.take(), {
    size: { bytes: 8 * BYTES, files: 8 * FILES },
    shards: SHARDS.length,
    expired: 2,
    evicted: 0,
    freed: 2 * BYTES,
  });
  assert.equal(turnover.take(), undefined);
});

test("shards that were looked at stand for the others", (t) => {
  const { store, turnover, sweep } = trial(t);
  for (const shard of SHARDS) put(store, keysIn(shard, 1)[0] ?? keyFor(""), "picture", "from the cache");
  sweep(0);
  assert.deepEqual(turnover.take(), {
    size: { bytes: 256 * BYTES, files: 256 * FILES },
    shards: 1,
    expired: 0,
    evicted: 0,
    freed: 0,
  });
});

test("what a sweep or a writer evicts for want of room is counted, and reported at once", (t) => {
  // Two entries fit a shard.
  const limits = { maxBytes: 256 * 3 * BYTES };
  const { store, turnover } = trial(t, limits);
  let changes = 0;
  turnover.changed = () => changes++;
  for (const key of keysIn("07", 6)) put(store, key, "picture", "from the cache");
  const learned = turnover.take();
  assert.ok(learned && learned.evicted > 0 && learned.freed === learned.evicted * BYTES, JSON.stringify(learned));
  assert.equal(learned.size, undefined, "a writer tells nothing of the whole");
  assert.ok(changes > 0);
});

test("a disk with too little room counts what goes", (t) => {
  const roomy = trial(t);
  for (let number = 0; number < 4; number++) put(roomy.store, keyFor(`${number}`), "picture", "from the cache");
  const store = openStore(t, roomy.store.layout.folder, { minFree: 100 });
  assert.throws(() => put(store, keyFor("new"), "picture", "from the cache"), { name: "NoRoom" });
  assert.deepEqual(store.turnover.take()?.evicted, 4);
});
