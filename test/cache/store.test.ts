import assert from "node:assert/strict";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { resultKey, sourceKey } from "../../src/cache/key.ts";
import { layoutOf } from "../../src/cache/layout.ts";
import { Store } from "../../src/cache/store.ts";
import { keyFor, put, resultEntry, sourceEntry } from "../helpers/entries.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

test("what was stored is found with both variants", (t) => {
  const store = new Store(tempFolder(t));
  put(store, keyFor("a"), "fresh", "from cache");
  const found = store.findResult(keyFor("a"), "jpg", 60);
  assert.ok(found);
  assert.equal(readFileSync(found.files.fresh, "utf8"), "fresh");
  assert.equal(readFileSync(found.files.cached, "utf8"), "from cache");
  assert.equal(store.findResult(keyFor("b"), "jpg", 60), undefined);
  assert.deepEqual(readdirSync(store.layout.temporary), [], "nothing temporary is left");
});

test("a picture without a caption is stored once for both variants", (t) => {
  const store = new Store(tempFolder(t));
  const temporary = { fresh: store.temporary(), cached: store.temporary() };
  writeFileSync(temporary.fresh, "plain");
  store.commitResult(keyFor("a"), "png", temporary, resultEntry(Date.now(), 5));
  const found = store.findResult(keyFor("a"), "png", 60);
  assert.ok(found && found.files.fresh === found.files.cached);
});

test("an entry is good for its age, to the millisecond, and a clock set back does not keep it", (t) => {
  let now = 1_000_000;
  const store = new Store(tempFolder(t), () => now);
  put(store, keyFor("a"), "fresh", "cached", now);
  const isGood = (at: number): boolean => {
    now = at;
    return store.findResult(keyFor("a"), "jpg", 10) !== undefined;
  };
  assert.deepEqual([isGood(1_009_999), isGood(1_010_000), isGood(0)], [true, false, false]);
});

test("an original is kept apart from what was made of it", (t) => {
  const store = new Store(tempFolder(t));
  const file = store.temporary();
  writeFileSync(file, "original");
  const key = sourceKey("http://img.example/a");
  store.commitSource(key, file, sourceEntry(Date.now(), 8));
  assert.equal(store.findSource(key, 60)?.entry.etag, '"1"');
  assert.equal(store.findResult(key, "jpg", 60), undefined, "a source is no result");
  const result = resultKey(key, "small");
  put(store, result, "fresh", "cached");
  assert.equal(store.findSource(result, 60), undefined, "a result is no source");
});

const KEY = keyFor("odd");
const ODDITIES: readonly (readonly [string, (store: Store) => void])[] = [
  ["a picture that was cut", (store) => truncateSync(store.layout.result(KEY, "fresh", "jpg"), 2)],
  ["an empty picture", (store) => truncateSync(store.layout.result(KEY, "cached", "jpg"), 0)],
  ["a missing picture", (store) => rmSync(store.layout.result(KEY, "cached", "jpg"))],
  ["a missing sidecar", (store) => rmSync(store.layout.sidecar(KEY))],
  ["an empty sidecar", (store) => truncateSync(store.layout.sidecar(KEY), 0)],
  ["a sidecar cut in half", (store) => truncateSync(store.layout.sidecar(KEY), 60)],
  ["a sidecar of another kind", (store) => writeFileSync(store.layout.sidecar(KEY), JSON.stringify(sourceEntry(1, 5)))],
  ["a sidecar that is no object", (store) => writeFileSync(store.layout.sidecar(KEY), "[1]")],
  ["a sidecar with a size that is text", (store) => tamper(store, (entry) => ({ ...entry, freshBytes: "5" }))],
  ["a sidecar with a negative size", (store) => tamper(store, (entry) => ({ ...entry, width: -1 }))],
  ["a sidecar without a source", (store) => tamper(store, (entry) => ({ ...entry, source: null }))],
  [
    "a folder in place of the sidecar",
    (store) => {
      rmSync(store.layout.sidecar(KEY));
      mkdirSync(store.layout.sidecar(KEY));
    },
  ],
];

function tamper(store: Store, change: (entry: object) => object): void {
  const file = store.layout.sidecar(KEY);
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, "utf8")))));
}

for (const [name, spoil] of ODDITIES) {
  test(`${name} is a miss`, (t) => {
    const store = new Store(tempFolder(t));
    put(store, KEY, "fresh", "cached");
    assert.ok(store.findResult(KEY, "jpg", 60));
    spoil(store);
    assert.equal(store.findResult(KEY, "jpg", 60), undefined);
  });
}

test("names in the cache are hashes in 256 shards under the format's version", () => {
  const layout = layoutOf("/cache");
  const key = keyFor("../../etc/passwd");
  assert.match(layout.sidecar(key), /^\/cache\/v1\/[0-9a-f]{2}\/[0-9a-f]{64}\.json$/);
  const shards = new Set(Array.from({ length: 5_000 }, (_, index) => dirname(layout.sidecar(keyFor(`${index}`)))));
  assert.equal(shards.size, 256);
});

test("files are written for their owner alone, and an entry is replaced whole", (t) => {
  const store = new Store(tempFolder(t));
  put(store, KEY, "one", "one cached");
  put(store, KEY, "another one", "another cached");
  const found = store.findResult(KEY, "jpg", 60);
  assert.equal(readFileSync(found?.files.fresh ?? "", "utf8"), "another one");
  assert.equal(statSync(dirname(store.layout.sidecar(KEY))).mode & 0o777, 0o700);
  assert.equal(statSync(store.layout.sidecar(KEY)).mode & 0o777, 0o600);
  utimesSync(join(store.layout.sidecar(KEY)), 1, 1);
  assert.ok(store.findResult(KEY, "jpg", 60), "age is told by the entry, not by the file");
});
