import type { Store } from "../cache/store/store.ts";
import type { ImageError } from "../contract.ts";
import type { AdmittedUrl } from "../fetch/admission.ts";
import type { Downloader } from "../fetch/download.ts";
import type { TimeBudget } from "../fetch/time-budget.ts";
import type { Decode } from "../image/process/decoder-process.ts";

/** What producing a picture needs of the world outside. */
export type World = {
  readonly store: Store;
  /** Names of files for this search alone, for when the cache cannot be written. */
  readonly spare: () => string;
  /** Whether the cache takes pictures; after a failure is reported, a search stays away from it for a while. */
  readonly cacheHealth: { readonly works: () => boolean; readonly failed: (text: string) => void };
  readonly downloader: Pick<Downloader, "download" | "inTurn" | "addressesOf">;
  /** Why a server that is known to be down is not asked now. */
  readonly refusal: (url: AdmittedUrl) => ImageError | undefined;
  /** Resolves when a server that failed lately has shown how it stands, or nobody is asking it. */
  readonly awaitProbes: (url: AdmittedUrl) => Promise<void>;
  /** What is known of a server, in words. */
  readonly serverState: (url: AdmittedUrl) => string;
  /** What a row may spend on being served, all mirrors together. */
  readonly budgetFor: (url: AdmittedUrl) => TimeBudget;
  readonly decode: Decode;
  /** Does work that no row waits for, as far as there is room for it; it may be cut off when the search ends. */
  readonly inBackground: (work: () => Promise<unknown>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted when the search is cancelled. */
  readonly signal: AbortSignal;
};
