import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import type { CacheLimits } from "../../../../src/pictures/cache/quota/limits.ts";
import { SHARDS } from "../../../../src/pictures/cache/store/layout.ts";
import type { Store } from "../../../../src/pictures/cache/store/store.ts";
import { clearCache } from "../../../../src/pictures/cache/sweep/inspect.ts";
import { type SweepOptions, type Swept, sweepAll, sweepSlice } from "../../../../src/pictures/cache/sweep/sweep.ts";
import { keyFor, keysIn, openStore, put, putErrorPicture, putSource, ROOMY } from "../../../helpers/entries.ts";
import { age, filesOf } from "../../../helpers/files-of.ts";
import { whileLocked } from "../../../helpers/locked-folders.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const HOUR = 3_600;
const BLOCK = 4_096;

type Trial = { readonly store: Store; readonly publicFolder: string; readonly options: SweepOptions };

function trial(t: TestContext, limits: Partial<CacheLimits> = {}): Trial {
  const publicFolder = tempFolder(t);
  const store = openStore(t, tempFolder(t));
  const { layout, workspace } = store;
  mkdirSync(layout.root);
  const all = { ...ROOMY, maxAgeSeconds: 2 * HOUR, ...limits };
  // A busy machine takes longer over all shards than a slice may.
  const patient = { sliceMs: 600_000, now: Date.now };
  return {
    store,
    publicFolder,
    options: { layout, workspace, publicFolder, limits: all, linkSeconds: 2 * HOUR, ...patient },
  };
}

function swept(options: SweepOptions): Swept {
  const swept = sweepSlice(options);
  assert.ok(swept !== "held");
  return swept;
}

function write(file: string, seconds = 0): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "x");
  age(seconds, file);
  return file;
}

/** A workspace of a process whose heart beat so long ago, with a file in it. */
function workspaceOf({ layout }: Store, name: string, seconds: number): string {
  const file = write(join(layout.temporary, name, "half"), 9 * HOUR);
  age(seconds, dirname(file));
  return file;
}

const PUBLIC_NAME = `ab/g${"0".repeat(40)}.jpg`;

const HASH = "ab".repeat(32);
const OLDER = [`ab/${HASH}.jpg`, `tmp/${randomUUID()}/half`, `locks/${HASH}`, `hosts/${HASH}.json`, "sweep"];

/** Lays out files, and tells their paths. */
type Lay = (trial: Trial) => readonly string[];
const picture =
  (checked: number, used: number): Lay =>
  ({ store }) => {
    const files = Object.values(put(store, keyFor("a"), "fresh", "cached").files);
    const sidecar = store.layout.sidecar(keyFor("a"));
    age(used, ...files);
    age(checked, sidecar);
    return [...files, sidecar];
  };

