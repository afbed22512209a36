import type { FailureEntry, Origin, ResultEntry } from "../cache/store/entries.ts";
import type { CacheKey } from "../cache/store/key.ts";
import type { StoredResult } from "../cache/store/store.ts";
import type { CacheStatus, ImageError } from "../contract.ts";

/**
 * A picture as it was found or made. Its files lie there until it has been presented; those of one that is not kept go
 * then.
 */
export type Picture = {
  readonly entry: ResultEntry;
  readonly cache: CacheStatus;
  readonly key: CacheKey;
  readonly files: StoredResult["files"];
  readonly isKept: boolean;
  /** Why the server could not confirm a picture that is past its time. */
  readonly doubt?: ImageError;
  /** What the server took, in milliseconds; absent where it was not asked. */
  readonly fetchMs?: number;
};

/** A picture that could not be had. */
export type Failure = {
  readonly error: ImageError;
  /** Base URL of the server that answered, if one did. */
  readonly base?: string;
  /** There when the picture was fetched and then proved useless. */
  readonly source?: SourceFacts;
  /** When an earlier search met it, in milliseconds since 1970; absent where this one did. */
  readonly metAt?: number;
  /** What the server took, in milliseconds; absent where it was not asked. */
  readonly fetchMs?: number;
};
export type SourceFacts = Pick<Origin, "url" | "bytes" | "status"> & {
  readonly format?: string;
  readonly digest?: string;
  readonly fetchedAt?: number;
};

/** What the cache holds, as a picture to show. */
export function storedPicture(stored: StoredResult, cache: CacheStatus): Picture {
  return { ...stored, cache, isKept: true };
}

/** A failure of an earlier search as this one's. */
export function failureFrom(entry: FailureEntry): Failure {
  const { code, text, httpStatus, httpReason, brief, limit, page, pages, base, source, storedAt } = entry;
  const status = httpStatus === undefined ? {} : { httpStatus };
  const words = {
    ...(httpReason !== undefined && { httpReason }),
    ...(brief !== undefined && { brief }),
    ...(limit !== undefined && { limit }),
    ...(page !== undefined && { page }),
    ...(pages !== undefined && { pages }),
  };
  const facts = {
    ...(base !== undefined && { base }),
    ...(source && { source }),
  };
  return {
    error: { code, text, ...status, ...words },
    ...facts,
    metAt: storedAt,
  };
}
