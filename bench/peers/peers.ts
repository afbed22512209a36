import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../scripts/package/project.ts";

/** What getimage is measured against. */
export type PeerName = "wget" | "convert" | "vipsthumbnail" | "nginx" | "splunklib";

/** Peers of this machine: where each is, and its version; those that are missing are absent. */
export type Peers = ReadonlyMap<PeerName, { readonly program: string; readonly version: string }>;

const PYTHON = join(PROJECT, ".cache/bench-python/bin/python");
const SPLUNKLIB =
  'import importlib.metadata as m; import splunklib.searchcommands; print("splunk-sdk", m.version("splunk-sdk"))';

const PLACES: readonly (readonly [name: PeerName, program: string, args: readonly string[]])[] = [
  ["wget", "/usr/bin/wget", ["--version"]],
  ["convert", "/usr/bin/convert", ["-version"]],
  ["vipsthumbnail", "/usr/bin/vipsthumbnail", ["--vips-version"]],
  ["nginx", "/usr/sbin/nginx", ["-v"]],
  ["splunklib", PYTHON, ["-c", SPLUNKLIB]],
];

export function findPeers(): Peers {
  return new Map(
    PLACES.flatMap(([name, program, args]) => {
      if (!existsSync(program)) return [];
      const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
      const version = (stdout || stderr).split("\n")[0]?.trim() ?? "";
      return status === 0 ? [[name, { program, version }] as const] : [];
    }),
  );
}

/** Sentences that name what this machine lacks. */
export function missing(peers: Peers, ...wanted: readonly PeerName[]): string[] {
  const absent = wanted.filter((name) => !peers.has(name));
  return absent.map((name) => `${name} is missing, so nothing was measured against it; bench/setup.sh installs it`);
}
