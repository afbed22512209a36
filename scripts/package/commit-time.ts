import { spawnSync } from "node:child_process";
import { PROJECT } from "./project.ts";

const WITHOUT_HISTORY = Date.UTC(2000, 0, 1) / 1000;

/**
 * The time of all files of a package, in seconds: when the last commit was made, so that the same commit gives the same
 * bytes, and browsers see that a newer package has newer files.
 */
export function commitTime(): number {
  const given = Number(process.env["SOURCE_DATE_EPOCH"]);
  if (given > 0) return given;
  const { status, stdout } = spawnSync("git", ["log", "-1", "--format=%ct"], { cwd: PROJECT, encoding: "utf8" });
  return status === 0 ? Number(stdout) : WITHOUT_HISTORY;
}
