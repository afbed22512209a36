import { copyFileSync, linkSync } from "node:fs";
import type { Origin } from "../cache/entries.ts";
import { errorCode } from "../lib/error-text.ts";

/**
 * The original of a picture of which several pages are shown, kept at hand until the last of them is: whatever the cache
 * evicts or the server changes meanwhile, all pages are of one fetch, and that fetch was one request.
 */
export class HeldSource {
  readonly #temporary: () => string;
  readonly #discard: (file: string) => void;
  #held: { readonly file: string; readonly origin: Origin; readonly mayBeKept: boolean } | undefined;

  /** @param temporary name for a file @param discard removes it, whether it was written or not */
  constructor(temporary: () => string, discard: (file: string) => void) {
    this.#temporary = temporary;
    this.#discard = discard;
  }

  get file(): string | undefined {
    return this.#held?.file;
  }

  get origin(): Origin | undefined {
    return this.#held?.origin;
  }

  /** Whether pictures of it may be kept; what its server says must not be stored may not. */
  get mayBeKept(): boolean {
    return this.#held?.mayBeKept ?? true;
  }

  /** Takes an original, as another name of its file; what was held before goes. */
  hold(file: string, origin: Origin, mayBeKept: boolean): void {
    this.release();
    const own = this.#temporary();
    this.#held = { file: own, origin, mayBeKept };
    try {
      linkSync(file, own);
    } catch (thrown) {
      // Evicted just now: the pages are fetched anew.
      if (errorCode(thrown) === "ENOENT") this.#held = undefined;
      // Another file system, or one without hard links.
      else copyFileSync(file, own);
    }
  }

  release(): void {
    if (this.#held) this.#discard(this.#held.file);
    this.#held = undefined;
  }
}
