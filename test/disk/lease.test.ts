import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Lease } from "../../src/disk/lease.ts";
import type { Store } from "../../src/pictures/cache/store/store.ts";
import { keyFor, openStore } from "../helpers/entries.ts";
import { age } from "../helpers/files-of.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const NAME = keyFor("picture");

/** Two processes' views of one cache. */
function twoStores(t: TestContext): readonly [Store, Store] {
  const folder = tempFolder(t);
  return [openStore(t, folder), openStore(t, folder)];
}

function taken(store: Store, name: string = NAME): Lease {
  const lease = store.takeLease(name);
  assert.notEqual(lease, "held");
  return lease as Lease;
}

async function holder(t: TestContext, folder: string): Promise<ChildProcess> {
  const child = fork(new URL("../helpers/lease-holder.ts", import.meta.url), [folder, NAME]);
  t.after(() => child.kill("SIGKILL"));
  assert.deepEqual((await once(child, "message"))[0], "taken");
  return child;
}

test("a lease is held by one taker until it is released, and other leases are not touched by it", (t) => {
  const [one, other] = twoStores(t);
  assert.equal(other.isHeld(NAME), false);
  const lease = taken(one);
  assert.deepEqual([one.takeLease(NAME), other.takeLease(NAME)], ["held", "held"]);
  assert.deepEqual([one.isHeld(NAME), other.isHeld(NAME)], [true, true]);
  taken(other, "janitor").release();
  lease.release();
  assert.equal(other.isHeld(NAME), false);
  taken(other).release();
  assert.deepEqual(readdirSync(one.layout.locks), []);
});

test("a lease that is released twice frees nobody else's, not even one of the same process", (t) => {
  const [one, other] = twoStores(t);
  const lease = taken(one);
  lease.release();
  for (const next of [one, other]) {
    const later = taken(next);
    lease.release();
    assert.equal(one.isHeld(NAME), true);
    later.release();
  }
});

test("a lease that was taken over is not released by the one who lost it", (t) => {
  const [one, other] = twoStores(t);
  const lost = taken(one);
  age(5, one.workspace.folder);
  const lease = taken(other);
  lost.release();
  assert.equal(other.isHeld(NAME), true);
  lease.release();
});

test("the lease of a killed process is held for some seconds, and then taken over", async (t) => {
  const store = openStore(t, tempFolder(t));
  const child = await holder(t, store.layout.folder);
  assert.equal(store.takeLease(NAME), "held");
  child.kill("SIGKILL");
  await once(child, "exit");
  // As if its heart had beaten just before.
  age(0, join(store.layout.locks, NAME));
  assert.equal(store.takeLease(NAME), "held", "nobody knows yet");
  age(5, join(store.layout.locks, NAME));
  assert.equal(store.isHeld(NAME), false);
  const lease = taken(store);
  assert.equal(store.takeLease(NAME), "held");
  lease.release();
  assert.deepEqual(readdirSync(store.layout.locks), []);
});

test("a living process keeps its lease by its heartbeat, which the next thing that it does makes young at once", (t) => {
  const [one, other] = twoStores(t);
  const lease = taken(one);
  age(5, one.workspace.folder);
  assert.equal(other.isHeld(NAME), false);
  one.temporary();
  assert.equal(other.takeLease(NAME), "held");
  lease.release();
});

test("the heart of a process beats by itself, and lets it end", async (t) => {
  const store = openStore(t, tempFolder(t));
  const child = await holder(t, store.layout.folder);
  const lock = join(store.layout.locks, NAME);
  age(3_600, lock);
  const beats = watch(store.layout.temporary);
  t.after(() => beats.close());
  while (!store.isHeld(NAME)) await once(beats, "change");
  child.disconnect();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

for (const [what, leave] of [
  ["that leads nowhere", (link: string) => symlinkSync("../tmp/gone", link)],
  [
    "whose owner's heart beat in a time to come",
    (link: string) => {
      mkdirSync(join(link, "../../tmp/early"), { recursive: true });
      symlinkSync("../tmp/early", link);
      age(-60, join(link, "../../tmp/early"));
    },
  ],
  [
    "whose owner stopped",
    (link: string) => {
      mkdirSync(join(link, "../../tmp/late"), { recursive: true });
      symlinkSync("../tmp/late", link);
      age(5, join(link, "../../tmp/late"));
    },
  ],
] as const) {
  test(`a lease ${what} is taken over by one of many`, (t) => {
    const folder = tempFolder(t);
    const stores = Array.from({ length: 5 }, () => openStore(t, folder));
    const [first] = stores;
    assert.ok(first);
    mkdirSync(first.layout.locks, { recursive: true });
    leave(join(first.layout.locks, NAME));
    const got = stores.map((store) => store.takeLease(NAME)).filter((lease) => lease !== "held");
    assert.equal(got.length, 1);
    assert.match(readlinkSync(join(first.layout.locks, NAME)), /^\.\.\/tmp\/[0-9a-f-]{36}$/);
    got[0]?.release();
    assert.deepEqual(readdirSync(first.layout.locks), []);
  });
}

test("where no lease can be made, everybody has leave and nothing breaks", (t) => {
  const folder = join(tempFolder(t), "cache");
  writeFileSync(folder, "a file where the cache should be");
  const stores = [openStore(t, folder), openStore(t, folder)];
  for (const store of stores) {
    const lease = taken(store);
    assert.equal(store.isHeld(NAME), false);
    lease.release();
  }
});

test("a workspace that somebody removed is made again", (t) => {
  const [one, other] = twoStores(t);
  const lease = taken(one);
  other.workspace.beat();
  one.workspace.close();
  assert.equal(other.isHeld(NAME), false, "what was closed holds nothing");
  writeFileSync(one.temporary(), "again");
  assert.ok(existsSync(one.workspace.folder));
  lease.release();
});
