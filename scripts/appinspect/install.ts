import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROJECT } from "../package/project.ts";

const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));

/** The program, or why this machine cannot have it. */
export type Installation = { readonly program: string } | { readonly missing: string };

/** AppInspect in a virtual environment of its own, installed once for each set of exact versions. */
export function installAppInspect(): Installation {
  const versions = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const folder = join(PROJECT, ".cache", `appinspect-${versions}`);
  // A folder that was not filled to its end has no such file; its programs name the folder, so it cannot be moved.
  const complete = join(folder, "complete");
  if (!existsSync(complete)) {
    const failed = install(folder);
    if (failed !== undefined) return { missing: failed };
    writeFileSync(complete, "");
  }
  const program = join(folder, "bin", "splunk-appinspect");
  if (run(join(folder, "bin", "python3"), ["-c", "import magic"]) !== undefined)
    return { missing: "libmagic (Debian: libmagic1)" };
  return { program };
}

function install(folder: string): string | undefined {
  rmSync(folder, { recursive: true, force: true });
  if (run("python3", ["--version"]) !== undefined) return "Python 3 (Debian: python3 and python3-venv)";
  const made = run("python3", ["-m", "venv", folder]);
  if (made !== undefined) return `Python's venv (Debian: python3-venv): ${made}`;
  const pip = ["install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS];
  const installed = run(join(folder, "bin", "pip"), pip);
  return installed === undefined ? undefined : `splunk-appinspect from PyPI: ${installed}`;
}

/** @returns what went wrong, if anything, by its last line */
function run(program: string, args: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split("\n").at(-1) ?? "";
}
