import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseResult, parseSource, type ResultEntry, type SourceEntry } from "./entries.ts";
import type { CacheKey } from "./key.ts";
import { type Layout, layoutOf, type Variant } from "./layout.ts";

/** An entry whose files were seen, with the sizes that its sidecar tells. */
export type StoredSource = { readonly entry: SourceEntry; readonly file: string };
export type StoredResult = { readonly entry: ResultEntry; readonly files: Readonly<Record<Variant, string>> };

/** A clock that was set back must not keep an entry for ever. */
const FUTURE_TOLERANCE_MS = 60_000;

/**
 * Pictures on disk, shared by all searches of the host without a daemon. A file is written under a temporary name and
 * renamed; the sidecar is renamed last, so a reader sees a whole entry or none, whoever dies when.
 * Reads are synchronous: on a warm page cache they are five times as fast as asynchronous ones.
 */
export class Store {
  readonly layout: Layout;
  readonly #now: () => number;

  constructor(folder: string, now: () => number = Date.now) {
    this.layout = layoutOf(folder);
    this.#now = now;
  }

  /** @param maxAge seconds since the picture was fetched */
  findResult(key: CacheKey, extension: string, maxAge: number): StoredResult | undefined {
    const entry = parseResult(this.#read(this.layout.sidecar(key)));
    if (!entry || !this.#isYoung(entry.storedAt, maxAge)) return undefined;
    const fresh = this.layout.result(key, "fresh", extension);
    const cached = entry.cachedBytes === undefined ? fresh : this.layout.result(key, "cached", extension);
    const whole = sizeOf(fresh) === entry.freshBytes && sizeOf(cached) === (entry.cachedBytes ?? entry.freshBytes);
    return whole ? { entry, files: { fresh, cached } } : undefined;
  }

  findSource(key: CacheKey, maxAge: number): StoredSource | undefined {
    const entry = parseSource(this.#read(this.layout.sidecar(key)));
    if (!entry || !this.#isYoung(entry.storedAt, maxAge)) return undefined;
    const file = this.layout.source(key);
    return sizeOf(file) === entry.bytes ? { entry, file } : undefined;
  }

  /** A picture that needs no sidecar, because its name tells all that it shows. */
  findPlacard(key: CacheKey): string | undefined {
    const file = this.layout.result(key, "fresh", "png");
    return sizeOf(file) > 0 ? file : undefined;
  }

  /** Name for a file on its way into the cache; it lies in the cache's own file system, so that a rename is atomic. */
  temporary(): string {
    this.#makeFolder(this.layout.temporary);
    return join(this.layout.temporary, randomUUID());
  }

  commitSource(key: CacheKey, temporary: string, entry: SourceEntry): StoredSource {
    const file = this.layout.source(key);
    this.#move(temporary, file);
    this.#writeSidecar(key, entry);
    return { entry, file };
  }

  commitResult(
    key: CacheKey,
    extension: string,
    temporary: Readonly<Record<Variant, string>>,
    entry: ResultEntry,
  ): StoredResult {
    const fresh = this.layout.result(key, "fresh", extension);
    const cached = entry.cachedBytes === undefined ? fresh : this.layout.result(key, "cached", extension);
    this.#move(temporary.fresh, fresh);
    if (cached !== fresh) this.#move(temporary.cached, cached);
    this.#writeSidecar(key, entry);
    return { entry, files: { fresh, cached } };
  }

  commitPlacard(key: CacheKey, temporary: string): string {
    const file = this.layout.result(key, "fresh", "png");
    this.#move(temporary, file);
    return file;
  }

  /** Removes temporary files, whether they were written or not. */
  discard(...temporary: readonly string[]): void {
    for (const file of temporary) rmSync(file, { force: true });
  }

  #writeSidecar(key: CacheKey, entry: SourceEntry | ResultEntry): void {
    const temporary = this.temporary();
    writeFileSync(temporary, JSON.stringify(entry), { flag: "wx", mode: 0o600 });
    this.#move(temporary, this.layout.sidecar(key));
  }

  #move(from: string, to: string): void {
    this.#makeFolder(dirname(to));
    renameSync(from, to);
  }

  #makeFolder(folder: string): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  #read(file: string): string {
    try {
      return readFileSync(file, "utf8");
    } catch {
      // Missing, unreadable or a folder: all of it is a miss, and the picture is fetched again.
      return "";
    }
  }

  #isYoung(storedAt: number, maxAge: number): boolean {
    const age = this.#now() - storedAt;
    return age < maxAge * 1000 && age > -FUTURE_TOLERANCE_MS;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? -1;
}
