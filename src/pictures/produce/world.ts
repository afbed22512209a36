import type { Variant } from "../cache/store/layout.ts";
import type { Store } from "../cache/store/store.ts";
import type { ImageError } from "../contract.ts";
import type { MemoryRules } from "../errors/memory.ts";
import type { AdmittedUrl } from "../fetch/admission.ts";
import type { Downloader } from "../fetch/download.ts";
import type { TimeBudget } from "../fetch/time-budget.ts";
import type { DecodeLimits } from "../image/decoder/limits.ts";
import type { Decode } from "../image/process/decoder-process.ts";
import type { ErrorPictureMemory } from "./error-picture.ts";
import type { FreshnessRules } from "./freshness.ts";
import type { PinnedOriginal } from "./pinned-original.ts";
import type { Plan } from "./plan.ts";

/** A picture that lies in a file, and what is known of it. */
export type Shown = {
  readonly file: string;
  /** When its original was fetched, in milliseconds since 1970; 0 for an error picture. */
  readonly fetchedAt: number;
  /** What it shows; absent for an error picture. */
  readonly picture?: { readonly plan: Plan; readonly variant: Variant };
  /** Present where the file is not kept and its own name means nothing. */
  readonly name?: string;
};

/** Makes a picture reachable for browsers, and tells its address. */
export type Show = (shown: Shown) => string;

/** What producing a picture needs of the world outside. */
export type World = {
  readonly store: Store;
  /** Names of files for this search alone, for when the cache cannot be written. */
  readonly spare: () => string;
  /** Whether the cache takes pictures; told of a failure, a search stays away from it for a while. */
  readonly cacheHealth: { readonly works: () => boolean; readonly failed: (text: string) => void };
  readonly downloader: Pick<Downloader, "download" | "inTurn" | "addressesOf">;
  /** Why a server that is known to be down is not asked now, and what is known of it. */
  readonly refusal: (url: AdmittedUrl) => ImageError | undefined;
  /** Resolves when a server that failed lately has shown how it stands, or nobody is asking it. */
  readonly calm: (url: AdmittedUrl) => Promise<void>;
  readonly serverState: (url: AdmittedUrl) => string;
  /** What a row may spend on being served, all mirrors together. */
  readonly budgetFor: (url: AdmittedUrl) => TimeBudget;
  readonly decode: Decode;
  readonly show: Show;
  /** The address of the picture that says why there is none; absent where that has to be drawn beforehand. */
  readonly failureLink?: (error: ImageError, plan: Plan | undefined) => string;
  /** Does work that no row waits for, as far as there is room for it; it may be cut off when the search ends. */
  readonly behind: (work: () => Promise<unknown>) => void;
  /** Error pictures of this search. */
  readonly errorPictures: ErrorPictureMemory;
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
  /** Whether each picture needs a thumbnail. */
  readonly thumb: boolean;
  readonly keepSource: boolean;
  readonly limits: DecodeLimits;
  /** Pages that `page=all` shows of one picture. */
  readonly maxPages: number;
  /** Takes the original of a picture of which more than one page is wanted. */
  readonly pinned?: PinnedOriginal;
  /** Longest wait for another search that fetches the same picture, in seconds. */
  readonly leaseWait: number;
};

/** Whether what the cache holds may be shown. */
export function mayRead({ freshness, refresh }: ProduceOptions): boolean {
  return freshness.maxAge > 0 && !refresh;
}
