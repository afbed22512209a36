import { spawnSync } from "node:child_process";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { onSmallDisk, withoutSmallDisks } from "./small-disk.ts";
import { tempFolder } from "./temp-folder.ts";

/**
 * Runs a program of this folder on a disk of its own, which it finds at its first argument.
 * @returns what it prints, as JSON; undefined where no disk can be mounted, and then the test is skipped
 */
export function runOnTinyDisk(t: TestContext, program: string, megabytes: number): unknown {
  if (withoutSmallDisks !== false) {
    t.skip(withoutSmallDisks);
    return undefined;
  }
  const folder = tempFolder(t);
  const path = fileURLToPath(new URL(program, import.meta.url));
  const line = { program: [process.execPath, path, folder] as const, env: process.env };
  const { program: own, env } = onSmallDisk(line, folder, { bytes: megabytes * 2 ** 20 });
  const { stdout, stderr } = spawnSync(own[0], own.slice(1), { env, encoding: "utf8" });
  return JSON.parse(stdout === "" ? JSON.stringify({ stderr }) : stdout);
}