const GARBAGE: readonly (readonly [string, Lay, Lay])[] = [
  ["a picture that was not checked for its age", picture(2 * HOUR + 60, 0), picture(2 * HOUR - 60, 9 * HOUR)],
  [
    "an original",
    ({ store }) => {
      const file = putSource(store, keyFor("a"), "original")?.file ?? "";
      age(3 * HOUR, store.layout.sidecar(keyFor("a")));
      return [file, store.layout.sidecar(keyFor("a"))];
    },
    ({ store }) => [putSource(store, keyFor("a"), "original")?.file ?? ""],
  ],
  [
    "a file whose sidecar never came",
    ({ store }) => [write(store.layout.result(keyFor("a"), "cached", "jpg"), HOUR + 60)],
    ({ store }) => [write(store.layout.result(keyFor("a"), "cached", "jpg"), HOUR - 60)],
  ],
  [
    "an error picture",
    ({ store }) => {
      const file = putErrorPicture(store, keyFor("a"), "no picture");
      age(HOUR + 60, file);
      return [file];
    },
    ({ store }) => [putErrorPicture(store, keyFor("a"), "no picture")],
  ],
  [
    "a remembered failure",
    ({ store }) => [write(store.layout.failure(keyFor("a")), HOUR + 60)],
    ({ store }) => [write(store.layout.failure(keyFor("a")), HOUR - 60), ...picture(0, 0)(trialOf(store))],
  ],
  [
    "a public copy",
    ({ publicFolder }) => [write(join(publicFolder, PUBLIC_NAME), 2 * HOUR + 60)],
    ({ publicFolder }) => [
      write(join(publicFolder, PUBLIC_NAME), 2 * HOUR - 60),
      write(join(publicFolder, "ab/notes.doc"), 9 * HOUR),
      write(join(publicFolder, `ab/${"0".repeat(40)}.jpg`), 9 * HOUR),
      write(join(publicFolder, `g${"0".repeat(40)}.jpg`), 9 * HOUR),
    ],
  ],
  [
    "what a dead process had on its way",
    ({ store }) => [workspaceOf(store, "dead", 61)],
    ({ store }) => [workspaceOf(store, "alive", 30)],
  ],
  ["a stray file", ({ store }) => [write(join(store.layout.temporary, "stray"), 61)], () => []],
  [
    "the lease of a dead process",
    ({ store }) => {
      workspaceOf(store, "dead", 61);
      const leases = ["one", "two"].map((name) => join(store.layout.locks, name));
      mkdirSync(store.layout.locks, { recursive: true });
      symlinkSync("../tmp/dead", leases[0] ?? "");
      symlinkSync("../tmp/gone", leases[1] ?? "");
      return leases;
    },
    ({ store }) => {
      store.takeLease("mine");
      return [join(store.layout.locks, "mine")];
    },
  ],
  [
    "what was known of a server",
    ({ store }) => [
      write(join(store.layout.hosts, "aa.json"), HOUR + 60),
      write(join(store.layout.hosts, "bb"), 9 * HOUR),
    ],
    ({ store }) => [write(join(store.layout.hosts, "aa.json"), HOUR - 60)],
  ],
  [
    "an older format version",
    ({ store }) => [
      ...OLDER.map((name) => write(join(store.layout.folder, "v1", name))),
      join(store.layout.folder, "v1"),
    ],
    ({ store }) =>
      [...OLDER.map((name) => `v9/${name}`), "v1/notes.doc", "v1/ab/notes.jpg", "v10/a", "vault/a", "static.key"].map(
        (name) => write(join(store.layout.folder, name), 9 * HOUR),
      ),
  ],
  [
    "a folder that bears a sidecar's name",
    ({ store }) =>
      [dirname(write(join(store.layout.sidecar(keyFor("a")), "inside"), 9 * HOUR))].map((folder) => {
        age(9 * HOUR, folder);
        return folder;
      }),
    ({ store }) => [write(join(store.layout.shard("00"), "README"), 9 * HOUR)],
  ],
];

function trialOf(store: Store): Trial {
  return { store } as Trial;
}

for (const [what, garbage, alive] of GARBAGE) {
  test(`${what} goes when its time is over, and not before`, (t) => {
    const [old, young] = [trial(t), trial(t)];
    const [going, staying] = [garbage(old), alive(young)];
    assert.ok(swept(old.options).files > 0);
    assert.deepEqual(
      going.filter((file) => statSync(file, { throwIfNoEntry: false })),
      [],
    );
    assert.equal(swept(young.options).files, 0);
    assert.deepEqual(
      staying.filter((file) => !existsSync(file)),
      [],
    );
    assert.deepEqual(swept(old.options), { files: 0, bytes: 0, shards: 256 }, "nothing is left to do");
  });
}

test("a cache whose limits were lowered shrinks to them", (t) => {
  const { store, options } = trial(t, { maxBytes: 256 * 30 * BLOCK });
  const keys = keysIn("ab", 20);
  for (const [index, key] of keys.entries()) age(HOUR / 2 - index, ...Object.values(put(store, key, "a", "b").files));
  const { files, bytes } = swept(options);
  assert.deepEqual([files, bytes], [36, 36 * BLOCK]);
  assert.deepEqual(
    keys.map((key) => store.findResult(key) !== undefined),
    keys.map((_, index) => index >= 12),
  );
});

