import { SHARDS } from "../store/layout.ts";

/** What the cache may take. Public copies and files on their way are not counted. */
export type CacheLimits = {
  /** Seconds after which a picture goes that was neither fetched nor found unchanged. */
  readonly maxAgeSeconds: number;
  readonly maxBytes: number;
  readonly maxFiles: number;
  /** Share of the disk that stays free, in percent; 0 for no bound. */
  readonly minFree: number;
};

/** What some files take. */
export type Amount = { readonly bytes: number; readonly files: number };

export const NOTHING: Amount = { bytes: 0, files: 0 };

const BLOCK_BYTES = 4_096;

/** What one shard may hold. Names are hashes, so even parts are fair. */
export function shardQuota({ maxBytes, maxFiles }: CacheLimits): Amount {
  return { bytes: maxBytes / SHARDS.length, files: maxFiles / SHARDS.length };
}

/** Bytes that a file takes on a disk, which gives them out in blocks. */
export function diskBytes(size: number): number {
  return Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
}

export function plus(one: Amount, other: Amount): Amount {
  return { bytes: one.bytes + other.bytes, files: one.files + other.files };
}

/** Whether an amount is within a part of a quota. */
export function fits({ bytes, files }: Amount, quota: Amount, part = 1): boolean {
  return bytes <= quota.bytes * part && files <= quota.files * part;
}
