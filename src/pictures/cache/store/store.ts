import { existsSync, readFileSync, type Stats, statSync, utimesSync } from "node:fs";
import { isHeld, type Lease, takeLease } from "../../../disk/lease.ts";
import { discard, Workspace } from "../../../disk/workspace.ts";
import { type Amount, type CacheLimits, diskBytes } from "../quota/limits.ts";
import { Room } from "../quota/room.ts";
import { Turnover } from "../quota/turnover.ts";
import {
  type FailureEntry,
  parseFailure,
  parseResult,
  parseSource,
  type ResultEntry,
  type SourceEntry,
} from "./entries.ts";
import type { CacheKey } from "./key.ts";
import { type Layout, layoutOf, type Variant } from "./layout.ts";

/** An entry whose files were seen, with the sizes that its sidecar names. */
export type StoredSource = { readonly entry: SourceEntry; readonly file: string };
export type StoredResult = {
  readonly key: CacheKey;
  readonly entry: ResultEntry;
  readonly files: Readonly<Record<Variant, string>>;
};

export type StoreOptions = {
  readonly folder: string;
  readonly limits: CacheLimits;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
};

/** A picture's file bears the time of its last use, about. */
const USE_KNOWN_MS = 3_600_000;

/**
 * Pictures on disk, shared by all searches of the host without a daemon. A file is written under a temporary name and
 * renamed; the sidecar is renamed last, so a reader sees a whole entry or none, whoever dies when. The sidecar bears the
 * time at which the picture was last fetched or found unchanged; whether that is good enough is for the caller to say.
 * Every commit and every new temporary file throws when the disk does not take it, commits also NoRoom.
 * Reads are synchronous: on a warm page cache they are five times as fast as asynchronous ones.
 */
export class Store {
  readonly layout: Layout;
  readonly workspace: Workspace;
  readonly turnover = new Turnover();
  readonly #room: Room;
  readonly #now: () => number;

  /** Touches no disk. */
  constructor({ folder, limits, now = Date.now }: StoreOptions) {
    this.layout = layoutOf(folder);
    this.workspace = new Workspace(this.layout.temporary);
    this.#room = new Room(this.layout, this.workspace, { limits, now, turnover: this.turnover });
    this.#now = now;
  }

  findResult(key: CacheKey): StoredResult | undefined {
    const entry = parseResult(read(this.layout.sidecar(key)));
    if (!entry) return undefined;
    const files = this.#filesOf(key, entry);
    if (!this.#isWhole(files.fresh, entry.freshBytes)) return undefined;
    if (files.cached !== files.fresh && seen(files.cached)?.size !== entry.cachedBytes) return undefined;
    return { key, entry, files };
  }

  findSource(key: CacheKey): StoredSource | undefined {
    const file = this.layout.source(key);
    // See findFailure.
    if (!existsSync(file)) return undefined;
    const entry = parseSource(read(this.layout.sidecar(key)));
    return entry && this.#isWhole(file, entry.origin.bytes) ? { entry, file } : undefined;
  }

  findFailure(key: CacheKey): FailureEntry | undefined {
    const file = this.layout.failure(key);
    // Most rows have none, and an exception for each costs more than a look.
    return existsSync(file) ? parseFailure(read(file)) : undefined;
  }

  /** A picture that needs no sidecar, because its name says all that it shows. */
  findErrorPicture(key: CacheKey): string | undefined {
    const file = this.layout.result(key, "fresh", "png");
    return (seen(file)?.size ?? 0) > 0 ? file : undefined;
  }

  /** Name for a file on its way into the cache. */
  temporary(): string {
    return this.workspace.temporary();
  }

  /** Removes temporary files, whether they were written or not. */
  discard(...temporary: readonly string[]): void {
    discard(...temporary);
  }

  /** Both return undefined for one that is so large that it would push too many others out; it is not kept. */
  commitSource(key: CacheKey, temporary: string, entry: SourceEntry): StoredSource | undefined {
    const { bytes } = entry.origin;
    if (bytes > this.#room.largest) return undefined;
    const file = this.layout.source(key);
    const sidecar = JSON.stringify(entry);
    this.#room.make(key, amountOf(bytes, sidecar.length));
    this.workspace.writeBehind([[temporary, file]], this.layout.sidecar(key), sidecar);
    return { entry, file };
  }

  commitResult(
    key: CacheKey,
    temporary: Readonly<Record<Variant, string>>,
    entry: ResultEntry,
  ): StoredResult | undefined {
    const files = this.#filesOf(key, entry);
    const { freshBytes, cachedBytes } = entry;
    const sidecar = JSON.stringify(entry);
    const sizes = cachedBytes === undefined ? [freshBytes] : [freshBytes, cachedBytes];
    if (Math.max(...sizes) > this.#room.largest) return undefined;
    this.#room.make(key, amountOf(...sizes, sidecar.length));
    const variants = cachedBytes === undefined ? (["fresh"] as const) : (["fresh", "cached"] as const);
    const moves = variants.map((variant) => [temporary[variant], files[variant]] as const);
    this.workspace.writeBehind(moves, this.layout.sidecar(key), sidecar);
    return { key, entry, files };
  }

  commitErrorPicture(key: CacheKey, temporary: string): string {
    const file = this.layout.result(key, "fresh", "png");
    this.#room.make(key, amountOf(statSync(temporary).size));
    this.workspace.move(temporary, file);
    return file;
  }

  commitFailure(key: CacheKey, entry: FailureEntry): void {
    const text = JSON.stringify(entry);
    this.#room.make(key, amountOf(text.length));
    this.workspace.write(this.layout.failure(key), text);
  }

  /** Nothing finds this entry any more; its files go with a sweep. */
  forget(key: CacheKey): void {
    discard(this.layout.sidecar(key));
  }

  forgetFailure(key: CacheKey): void {
    discard(this.layout.failure(key));
  }

  /** Says anew what is known of an original whose bytes stay as they are. */
  renewSource(key: CacheKey, entry: SourceEntry): void {
    this.workspace.write(this.layout.sidecar(key), JSON.stringify(entry));
  }

  renewResult(key: CacheKey, entry: ResultEntry): void {
    this.workspace.write(this.layout.sidecar(key), JSON.stringify(entry));
  }

  /** See takeLease. */
  takeLease(name: string): Lease | "held" {
    return takeLease(this.layout.locks, this.workspace, name);
  }

  isHeld(name: string): boolean {
    return isHeld(this.layout.locks, name);
  }

  /** Removes what is still on its way. */
  close(): void {
    this.workspace.close();
  }

  #filesOf(key: CacheKey, { format, cachedBytes }: ResultEntry): StoredResult["files"] {
    const fresh = this.layout.result(key, "fresh", format);
    return { fresh, cached: cachedBytes === undefined ? fresh : this.layout.result(key, "cached", format) };
  }

  #isWhole(file: string, bytes: number): boolean {
    const stats = seen(file);
    if (stats?.size !== bytes) return false;
    this.#markUse(file, stats);
    return true;
  }

  #markUse(file: string, { mtimeMs }: Stats): void {
    const now = this.#now();
    if (Math.abs(now - mtimeMs) <= USE_KNOWN_MS) return;
    try {
      utimesSync(file, now / 1000, now / 1000);
    } catch {
      // A cache that cannot be written is read all the same.
    }
  }
}

function amountOf(...sizes: readonly number[]): Amount {
  return { bytes: sizes.reduce((sum, size) => sum + diskBytes(size), 0), files: sizes.length };
}

// Missing, unreadable or a folder: all of it is a miss, and the picture is fetched again.
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function seen(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}
