import { copyFileSync, linkSync } from "node:fs";
import { errorCode } from "../../base/error-text.ts";
import type { Origin } from "../cache/store/entries.ts";

/**
 * The original of a picture of which several pages are shown, kept at hand until the last of them is: whatever the cache
 * evicts or the server changes meanwhile, all pages are of one fetch, and that fetch was one request.
 */
export class PinnedOriginal {
  readonly #places: readonly (() => string)[];
  readonly #discard: (file: string) => void;
  #pinned: { readonly file: string; readonly origin: Origin; readonly mayBeKept: boolean } | undefined;

  /**
   * @param places each gives a name for a file; the next is tried where one cannot be written
   * @param discard removes a file, whether it was written or not
   */
  constructor(places: readonly (() => string)[], discard: (file: string) => void) {
    this.#places = places;
    this.#discard = discard;
  }

  get file(): string | undefined {
    return this.#pinned?.file;
  }

  get origin(): Origin | undefined {
    return this.#pinned?.origin;
  }

  /** Whether pictures of it may be kept; what its server says must not be stored may not. */
  get mayBeKept(): boolean {
    return this.#pinned?.mayBeKept ?? true;
  }

  /** Takes an original, as another name of its file; what was pinned before goes. Holds nothing where no place takes it. */
  pin(file: string, origin: Origin, mayBeKept: boolean): void {
    this.release();
    for (const place of this.#places) {
      const own = this.#laidAt(place, file);
      if (own === undefined) continue;
      this.#pinned = { file: own, origin, mayBeKept };
      return;
    }
  }

  release(): void {
    if (this.#pinned) this.#discard(this.#pinned.file);
    this.#pinned = undefined;
  }

  #laidAt(place: () => string, file: string): string | undefined {
    let own: string | undefined;
    try {
      own = place();
      linkOrCopy(file, own);
      return own;
    } catch {
      // Evicted just now, or the place cannot be written: without it the pages are fetched anew.
      if (own !== undefined) this.#discard(own);
      return undefined;
    }
  }
}

function linkOrCopy(file: string, own: string): void {
  try {
    linkSync(file, own);
  } catch (thrown) {
    if (errorCode(thrown) === "ENOENT") throw thrown;
    // Another file system, or one without hard links.
    copyFileSync(file, own);
  }
}
