import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { PROJECT } from "../../scripts/package/project.ts";
import type { Peers } from "../peers/peers.ts";

export type Machine = {
  readonly model: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  /** Of all that took part. */
  readonly versions: readonly string[];
};

export function describeMachine(peers: Peers): Machine {
  const npm = ["sharp", "axios"].map((name) => `${name} ${versionOf(name)}`);
  return {
    model: cpus()[0]?.model ?? "an unknown processor",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform,
    versions: [
      `node ${process.versions.node}`,
      ...npm,
      `libvips ${sharp.versions.vips}`,
      ...[...peers.values()].map(({ version }) => version.replace(/ https?:.*$/, "")),
    ],
  };
}

/** The commit, with `+` behind it where files differ from it. */
export function commitName(): string {
  const git = (...args: string[]): string =>
    spawnSync("git", args, { cwd: PROJECT, encoding: "utf8" }).stdout?.trim() ?? "";
  // What a run writes itself is no change of the program.
  const changed = git("status", "--porcelain", "--", ".", ":!bench/results", ":!docs/pictures/performance.md");
  return `${git("rev-parse", "--short", "HEAD") || "unknown"}${changed === "" ? "" : "+"}`;
}

function versionOf(npmName: string): string {
  return JSON.parse(readFileSync(join(PROJECT, "node_modules", npmName, "package.json"), "utf8")).version;
}
