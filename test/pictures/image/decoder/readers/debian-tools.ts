import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

/** The reason to skip a test that needs programs which are not installed, or false. */
export function without(...programs: readonly string[]): string | false {
  const missing = programs.filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  return missing.length > 0 && `needs ${missing.join(", ")}`;
}

/**
 * Runs a command in a fresh folder, with files of the given names and bytes, and returns the file that it wrote; undefined,
 * with the test skipped, where this machine's program was built without what it takes.
 */
export function made(
  t: TestContext,
  files: Readonly<Record<string, Buffer>>,
  command: string,
  result: string,
): Buffer | undefined {
  const folder = tempFolder(t);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8", timeout: 120_000 });
  if (/not configured|no encode delegate|not supported|decode delegate/i.test(stderr)) {
    t.skip(`this machine cannot: ${stderr.split("\n")[0]}`);
    return undefined;
  }
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return readFileSync(join(folder, result));
}
