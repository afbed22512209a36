import type { Publish } from "../cache/publisher.ts";
import type { Store } from "../cache/store.ts";
import type { CacheStatus, ImageError } from "../contract.ts";
import type { AdmittedUrl } from "../fetch/admission.ts";
import type { Downloader } from "../fetch/download.ts";
import type { TimeBudget } from "../fetch/time-budget.ts";
import type { DecodeLimits } from "../image/decoder/pages.ts";
import type { Decode } from "../image/process/decoder-process.ts";
import type { FreshnessRules } from "./freshness.ts";
import type { PlacardMemory } from "./placard.ts";
import type { MemoryRules } from "./remembered.ts";

/** What producing a picture needs of the world outside. */
export type World = {
  readonly store: Store;
  /** Names of files for this search alone, for when the cache cannot be written. */
  readonly spare: () => string;
  /** Whether the cache takes pictures; told of a failure, a search stays away from it for a while. */
  readonly keeping: { readonly works: () => boolean; readonly failed: (text: string) => void };
  readonly downloader: Pick<Downloader, "download" | "inTurn" | "addressesOf">;
  /** Why a server that is known to be down is not asked now, and what is known of it. */
  readonly refusal: (url: AdmittedUrl) => ImageError | undefined;
  /** Resolves when a server that failed lately has shown how it stands, or nobody is asking it. */
  readonly calm: (url: AdmittedUrl) => Promise<void>;
  readonly serverState: (url: AdmittedUrl) => string;
  /** What a row may spend on being served, all mirrors together. */
  readonly budgetFor: (url: AdmittedUrl) => TimeBudget;
  readonly decode: Decode;
  readonly publish: Publish;
  /** Does work that no row waits for, as far as there is room for it; it may be cut off when the search ends. */
  readonly behind: (work: () => Promise<unknown>) => void;
  /** Error pictures of this search. */
  readonly placards: PlacardMemory;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted when the search is cancelled. */
  readonly signal: AbortSignal;
};

export type ProduceOptions = {
  /** An age of 0 asks the server each time. */
  readonly freshness: FreshnessRules;
  readonly remember: MemoryRules;
  /** Whether to pass over what the cache holds. */
  readonly refresh: boolean;
  readonly keepSource: boolean;
  readonly limits: DecodeLimits;
  /** Pages that `page=all` shows of one picture. */
  readonly maxPages: number;
  /**
   * Present for the later pages of a picture whose first page was asked for: what the cache holds counts only when it is
   * not of an earlier fetch, and is shown as that page was.
   */
  readonly partOf?: { readonly fetchedAt: number; readonly cache: CacheStatus };
  /** Failures that were met before are not believed; in milliseconds since 1970. */
  readonly believesSince?: number;
  /** Longest wait for another search that fetches the same picture, in seconds. */
  readonly leaseWait: number;
};

/** Whether what the cache holds may be shown. */
export function mayRead({ freshness, refresh }: ProduceOptions): boolean {
  return freshness.maxAge > 0 && !refresh;
}
