import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";

const NOBODY = 65_534;

/**
 * Does some work while nothing can be deleted from some folders. Root could, so for root the work is done as nobody, to
 * whom the rest of `tree` is opened.
 */
export async function whileLocked(tree: string, folders: readonly string[], work: () => unknown): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) {
    for (const { parentPath, name } of readdirSync(tree, { recursive: true, withFileTypes: true })) {
      chmodSync(join(parentPath, name), 0o777);
    }
    chmodSync(tree, 0o777);
  }
  for (const folder of folders) chmodSync(folder, 0o555);
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const folder of folders) chmodSync(folder, 0o755);
  }
}
