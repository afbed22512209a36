import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Files of one search for when its cache cannot be written; made when it is first needed. */
export class SpareFolder {
  #folder: string | undefined;
  #count = 0;

  readonly next = (): string => {
    this.#folder ??= mkdtempSync(join(tmpdir(), "getimage-"));
    return join(this.#folder, String(++this.#count));
  };

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}
