import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LRUCache } from "lru-cache";
import type { Workspace } from "../../../disk/workspace.ts";
import type { HostRecord } from "../../contract.ts";
import type { Layout } from "../store/layout.ts";
import { namesIn, removeFile } from "../store/shard.ts";

const MAX_CAUSE = 300;
/** Rows may name endless servers. */
const MAX_UNWRITTEN = 1_000;

/** One small file for each image server that failed. None of this throws. */
export class HostRecords {
  readonly #folder: string;
  readonly #workspace: Workspace;
  /** What a full or read-only disk did not take: this process knows better than the files. */
  readonly #unwritten = new LRUCache<string, { readonly record?: HostRecord }>({ max: MAX_UNWRITTEN });

  constructor({ hosts }: Layout, workspace: Workspace) {
    this.#folder = hosts;
    this.#workspace = workspace;
  }

  read(origin: string): HostRecord | undefined {
    const unwritten = this.#unwritten.get(origin);
    const record = unwritten ? unwritten.record : parse(this.#file(origin));
    return record?.origin === origin ? record : undefined;
  }

  write(origin: string, record: HostRecord): void {
    const bounded = { ...record, cause: record.cause.slice(0, MAX_CAUSE) };
    this.#change(origin, bounded, () => this.#workspace.write(this.#file(origin), JSON.stringify(bounded)));
  }

  remove(origin: string): void {
    this.#change(origin, undefined, () => removeFile(this.#file(origin)));
  }

  #change(origin: string, record: HostRecord | undefined, onDisk: () => void): void {
    try {
      onDisk();
      this.#unwritten.delete(origin);
    } catch {
      this.#unwritten.set(origin, record ? { record } : {});
    }
  }

  #file(origin: string): string {
    return join(this.#folder, `${createHash("sha256").update(origin).digest("hex")}.json`);
  }
}

/** All that lie on the disk. */
export function listHostRecords({ hosts }: Layout): HostRecord[] {
  return namesIn(hosts)
    .map((name) => parse(join(hosts, name)))
    .filter((record) => record !== undefined);
}

function parse(file: string): HostRecord | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(json: unknown): json is HostRecord {
  if (typeof json !== "object" || json === null) return false;
  const { origin, failures, openUntil, step, cause, at } = json as Partial<Record<keyof HostRecord, unknown>>;
  const isText = [origin, cause].every((value) => typeof value === "string");
  return isText && [failures, openUntil, step, at].every((value) => Number.isFinite(value) && Number(value) >= 0);
}