test("a slice is bounded, and the next one goes on where it ended, until all of the cache had its turn", (t) => {
  const { store, options } = trial(t);
  for (const key of Array.from({ length: 300 }, (_, number) => keyFor(`${number}`))) put(store, key, "fresh", "cached");
  const shards = (): string[] => filesOf(store.layout.root).filter((file) => /[0-9a-f]{64}/.test(file));
  age(3 * HOUR, ...shards());
  let turns = 0;
  const passed: number[] = [];
  for (let left = shards().length; left > 0; left = shards().length) {
    const { files, shards: done } = swept(options);
    assert.ok(files > 0 && files <= 102, `${files} files in one slice`);
    assert.equal(shards().length, left - files);
    turns++;
    passed.push(done);
  }
  const before = passed.slice(0, -1).reduce((sum, done) => sum + done, 0);
  assert.ok(turns >= 9 && before < 256, `${turns} slices, and ${before} shards before the last of them`);
});

test("an older version of many files goes bit by bit, while what is over in this one goes as well", (t) => {
  const { store, options } = trial(t);
  for (let number = 0; number < 120; number++) write(join(store.layout.folder, `v1/ab/${keyFor(`${number}`)}.jpg`));
  const [picture] = Object.values(put(store, keyFor("a"), "fresh", "cached").files);
  age(3 * HOUR, store.layout.sidecar(keyFor("a")));
  assert.equal(swept(options).files, 53);
  assert.ok(!existsSync(picture ?? ""));
  assert.deepEqual([swept(options).files, swept(options).files], [50, 20]);
  assert.deepEqual(readdirSync(store.layout.folder), ["v4"]);
});

test("one process sweeps at a time", (t) => {
  const { store, options } = trial(t);
  const lease = store.takeLease("janitor");
  assert.equal(sweepSlice(options), "held");
  assert.ok(lease !== "held");
  lease.release();
  assert.notEqual(sweepSlice(options), "held");
  assert.deepEqual(readdirSync(store.layout.locks), []);
});

test("where there is no cache, none is made", (t) => {
  const folder = join(tempFolder(t), "cache");
  const { layout, workspace } = openStore(t, folder);
  assert.equal(swept({ ...trial(t).options, layout, workspace }).files, 0);
  assert.ok(!existsSync(folder));
});

test("a sweep of all of the cache waits for the others, goes to the end, and reports how far it is", async (t) => {
  const { store, options } = trial(t);
  for (let number = 0; number < 60; number++) write(join(store.layout.folder, `v1/ab/${keyFor(`${number}`)}.jpg`));
  for (let number = 0; number < 90; number++) put(store, keyFor(`${number}`), "fresh", "cached");
  age(3 * HOUR, ...filesOf(store.layout.root).filter((file) => file.endsWith(".json")));
  const child = fork(new URL("../../../helpers/lease-holder.ts", import.meta.url), [store.layout.folder, "janitor"]);
  t.after(() => child.kill("SIGKILL"));
  await once(child, "message");
  const told: Swept[] = [];
  const sweeping = sweepAll(options, (sum) => told.push(sum));
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.equal(told.at(-1)?.shards, 0, "only older versions, which nobody else needs");
  age(5, join(store.layout.locks, "janitor"));
  const { files, shards } = await sweeping;
  assert.deepEqual([files, shards], [60 + 270, 256]);
  assert.deepEqual(told.at(-1)?.files, files);
  assert.ok(told.length >= 5);
  assert.deepEqual(
    filesOf(store.layout.root).filter((file) => /[0-9a-f]{64}/.test(file)),
    [],
  );
});

test("a clock that was set back deletes nothing that is in use", (t) => {
  const { store, options } = trial(t);
  const { files } = put(store, keyFor("a"), "fresh", "cached");
  const late = Date.now() / 1000 + HOUR;
  for (const file of [...Object.values(files), store.layout.sidecar(keyFor("a"))]) utimesSync(file, late, late);
  assert.equal(swept(options).files, 0);
  assert.ok(store.findResult(keyFor("a")));
});

