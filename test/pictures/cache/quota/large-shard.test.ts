import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { Tallies } from "../../../../src/pictures/cache/quota/tally.ts";
import type { CacheKey } from "../../../../src/pictures/cache/store/key.ts";
import { SHARDS } from "../../../../src/pictures/cache/store/layout.ts";
import type { Store } from "../../../../src/pictures/cache/store/store.ts";
import { type SweepOptions, sweepAll, sweepSlice } from "../../../../src/pictures/cache/sweep/sweep.ts";
import { openStore, ROOMY } from "../../../helpers/entries.ts";
import { age, filesOf } from "../../../helpers/files-of.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const FILES = 3_000;
const BLOCK = 4_096;
const HOUR = 3_600;
/** Of a slice that ends with the first part of a shard. */
const SHORTEST = 0;

type Trial = { readonly store: Store; readonly options: SweepOptions; readonly keys: readonly CacheKey[] };

/** A cache of one shard with thousands of sidecars, each an entry. */
function largeShard(t: TestContext, maxFiles = ROOMY.maxFiles): Trial {
  const store = openStore(t, tempFolder(t));
  const { layout, workspace } = store;
  mkdirSync(layout.shard("00"), { recursive: true });
  const keys = Array.from({ length: FILES }, (_, number) => `00${number.toString(16).padStart(62, "0")}` as CacheKey);
  for (const key of keys) writeFileSync(layout.sidecar(key), "{}");
  const limits = { ...ROOMY, maxAgeSeconds: 2 * HOUR, maxFiles };
  const options = { layout, workspace, limits, publicFolder: tempFolder(t), linkSeconds: HOUR, now: Date.now };
  return { store, options, keys };
}

function swept(options: SweepOptions): { readonly files: number; readonly shards: number } {
  const swept = sweepSlice({ sliceMs: SHORTEST, ...options });
  assert.ok(swept !== "held");
  return swept;
}

test("a slice ends inside a large shard, the next goes on there, and the tally knows the shard at its end", (t) => {
  const { store, options, keys } = largeShard(t);
  const { layout } = store;
  const old = [3, 1_500, 2_999].map((index) => layout.sidecar(keys[index] as CacheKey));
  age(3 * HOUR, ...old);
  let slices = 0;
  while (swept(options).shards === 0) {
    assert.ok(readFileSync(layout.cursor, "utf8").startsWith("00"));
    slices++;
  }
  assert.ok(slices >= 9, `${slices} slices`);
  assert.deepEqual(old.map(existsSync), [false, false, false]);
  const files = FILES - old.length;
  assert.equal(filesOf(layout.shard("00")).length, files);
  assert.deepEqual(new Tallies(layout, Date.now).total("00"), { bytes: files * BLOCK, files });
  assert.equal(readFileSync(layout.cursor, "utf8"), "01");
});

test("a large shard that is over its quota shrinks to it", (t) => {
  const { store, options } = largeShard(t, 256 * 2_500);
  for (let slice = 0; slice < 60 && filesOf(store.layout.shard("00")).length > 2_125; slice++) {
    swept({ ...options, sliceMs: 60_000 });
    // All other shards are empty, and so have had their turn.
  }
  assert.equal(filesOf(store.layout.shard("00")).length, 2_125);
});

test("a cursor that holds nonsense begins its shard anew, and a sweep of all of the cache leaves no place out", async (t) => {
  const { store, options, keys } = largeShard(t);
  const { layout } = store;
  const old = layout.sidecar(keys[0] as CacheKey);
  age(3 * HOUR, old);
  store.workspace.write(layout.cursor, `00 ${"a".repeat(12)} x y %`);
  swept({ ...options, sliceMs: 60_000 });
  assert.ok(!existsSync(old));
  const next = layout.sidecar(keys[1] as CacheKey);
  age(3 * HOUR, next);
  store.workspace.write(layout.cursor, `00 ${"a".repeat(12)} 0 0 00ff`);
  const { shards } = await sweepAll(options, () => {});
  assert.equal(shards, SHARDS.length);
  assert.ok(!existsSync(next));
});
