import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PREFIX = "getimage-spare-";
/** What a killed search left goes after this time; a living one writes more often. */
const ABANDONED_MS = 3_600_000;

/** Files of one search for when its cache cannot be written; made when it is first needed. */
export class SpareFolder {
  readonly folder = resolve(tmpdir(), PREFIX + randomUUID());
  #count = 0;

  readonly next = (): string => {
    if (this.#count === 0) {
      for (const name of namesInTemp()) removeAbandoned(join(tmpdir(), name));
      // Its name can be seen among the decoder's arguments: where somebody else has made it, this throws.
      mkdirSync(this.folder, { mode: 0o700 });
    }
    this.#remake();
    return join(this.folder, String(++this.#count));
  };

  // Another search may have taken it for an abandoned one while this one was busy, and somebody else its name.
  #remake(): void {
    const found = lstatSync(this.folder, { throwIfNoEntry: false });
    if (!found) mkdirSync(this.folder, { mode: 0o700 });
    else if (found.uid !== process.getuid?.()) throw new Error(`${this.folder} belongs to somebody else`);
  }

  remove(): void {
    if (this.#count > 0) rmSync(this.folder, { recursive: true, force: true });
  }
}

function namesInTemp(): string[] {
  try {
    return readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function removeAbandoned(folder: string): void {
  try {
    const seen = lstatSync(folder);
    const isOurs = seen.isDirectory() && seen.uid === process.getuid?.();
    if (isOurs && Date.now() - seen.mtimeMs > ABANDONED_MS) rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another search was faster.
  }
}
