import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { resultKey, sourceKey } from "../../../../src/pictures/cache/store/key.ts";
import { layoutOf } from "../../../../src/pictures/cache/store/layout.ts";
import type { Store } from "../../../../src/pictures/cache/store/store.ts";
import {
  FAILURE,
  keyFor,
  openStore,
  put,
  putErrorPicture,
  putSource,
  resultEntry,
  sourceEntry,
} from "../../../helpers/entries.ts";
import { age, filesOf } from "../../../helpers/files-of.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const HOUR = 3_600;
const KEY = keyFor("odd");

function emptyStore(t: TestContext): Store {
  return openStore(t, tempFolder(t));
}

test("what was stored is found with both variants, whatever its age", (t) => {
  const store = emptyStore(t);
  put(store, keyFor("a"), "fresh", "from cache");
  age(9_999 * HOUR, ...filesOf(store.layout.shard(keyFor("a").slice(0, 2))));
  const found = store.findResult(keyFor("a"));
  assert.ok(found);
  assert.equal(readFileSync(found.files.fresh, "utf8"), "fresh");
  assert.equal(readFileSync(found.files.cached, "utf8"), "from cache");
  assert.equal(store.findResult(keyFor("b")), undefined);
  assert.deepEqual(filesOf(store.layout.temporary), [], "nothing temporary is left");
});

test("a picture without a caption is stored once for both variants", (t) => {
  const store = emptyStore(t);
  const temporary = { fresh: store.temporary(), cached: store.temporary() };
  writeFileSync(temporary.fresh, "plain");
  store.commitResult(keyFor("a"), temporary, resultEntry(5));
  const found = store.findResult(keyFor("a"));
  assert.ok(found && found.files.fresh === found.files.cached);
});

test("an original is kept apart from what was made of it", (t) => {
  const store = emptyStore(t);
  const key = sourceKey("http://img.example/a");
  putSource(store, key, "original");
  assert.equal(store.findSource(key)?.entry.origin.etag, '"1"');
  assert.equal(store.findResult(key), undefined, "a source is no result");
  const result = resultKey(key, "small");
  put(store, result, "fresh", "cached");
  assert.equal(store.findSource(result), undefined, "a result is no source");
});

test("an error picture and a failure stand by themselves, and a failure also beside a picture", (t) => {
  const store = emptyStore(t);
  assert.equal(store.findErrorPicture(KEY), undefined);
  assert.equal(store.findErrorPicture(KEY), undefined);
  const file = putErrorPicture(store, keyFor("error"), "no picture");
  assert.equal(store.findErrorPicture(keyFor("error")), file);
  put(store, KEY, "fresh", "cached");
  store.commitFailure(KEY, { ...FAILURE, httpStatus: 404, source: { ...sourceEntry(5).origin } });
  assert.equal(store.findFailure(KEY)?.httpStatus, 404);
  assert.ok(store.findResult(KEY));
  store.forgetFailure(KEY);
  store.forgetFailure(KEY);
  assert.equal(store.findFailure(KEY), undefined);
});

for (const [what, text] of [
  ["of an unknown code", JSON.stringify({ ...FAILURE, code: "gone" })],
  ["without a text", JSON.stringify({ ...FAILURE, text: undefined })],
  ["with a source that is none", JSON.stringify({ ...FAILURE, source: { url: 1 } })],
  ["that was cut", JSON.stringify(FAILURE).slice(0, 20)],
] as const) {
  test(`a remembered failure ${what} means nothing`, (t) => {
    const store = emptyStore(t);
    store.commitFailure(KEY, FAILURE);
    assert.deepEqual(store.findFailure(KEY), FAILURE);
    writeFileSync(store.layout.failure(KEY), text);
    assert.equal(store.findFailure(KEY), undefined);
  });
}

test("to renew an entry changes what is known of it and leaves its files as they are", (t) => {
  const store = emptyStore(t);
  const source = sourceKey("http://img.example/a");
  const [{ entry, files }, original] = [put(store, KEY, "fresh", "cached"), putSource(store, source, "original")];
  const all = [...Object.values(files), original?.file ?? "", store.layout.sidecar(KEY), store.layout.sidecar(source)];
  age(HOUR / 2, ...all);
  const before = all.map((file) => statSync(file));
  const origin = { ...entry.origin, checkedAt: entry.origin.checkedAt + 5, etag: '"2"', maxAge: 60 };
  store.renewResult(KEY, { ...entry, origin });
  store.renewSource(source, { kind: "source", origin: { ...origin, bytes: 8 } });
  assert.deepEqual(store.findResult(KEY)?.entry.origin, origin);
  assert.equal(store.findSource(source)?.entry.origin.etag, '"2"');
  const isSame = all.map((file, index) => {
    const { ino, mtimeMs } = statSync(file);
    return ino === before[index]?.ino && mtimeMs === before[index]?.mtimeMs;
  });
  assert.deepEqual(isSame, [true, true, true, false, false], "the sidecars tell by their time when it was checked");
});

