import { spawnSync } from "node:child_process";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { tempFolder } from "./temp-folder.ts";

const MOUNT = 'mount -t tmpfs -o "size=$1m" none "$2" && shift 2 && exec "$@"';

/**
 * Runs a program of this folder on a disk of its own, which it finds at its first argument.
 * @returns what it prints, as JSON; undefined where no disk can be mounted, and then the test is skipped
 */
export function runOnTinyDisk(t: TestContext, program: string, megabytes: number): unknown {
  const folder = tempFolder(t);
  const unshared = (...command: readonly string[]) =>
    spawnSync("unshare", ["-rm", "sh", "-c", MOUNT, "sh", `${megabytes}`, folder, ...command], { encoding: "utf8" });
  if (unshared("true").status !== 0) {
    t.skip("no disk can be mounted here");
    return undefined;
  }
  const { stdout, stderr } = unshared(process.execPath, fileURLToPath(new URL(program, import.meta.url)), folder);
  return JSON.parse(stdout === "" ? JSON.stringify({ stderr }) : stdout);
}
