import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { CacheKey } from "../../../../src/pictures/cache/store/key.ts";
import { SHARDS } from "../../../../src/pictures/cache/store/layout.ts";
import type { Store } from "../../../../src/pictures/cache/store/store.ts";
import { FAILURE, keysIn, openStore, put, putErrorPicture, putSource } from "../../../helpers/entries.ts";
import { age, diskUsage, filesOf } from "../../../helpers/files-of.ts";
import { whileLocked } from "../../../helpers/locked-folders.ts";
import { runOnSmallDisk } from "../../../helpers/small-disk.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const BLOCK = 4_096;
const HOUR = 3_600;

/** Limits of which one shard has so much. */
function perShard(bytes: number, files = 1_000): { readonly maxBytes: number; readonly maxFiles: number } {
  return { maxBytes: SHARDS.length * bytes, maxFiles: SHARDS.length * files };
}

/** Which of some pictures are there, by their place. */
function kept(store: Store, keys: readonly CacheKey[]): string {
  return keys.map((key, index) => (store.findResult(key) ? index : "-")).join(" ");
}

for (const [what, limit] of [
  ["bytes", perShard(4 * 3 * BLOCK, 100_000)],
  ["files", perShard(2 ** 30, 4 * 3)],
] as const) {
  test(`eight processes that write three times what the cache may hold in ${what} keep the limit at all times`, async (t) => {
    const store = openStore(t, tempFolder(t));
    const shards = SHARDS.map(store.layout.shard);
    const each = Math.ceil((3 * 4 * SHARDS.length) / 8);
    let isWriting = true;
    const writers = Array.from({ length: 8 }, (_, index) =>
      fork(
        new URL("../../../helpers/cache-filler.ts", import.meta.url),
        [store.layout.folder, index, each, limit.maxBytes, limit.maxFiles].map(String),
      ),
    );
    const ends = Promise.all(writers.map((writer) => once(writer, "exit")));
    void ends.finally(() => {
      isWriting = false;
    });
    const most = { bytes: 0, files: 0 };
    while (isWriting) {
      const { bytes, files } = diskUsage(...shards);
      most.bytes = Math.max(most.bytes, bytes);
      most.files = Math.max(most.files, files);
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const [code] of await ends) assert.equal(code, 0);
    const left = diskUsage(...shards);
    for (const { bytes, files } of [most, left]) {
      assert.ok(bytes <= limit.maxBytes && files <= limit.maxFiles, `${bytes} bytes, ${files} files`);
    }
    assert.ok(left.bytes > limit.maxBytes / 2 || left.files > limit.maxFiles / 2, "what fits is kept");
    assert.deepEqual(readdirSync(store.layout.temporary), []);
  });
}

test("the picture that was used least recently goes first, with all of its files", (t) => {
  const store = openStore(t, tempFolder(t), perShard(12 * 3 * BLOCK));
  const keys = keysIn("ab", 12);
  for (const [index, key] of keys.slice(0, 10).entries()) {
    age(HOUR * (20 - index), ...Object.values(put(store, key, "fresh", "cached").files), store.layout.sidecar(key));
  }
  assert.equal(kept(store, keys.slice(0, 1)), "0", "used now");
  for (const key of keys.slice(10)) put(store, key, "fresh", "cached");
  assert.equal(kept(store, keys), "0 - - 3 4 5 6 7 8 9 10 11");
  const files = filesOf(store.layout.shard("ab"));
  for (const key of keys.slice(1, 3)) assert.ok(!files.some((file) => file.includes(key)));
});

test("a process looks at a shard before it first writes there, so many short searches keep the limit too", (t) => {
  const folder = tempFolder(t);
  const limit = perShard(10 * 3 * BLOCK);
  for (const key of keysIn("ab", 40)) {
    const store = openStore(t, folder, limit);
    put(store, key, "fresh", "cached");
    assert.ok(store.findResult(key));
    assert.ok(diskUsage(store.layout.shard("ab")).bytes <= 10 * 3 * BLOCK);
  }
});

test("what another process wrote is seen before much more is written", (t) => {
  const folder = tempFolder(t);
  const [one, other] = [openStore(t, folder, perShard(200 * BLOCK)), openStore(t, folder, perShard(200 * BLOCK))];
  for (const key of keysIn("ab", 300)) {
    one.commitFailure(key, FAILURE);
    putErrorPicture(other, key, "error");
    assert.ok(diskUsage(one.layout.shard("ab")).bytes <= 200 * BLOCK);
  }
});

