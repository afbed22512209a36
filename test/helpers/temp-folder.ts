import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What runs something when a test ends: a test's context, or `{ after }` of node:test for a whole file. */
export type Ending = { readonly after: (work: () => void | Promise<void>) => void };

/** A fresh folder, by its real path, that is removed with all it holds when the test has ended. */
export function tempFolder(ending: Ending): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "getimage-test-")));
  ending.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
