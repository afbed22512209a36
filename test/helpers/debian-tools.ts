import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { tempFolder } from "./temp-folder.ts";

/** What `sh` returns for a program that is not there. */
const NOT_FOUND = 127;

/**
 * Runs a command in a fresh folder, with files of the given names and bytes, and returns the files that it wrote. None, with
 * the test skipped, where a program that it needs is not installed, or was built here without what it takes.
 */
export function made(
  t: TestContext,
  files: Readonly<Record<string, Buffer>>,
  command: string,
  ...results: readonly string[]
): readonly Buffer[] {
  const folder = tempFolder(t);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8", timeout: 120_000 });
  const [, missing] = /(\S+): (?:command )?not found/.exec(status === NOT_FOUND ? stderr : "") ?? [];
  if (missing !== undefined) {
    t.skip(`${missing} is not installed, which makes what is shown here`);
    return [];
  }
  if (/not configured|no encode delegate|not supported|decode delegate/i.test(stderr)) {
    t.skip(`this machine cannot: ${stderr.split("\n")[0]}`);
    return [];
  }
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return results.map((name) => readFileSync(join(folder, name)));
}