test("32 processes that write by turns, each of them blind to the others for a while, keep the limit", (t) => {
  const folder = tempFolder(t);
  const stores = Array.from({ length: 32 }, () => openStore(t, folder, perShard(256 * BLOCK)));
  const files = keysIn("ab", 320).map((key, index) => {
    stores[index % stores.length]?.commitFailure(key, FAILURE);
    return diskUsage(stores[0]?.layout.shard("ab") ?? "").files;
  });
  // 85 % of 256 blocks, and of each writer one block that nobody saw.
  assert.ok(Math.max(...files) <= 0.85 * 256 + 32, `${Math.max(...files)} files of one block`);
});

test("pictures that cannot be deleted hold up no new one; others go in their place", async (t) => {
  const store = openStore(t, tempFolder(t), perShard(20 * BLOCK));
  const keys = keysIn("ab", 24);
  const stuck = keys.slice(0, 8).map((key) => join(store.layout.failure(key), "inside"));
  for (const file of stuck) {
    mkdirSync(file, { recursive: true });
    age(HOUR, file, dirname(file));
  }
  for (const folder of [store.layout.temporary, store.layout.locks]) mkdirSync(folder);
  await whileLocked(
    store.layout.folder,
    stuck.map((file) => dirname(file)),
    () => {
      for (const key of keys.slice(8)) {
        store.commitFailure(key, FAILURE);
        assert.ok(store.findFailure(key));
        assert.ok(diskUsage(store.layout.shard("ab")).files <= 20);
      }
    },
  );
});

test("an original larger than half of a shard is not kept, and what no shard can hold is refused with advice", (t) => {
  const store = openStore(t, tempFolder(t), perShard(10 * BLOCK));
  const [key] = keysIn("ab", 1);
  assert.ok(key);
  assert.ok(putSource(store, key, "x".repeat(5 * BLOCK)));
  assert.equal(putSource(store, key, "x".repeat(5 * BLOCK + 1)), undefined);
  assert.ok(store.findSource(key));
  assert.throws(() => put(store, key, "x".repeat(5 * BLOCK), "y".repeat(5 * BLOCK)), {
    name: "NoRoom",
    code: "ENOSPC",
    message: /a picture of 45056 bytes is more than .* may hold .*; raise \[cache\] max_size/,
  });
});

test("a disk that is too full takes nothing more, gives up pictures slice by slice, and is still read", (t) => {
  let now = Date.now();
  const folder = tempFolder(t);
  const before = openStore(t, folder);
  const keys = keysIn("ab", 90);
  for (const key of keys) put(before, key, "fresh", "cached");
  const store = openStore(t, folder, { minFree: 100 }, () => now);
  const counts = [0, 500, 600, 100].map((later) => {
    now += later;
    assert.throws(() => store.commitFailure(keys[0] as CacheKey, FAILURE), {
      name: "NoRoom",
      code: "ENOSPC",
      message:
        /^the disk of .* has [\d.]+% free, and min_free keeps 100%; free some of it, or lower \[cache\] min_free/,
    });
    return filesOf(store.layout.shard("ab")).length;
  });
  assert.deepEqual(counts, [270 - 102, 270 - 102, 270 - 102 - 84, 270 - 102 - 84], "one slice a second");
  assert.equal(kept(store, keys).match(/\d+/g)?.length, 28);
  put(before, keys[0] as CacheKey, "fresh", "cached");
});

test("a disk is kept free to its share, and one that somebody else fills up is reported until there is room", (t) => {
  const seen = runOnSmallDisk(t, "./full-disk.ts", 8) as Record<string, unknown> | undefined;
  if (!seen) return;
  const { least, whileFull, ...others } = seen;
  assert.deepEqual(others, { refused: [], afterwards: "", isKept: true });
  assert.ok(Number(least) >= 50 && Number(least) < 52, `${least}% were free at the least`);
  assert.match(String(whileFull), /has [\d.]+% free, and min_free keeps 50%/);
});

test("a read-only cache is read, and what cannot be written is reported once", (t) => {
  const seen = runOnSmallDisk(t, "./read-only-disk.ts", 1);
  if (!seen) return;
  assert.deepEqual(seen, {
    status: 0,
    refused: ["EROFS", "EROFS", "EROFS"],
    told: ["EROFS"],
    isFound: true,
    leases: [true, true],
    failures: [2, 0],
  });
});
