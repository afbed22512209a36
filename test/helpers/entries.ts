import { writeFileSync } from "node:fs";
import type { ResultEntry, SourceEntry } from "../../src/cache/entries.ts";
import { type CacheKey, resultKey, sourceKey } from "../../src/cache/key.ts";
import type { Store, StoredResult } from "../../src/cache/store.ts";

/** A key for each name. */
export function keyFor(name: string): CacheKey {
  return resultKey(sourceKey(`http://img.example/${name}`), "recipe");
}

export function resultEntry(storedAt: number, freshBytes: number, cachedBytes?: number): ResultEntry {
  const source = { url: "http://img.example/a", base: "http://img.example", bytes: 9, status: 200, format: "jpeg" };
  const sizes = cachedBytes === undefined ? { freshBytes } : { freshBytes, cachedBytes };
  return { kind: "result", storedAt, source, width: 1, height: 1, pages: 1, ...sizes };
}

export function sourceEntry(storedAt: number, bytes: number): SourceEntry {
  const facts = { url: "http://img.example/a", base: "http://img.example", status: 200, format: "jpeg" };
  return { kind: "source", ...facts, storedAt, bytes, etag: '"1"', lastModified: "" };
}

/** Puts a result with both variants into the cache. */
export function put(store: Store, key: CacheKey, fresh: string, cached: string, storedAt = Date.now()): StoredResult {
  const temporary = { fresh: store.temporary(), cached: store.temporary() };
  writeFileSync(temporary.fresh, fresh);
  writeFileSync(temporary.cached, cached);
  return store.commitResult(key, "jpg", temporary, resultEntry(storedAt, fresh.length, cached.length));
}
