import { join } from "node:path";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import type { Peers } from "./peers.ts";

/** A command that adds one field, on Splunk's own Python library; undefined where that is missing. */
export function splunklibCommand(peers: Peers): CommandLine | undefined {
  const python = peers.get("splunklib")?.program;
  if (python === undefined) return undefined;
  return { program: [python, join(import.meta.dirname, "splunklib_command.py")], env: { PATH: "/usr/bin:/bin" } };
}