test("a dead process stays dead while its folder is emptied slice by slice", (t) => {
  const { store, options } = trial(t);
  const { layout } = store;
  const folder = join(layout.temporary, "dead");
  for (let file = 0; file < 150; file++) write(join(folder, String(file)));
  mkdirSync(layout.locks, { recursive: true });
  symlinkSync("../tmp/dead", join(layout.locks, "theirs"));
  age(61, folder);
  assert.equal(swept(options).files >= 100, true);
  assert.ok(existsSync(folder), "one slice is not enough for it");
  assert.ok(!store.isHeld("theirs"), "nobody waits for it meanwhile");
  swept(options);
  assert.ok(!existsSync(folder));
});

test("a link that was shown within its time is not swept, however late that was noted", (t) => {
  const { publicFolder, options } = trial(t);
  const link = write(join(publicFolder, PUBLIC_NAME));
  const shownAt = Date.now();
  utimesSync(link, shownAt / 1000, shownAt / 1000);
  const sweptAfter = (seconds: number) => swept({ ...options, now: () => shownAt + seconds * 1000 });
  sweptAfter(2 * HOUR + 59);
  assert.ok(existsSync(link));
  sweptAfter(2 * HOUR + 61);
  assert.ok(!existsSync(link));
});

test("a link to somebody else's folder is not followed, wherever it lies in the cache", (t) => {
  const { store, publicFolder, options } = trial(t);
  const { layout } = store;
  const theirs = tempFolder(t);
  const files = [HASH, `${HASH}.jpg`, `g${"0".repeat(40)}.jpg`, `old/ab/${HASH}.jpg`, `old/tmp/${HASH}`];
  for (const file of files) write(join(theirs, file), 9 * HOUR);
  writeFileSync(join(theirs, "cursor"), "theirs");
  for (const link of [layout.temporary, layout.locks, layout.hosts, layout.shard("ab"), join(publicFolder, "ab")]) {
    symlinkSync(theirs, link);
  }
  symlinkSync(join(theirs, "cursor"), layout.cursor);
  symlinkSync(join(theirs, "old"), join(layout.folder, "v1"));
  const before = filesOf(theirs);
  swept(options);
  clearCache(layout, publicFolder, () => {});
  assert.deepEqual(filesOf(theirs), before);
  assert.equal(readFileSync(join(theirs, "cursor"), "utf8"), "theirs");
});

/** A cache with a picture past its time in each shard, and the means to write there. */
function oldInEachShard(t: TestContext): { readonly options: SweepOptions; readonly left: () => string[] } {
  const { store, options } = trial(t);
  const { layout } = store;
  const files = SHARDS.map((shard) => write(join(layout.shard(shard), `${shard}${HASH.slice(2)}.jpg`), 9 * HOUR));
  for (const folder of [layout.temporary, layout.locks]) mkdirSync(folder);
  return { options, left: () => files.filter((file) => existsSync(file)).map((file) => basename(dirname(file))) };
}

test("a file that cannot be deleted is reported, and keeps nothing else in the cache", async (t) => {
  const { options, left } = oldInEachShard(t);
  await whileLocked(options.layout.folder, [options.layout.shard("00")], () => {
    assert.throws(() => sweepSlice(options), /EACCES/);
    swept(options);
    assert.throws(() => sweepSlice(options), /EACCES/, "its turn comes round again");
    assert.deepEqual(left(), ["00"]);
  });
});

test("a sweep of all of the cache goes on behind what it cannot delete, and reports it at the end", async (t) => {
  const { options, left } = oldInEachShard(t);
  await whileLocked(options.layout.folder, [options.layout.shard("00")], () =>
    assert.rejects(
      sweepAll(options, () => {}),
      /EACCES/,
    ),
  );
  assert.deepEqual(left(), ["00"]);
});
