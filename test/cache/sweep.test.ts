import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SHARDS } from "../../src/cache/layout.ts";
import { Store } from "../../src/cache/store.ts";
import { sweepSlice } from "../../src/cache/sweep.ts";
import { keyFor, put } from "../helpers/entries.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const HOUR = 3_600;
const [OLD, YOUNG] = [`${"0".repeat(40)}.jpg`, `${"1".repeat(40)}.jpg`];

function age(file: string, seconds: number): void {
  const at = Date.now() / 1000 - seconds;
  utimesSync(file, at, at);
}

test("expired pictures, their public copies and the leavings of killed processes go; young ones stay", (t) => {
  const [cacheFolder, publicFolder] = [tempFolder(t), tempFolder(t)];
  const store = new Store(cacheFolder);
  const old = put(store, keyFor("old"), "fresh", "cached");
  const young = put(store, keyFor("young"), "fresh", "cached");
  for (const file of [...Object.values(old.files), store.layout.sidecar(keyFor("old"))]) age(file, 3 * HOUR);
  const orphan = store.layout.result(keyFor("orphan"), "fresh", "jpg");
  mkdirSync(store.layout.shard(keyFor("orphan").slice(0, 2)), { recursive: true });
  writeFileSync(orphan, "no sidecar");
  age(orphan, 2 * HOUR);
  const [deadTemporary, liveTemporary] = [store.temporary(), store.temporary()];
  for (const file of [deadTemporary, liveTemporary]) writeFileSync(file, "half");
  age(deadTemporary, 2 * HOUR);
  const shard = join(publicFolder, "ab");
  mkdirSync(shard);
  for (const name of [OLD, YOUNG, "notes.doc"]) writeFileSync(join(shard, name), "");
  age(join(shard, OLD), 3 * HOUR);
  age(join(shard, "notes.doc"), 9 * HOUR);
  const stranger = join(store.layout.shard("00"), "README");
  mkdirSync(store.layout.shard("00"), { recursive: true });
  writeFileSync(stranger, "not ours");
  age(stranger, 9 * HOUR);

  const deleted = sweepSlice({ cacheFolder, publicFolder, maxAge: 2 * HOUR, linkAge: 2 * HOUR, now: Date.now });
  assert.equal(deleted, 6);
  for (const file of [...Object.values(old.files), store.layout.sidecar(keyFor("old")), orphan, deadTemporary]) {
    assert.ok(!existsSync(file), file);
  }
  for (const file of [...Object.values(young.files), liveTemporary, stranger]) assert.ok(existsSync(file), file);
  assert.deepEqual(readdirSync(shard).toSorted(), [YOUNG, "notes.doc"].toSorted());
});

test("a slice is bounded, the next one goes on where it ended, and searches that end together do not all sweep", (t) => {
  const cacheFolder = tempFolder(t);
  const store = new Store(cacheFolder);
  for (let number = 0; number < 1_000; number++) {
    const { files } = put(store, keyFor(`${number}`), "fresh", "cached");
    for (const file of [...Object.values(files), store.layout.sidecar(keyFor(`${number}`))]) age(file, 3 * HOUR);
  }
  const left = (): number =>
    SHARDS.map((shard) => store.layout.shard(shard)).reduce(
      (sum, folder) => sum + (existsSync(folder) ? readdirSync(folder).length : 0),
      0,
    );
  const stamp = join(store.layout.root, "sweep");
  const slice = (): number =>
    sweepSlice({ cacheFolder, publicFolder: cacheFolder, maxAge: HOUR, linkAge: HOUR, now: Date.now });
  assert.equal(left(), 3_000);
  const first = slice();
  assert.ok(first > 0 && first < 1_100, `${first} files in one slice`);
  assert.equal(slice(), 0, "not again within a minute");
  for (let count = 0; left() > 0 && count < 60; count++) {
    age(stamp, 120);
    assert.ok(slice() > 0, "every slice finds work while there is some");
  }
  assert.equal(left(), 0);
  assert.ok(statSync(stamp).isFile());
});
