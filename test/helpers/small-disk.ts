import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import { tempFolder } from "./temp-folder.ts";

export type SmallDisk = {
  readonly bytes: number;
  /** Bytes of it that are in use before the program starts. */
  readonly used?: number;
  readonly isReadOnly?: boolean;
};

/** Ways to a file system that only one process sees: for root, and for users where the kernel lets them. */
const WAYS = [
  ["unshare", "-m"],
  ["unshare", "-rm"],
] as const;
const MOUNT = 'mount -t tmpfs -o "$1" tmpfs "$2" && head -c "$3" /dev/zero >"$2/used" && shift 3 && exec "$@"';
const MOUNT_READ_ONLY = 'mount -t tmpfs -o "ro,$1" tmpfs "$2" && shift 3 && exec "$@"';

const way = WAYS.find(([file, ...flags]) => {
  const probe = [...flags, "mount", "-t", "tmpfs", "tmpfs", tmpdir()];
  return spawnSync(file, probe, { stdio: "ignore" }).status === 0;
});

/** Why there are no small disks on this machine; false where there are. */
export const withoutSmallDisks = way ? false : "neither root nor a user may mount a tmpfs here (unshare -m, -rm)";

/** A program to which a folder is a disk of its own. Nobody else sees that disk, and it goes with the process. */
export function onSmallDisk({ program, env }: CommandLine, folder: string, disk: SmallDisk): CommandLine {
  const { bytes, used = 0, isReadOnly = false } = disk;
  const script = isReadOnly ? MOUNT_READ_ONLY : MOUNT;
  const [file, ...flags] = way ?? WAYS[0];
  return { program: [file, ...flags, "sh", "-c", script, "sh", `size=${bytes}`, folder, `${used}`, ...program], env };
}

/**
 * Runs a program of this folder on a disk of its own, which it finds at its first argument.
 * @returns what it prints, as JSON; undefined where no disk can be mounted, and then the test is skipped
 */
export function runOnSmallDisk(t: TestContext, program: string, megabytes: number): unknown {
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