test("a picture's file shows by its time when it was last used, to the hour", (t) => {
  const store = emptyStore(t);
  const source = sourceKey("http://img.example/a");
  const fresh = put(store, KEY, "fresh", "cached").files.fresh;
  const original = putSource(store, source, "original")?.file ?? "";
  const agesAfterUse = (before: number): boolean[] => {
    age(before, fresh, original);
    store.findResult(KEY);
    store.findSource(source);
    return [fresh, original].map((file) => Date.now() - statSync(file).mtimeMs < 60_000);
  };
  assert.deepEqual(agesAfterUse(HOUR - 60), [false, false]);
  assert.deepEqual(agesAfterUse(HOUR + 60), [true, true]);
});

const ODDITIES: readonly (readonly [string, (store: Store) => void])[] = [
  ["a picture that was cut", (store) => truncateSync(store.layout.result(KEY, "fresh", "jpg"), 2)],
  ["an empty picture", (store) => truncateSync(store.layout.result(KEY, "cached", "jpg"), 0)],
  ["a missing picture", (store) => rmSync(store.layout.result(KEY, "cached", "jpg"))],
  ["a missing sidecar", (store) => rmSync(store.layout.sidecar(KEY))],
  ["an empty sidecar", (store) => truncateSync(store.layout.sidecar(KEY), 0)],
  ["a sidecar cut in half", (store) => truncateSync(store.layout.sidecar(KEY), 60)],
  ["a sidecar of another kind", (store) => writeFileSync(store.layout.sidecar(KEY), JSON.stringify(sourceEntry(5)))],
  ["a sidecar that is no object", (store) => writeFileSync(store.layout.sidecar(KEY), "[1]")],
  ["a sidecar with a size that is text", (store) => tamper(store, (entry) => ({ ...entry, freshBytes: "5" }))],
  ["a sidecar with a negative size", (store) => tamper(store, (entry) => ({ ...entry, width: -1 }))],
  ["a sidecar without an origin", (store) => tamper(store, (entry) => ({ ...entry, origin: null }))],
  [
    "a sidecar of the format before",
    (store) => tamper(store, ({ origin, ...entry }) => ({ ...entry, source: origin })),
  ],
  [
    "a sidecar with an odd age",
    (store) => tamper(store, (entry) => ({ ...entry, origin: { ...entry.origin, maxAge: "1" } })),
  ],
  [
    "a folder in place of the sidecar",
    (store) => {
      rmSync(store.layout.sidecar(KEY));
      mkdirSync(store.layout.sidecar(KEY));
    },
  ],
];

function tamper(store: Store, change: (entry: { origin: object }) => object): void {
  const file = store.layout.sidecar(KEY);
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, "utf8")))));
}

for (const [name, spoil] of ODDITIES) {
  test(`${name} is a miss, and the entry can be written anew`, (t) => {
    const store = emptyStore(t);
    put(store, KEY, "fresh", "cached");
    assert.ok(store.findResult(KEY));
    spoil(store);
    assert.equal(store.findResult(KEY), undefined);
    if (!statSync(store.layout.sidecar(KEY), { throwIfNoEntry: false })?.isDirectory()) {
      put(store, KEY, "fresh", "cached");
      assert.ok(store.findResult(KEY));
    }
  });
}

test("names in the cache are hashes in 256 shards under the format's version", () => {
  const layout = layoutOf("/cache");
  const key = keyFor("../../etc/passwd");
  assert.match(layout.sidecar(key), /^\/cache\/v4\/[0-9a-f]{2}\/[0-9a-f]{64}\.json$/);
  const shards = new Set(Array.from({ length: 5_000 }, (_, index) => dirname(layout.sidecar(keyFor(`${index}`)))));
  assert.equal(shards.size, 256);
});

test("files are written for their owner alone, and an entry is replaced whole", (t) => {
  const store = emptyStore(t);
  put(store, KEY, "one", "one cached");
  put(store, KEY, "another one", "another cached");
  const found = store.findResult(KEY);
  assert.equal(readFileSync(found?.files.fresh ?? "", "utf8"), "another one");
  assert.equal(statSync(dirname(store.layout.sidecar(KEY))).mode & 0o777, 0o700);
  assert.equal(statSync(store.layout.sidecar(KEY)).mode & 0o777, 0o600);
});

test("to open a cache and to look into it reads no folder and makes none, however much it holds", (t) => {
  const folder = join(tempFolder(t), "not", "there");
  const store = openStore(t, folder);
  assert.equal(store.findResult(KEY), undefined);
  assert.equal(store.findSource(KEY), undefined);
  assert.equal(store.findFailure(KEY), undefined);
  assert.equal(store.findErrorPicture(KEY), undefined);
  assert.equal(store.isHeld(KEY), false);
  store.forgetFailure(KEY);
  store.close();
  assert.ok(!existsSync(dirname(folder)));
});

test("a picture is found in a shard that cannot be listed", {
  skip: process.getuid?.() === 0 && "root lists all",
}, (t) => {
  const store = emptyStore(t);
  put(store, KEY, "fresh", "cached");
  const shard = dirname(store.layout.sidecar(KEY));
  chmodSync(shard, 0o300);
  t.after(() => chmodSync(shard, 0o700));
  assert.throws(() => readdirSync(shard), /EACCES/);
  assert.ok(store.findResult(KEY));
});

test("a closed store has taken what was on its way with it", (t) => {
  const store = emptyStore(t);
  writeFileSync(store.temporary(), "half");
  store.discard(store.temporary());
  store.close();
  assert.deepEqual(readdirSync(store.layout.temporary), []);
});
