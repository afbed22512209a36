import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "getimage-spare-";
/** What a killed search left goes after this time; a living one writes more often. */
const ABANDONED_MS = 3_600_000;

/** Files of one search for when its cache cannot be written; made when it is first needed. */
export class SpareFolder {
  #folder: string | undefined;
  #count = 0;

  readonly next = (): string => {
    if (this.#folder === undefined) {
      removeAbandoned();
      this.#folder = mkdtempSync(join(tmpdir(), PREFIX));
    }
    return join(this.#folder, String(++this.#count));
  };

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}

function removeAbandoned(): void {
  try {
    for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
      const folder = join(tmpdir(), name);
      const { mtimeMs, uid } = statSync(folder);
      const isOurs = uid === process.getuid?.();
      if (isOurs && Date.now() - mtimeMs > ABANDONED_MS) rmSync(folder, { recursive: true, force: true });
    }
  } catch {
    // Another search was faster.
  }
}
