import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { CacheLimits } from "../../src/pictures/cache/quota/limits.ts";
import type { FailureEntry, Origin, ResultEntry, SourceEntry } from "../../src/pictures/cache/store/entries.ts";
import { type CacheKey, resultKey, sourceKey } from "../../src/pictures/cache/store/key.ts";
import { Store, type StoredResult, type StoredSource } from "../../src/pictures/cache/store/store.ts";
import type { Ending } from "./temp-folder.ts";

/** Limits that no test meets by chance. */
export const ROOMY: CacheLimits = { maxAgeSeconds: 86_400, maxBytes: 2 ** 40, maxFiles: 10_000_000, minFree: 0 };

/** A store that is closed when the test ends. */
export function openStore(ending: Ending, folder: string, limits: Partial<CacheLimits> = {}, now = Date.now): Store {
  const store = new Store({ folder, limits: { ...ROOMY, ...limits }, now });
  ending.after(() => store.close());
  return store;
}

/** A key for each name. */
export function keyFor(name: string): CacheKey {
  return resultKey(sourceKey(`http://img.example/${name}`), "recipe");
}

/** Keys of one shard, so that its limits are met with few files. */
export function keysIn(shard: string, count: number): CacheKey[] {
  const keys: CacheKey[] = [];
  for (let number = 0; keys.length < count; number++) {
    const key = keyFor(`${number}`);
    if (key.startsWith(shard)) keys.push(key);
  }
  return keys;
}

export function originOf(bytes: number, now = Date.now()): Origin {
  const server = { url: "http://img.example/a", base: "http://img.example", status: 200, format: "jpeg" };
  return { ...server, bytes, etag: '"1"', lastModified: "", fetchedAt: now, checkedAt: now };
}

export function resultEntry(freshBytes: number, cachedBytes?: number): ResultEntry {
  const sizes = cachedBytes === undefined ? { freshBytes } : { freshBytes, cachedBytes };
  const shown = { width: 1, height: 1, pages: 1, page: 1, lastPage: 1, decoder: "sharp", format: "jpg" } as const;
  return { kind: "result", origin: originOf(9), ...shown, ...sizes };
}

export function sourceEntry(bytes: number): SourceEntry {
  return { kind: "source", origin: originOf(bytes) };
}

export const FAILURE: FailureEntry = { kind: "failure", storedAt: 1, code: "not-found", text: "it is not there" };

/** Puts a result with both variants into the cache. */
export function put(store: Store, key: CacheKey, fresh: string, cached: string): StoredResult {
  const temporary = { fresh: written(store, fresh), cached: written(store, cached) };
  const stored = store.commitResult(key, temporary, resultEntry(fresh.length, cached.length));
  assert.ok(stored, "it is small enough");
  return stored;
}

export function putSource(store: Store, key: CacheKey, body: string): StoredSource | undefined {
  return store.commitSource(key, written(store, body), sourceEntry(body.length));
}

export function putErrorPicture(store: Store, key: CacheKey, body: string): string {
  return store.commitErrorPicture(key, written(store, body));
}

function written(store: Store, body: string): string {
  const file = store.temporary();
  writeFileSync(file, body);
  return file;
}
