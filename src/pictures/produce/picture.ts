import type { FailureEntry, Origin, ResultEntry } from "../cache/store/entries.ts";
import type { CacheKey } from "../cache/store/key.ts";
import type { Variant } from "../cache/store/layout.ts";
import type { StoredResult } from "../cache/store/store.ts";
import type { CacheStatus, ImageError } from "../contract.ts";
import type { Plan } from "./plan.ts";
import type { World } from "./world.ts";

/** Root-relative addresses of a picture, for the row that asked first and for the rows after it. */
export type Links = { readonly fresh: string; readonly cached: string };

/** A picture as it was found or made: kept in the cache, or only laid out for the browser. */
export type Made = {
  readonly entry: ResultEntry;
  readonly cache: CacheStatus;
  readonly fetchMs?: number;
} & (Pick<StoredResult, "key" | "files"> | { readonly links: Links });

/** A picture to show. */
export type Picture = {
  readonly entry: ResultEntry;
  readonly cache: CacheStatus;
  readonly links: Links;
  /** Where it is kept; absent where it is not. */
  readonly key?: CacheKey;
  readonly files?: StoredResult["files"];
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

export function toPicture(made: Made, plan: Plan, { show }: World, doubt?: ImageError): Picture {
  const { entry, cache, fetchMs } = made;
  const facts = { entry, cache, ...(doubt && { doubt }), ...(fetchMs !== undefined && { fetchMs }) };
  if ("links" in made) return { ...facts, links: made.links };
  const { key, files } = made;
  // Only a fetched picture is shown without the mark first; with the cache off it never gets one.
  const isFetched = cache === "miss" || cache === "off";
  const shown = (variant: Variant): string =>
    show({ file: files[variant], fetchedAt: entry.origin.fetchedAt, picture: { plan, variant } });
  const fresh = shown(isFetched ? "fresh" : "cached");
  const cached = cache === "miss" ? shown("cached") : fresh;
  return { ...facts, key, files, links: { fresh, cached } };
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
