import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { HostRecords } from "../../../../src/pictures/cache/shared/host-records.ts";
import { shardOf } from "../../../../src/pictures/cache/store/layout.ts";
import type { Progress } from "../../../../src/pictures/cache/store/shard.ts";
import type { Store } from "../../../../src/pictures/cache/store/store.ts";
import { clearCache, verifyCache } from "../../../../src/pictures/cache/sweep/inspect.ts";
import { collectStats } from "../../../../src/pictures/cache/sweep/stats.ts";
import { FAILURE, keyFor, openStore, put, putErrorPicture, putSource, ROOMY } from "../../../helpers/entries.ts";
import { age, filesOf } from "../../../helpers/files-of.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const BLOCK = 4_096;
const QUIET: Progress = () => {};
const RECORD = { origin: "http://a", failures: 5, openUntil: 9, step: 1, cause: "refused", at: 7 };

/** A cache with some of everything. */
function fullStore(t: TestContext): Store {
  const store = openStore(t, tempFolder(t));
  for (const name of ["a", "b", "c"]) put(store, keyFor(name), "fresh", "cached");
  for (const name of ["d", "e"]) putSource(store, keyFor(name), "original");
  putErrorPicture(store, keyFor("f"), "no picture");
  store.commitFailure(keyFor("a"), FAILURE);
  store.commitFailure(keyFor("g"), FAILURE);
  rmSync(store.layout.sidecar(keyFor("c")));
  new HostRecords(store.layout, store.workspace).write(RECORD.origin, RECORD);
  return store;
}

test("statistics count what is there by its kind, and report what is at work", (t) => {
  const store = fullStore(t);
  const leastUsed = store.layout.result(keyFor("a"), "fresh", "jpg");
  age(5, leastUsed, store.layout.result(keyFor("a"), "cached", "jpg"));
  for (const name of [keyFor("h"), "janitor", `probe-${keyFor("i")}`]) store.takeLease(name);
  mkdirSync(join(store.layout.temporary, "dead"));
  age(60, join(store.layout.temporary, "dead"));
  const steps: number[] = [];
  const limits = { ...ROOMY, maxFiles: 256 * 8, maxBytes: 256 * 80 * BLOCK };
  const { leastUsedAt, fullestShare, ...stats } = collectStats(store.layout, limits, Date.now(), (done, all) =>
    steps.push(done / all),
  );
  assert.deepEqual(stats, {
    entries: { originals: 2, pictures: 2, errorPictures: 1, failures: 2, leftovers: 1 },
    files: 15,
    bytes: 15 * BLOCK,
    processes: 1,
    fetching: 1,
    hosts: [RECORD],
  });
  assert.equal(leastUsedAt, statSync(leastUsed).mtimeMs);
  assert.ok(fullestShare >= 4 / 8, "files are nearer to their bound than bytes");
  assert.deepEqual([steps.length, steps[0], steps.at(-1)], [256, 1 / 256, 1]);
});

test("a cache that is not there has nothing in it, and is not made to be looked at", (t) => {
  const folder = join(tempFolder(t), "cache");
  const { layout } = openStore(t, folder);
  const { files, leastUsedAt } = collectStats(layout, ROOMY, Date.now(), QUIET);
  assert.deepEqual([files, leastUsedAt], [0, undefined]);
  assert.deepEqual(verifyCache(layout, QUIET), { checked: 0, broken: [] });
  assert.equal(clearCache(layout, folder, QUIET), 0);
  assert.ok(!existsSync(folder));
});

for (const [what, spoil] of [
  ["a picture that was cut", ({ layout }) => truncateSync(layout.result(keyFor("a"), "fresh", "jpg"), 2)],
  [
    "a cached variant that is longer",
    ({ layout }) => writeFileSync(layout.result(keyFor("a"), "cached", "jpg"), "xxxxxxxx"),
  ],
  ["a missing picture", ({ layout }) => rmSync(layout.result(keyFor("a"), "cached", "jpg"))],
  ["a sidecar that is none", ({ layout }) => truncateSync(layout.sidecar(keyFor("a")), 9)],
  ["an empty picture whose sidecar says so", (store) => put(store, keyFor("a"), "", "cached")],
] as const satisfies readonly (readonly [string, (store: Store) => unknown])[]) {
  test(`${what} is found broken and removed with its entry; all others stay`, (t) => {
    const store = fullStore(t);
    const before = filesOf(store.layout.root).length;
    assert.deepEqual(verifyCache(store.layout, QUIET), { checked: 4, broken: [] });
    assert.equal(filesOf(store.layout.root).length, before);
    spoil(store);
    assert.deepEqual(verifyCache(store.layout, QUIET), { checked: 4, broken: [keyFor("a")] });
    const left = filesOf(store.layout.shard(shardOf(keyFor("a")))).filter((file) => file.includes(keyFor("a")));
    assert.deepEqual(left, [store.layout.failure(keyFor("a"))]);
    assert.ok(store.findResult(keyFor("b")) && store.findSource(keyFor("d")));
    assert.deepEqual(verifyCache(store.layout, QUIET), { checked: 3, broken: [] });
  });
}

test("a sidecar without its picture was not shown in 1970", (t) => {
  const store = openStore(t, tempFolder(t));
  for (const file of Object.values(put(store, keyFor("a"), "fresh", "cached").files)) rmSync(file);
  assert.equal(collectStats(store.layout, ROOMY, Date.now(), QUIET).leastUsedAt, undefined);
});

test("entries that searches replace all the time are not found broken", async (t) => {
  const folder = tempFolder(t);
  const { layout } = openStore(t, folder);
  const writers = [1, 2].map(() => fork(new URL("../../../helpers/cache-writer.ts", import.meta.url), [folder]));
  const ends = writers.map((writer) => once(writer, "exit"));
  try {
    await Promise.all(writers.map((writer) => once(writer, "message")));
    for (let round = 0; round < 20; round++) assert.deepEqual(verifyCache(layout, QUIET).broken, []);
  } finally {
    for (const writer of writers) writer.kill("SIGKILL");
    await Promise.all(ends);
  }
});

test("a broken original is found", (t) => {
  const store = fullStore(t);
  truncateSync(store.layout.source(keyFor("d")), 3);
  assert.deepEqual(verifyCache(store.layout, QUIET).broken, [keyFor("d")]);
});

test("a cleared cache has nothing but what living processes are at and the key of its public names", (t) => {
  const store = fullStore(t);
  const { layout } = store;
  const publicFolder = tempFolder(t);
  const files = [
    join(layout.folder, "static.key"),
    join(layout.folder, `v1/ab/${"0".repeat(64)}.jpg`),
    join(layout.temporary, "dead/half"),
    join(layout.temporary, "alive/half"),
    join(publicFolder, `ab/g${"0".repeat(40)}.jpg`),
    join(publicFolder, "ab/notes.doc"),
  ];
  for (const file of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "x");
  }
  age(61, join(layout.temporary, "dead"));
  assert.equal(clearCache(layout, publicFolder, QUIET), 15 + 1 + 3);
  const left = [...filesOf(layout.folder), ...filesOf(publicFolder)];
  assert.deepEqual(left.toSorted(), [files[0], files[3], files[5]].toSorted());
  assert.ok(readdirSync(layout.temporary).includes("alive"));
  put(store, keyFor("a"), "fresh", "cached");
  assert.ok(store.findResult(keyFor("a")));
});
