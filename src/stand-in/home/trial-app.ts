import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandLine } from "../splunkd/app-process.ts";

/** Names of their folders begin so. */
export const TRIAL_PREFIX = "trial-";

export type TrialOptions = {
  /** The app folder whose conf files count. */
  readonly app: string;
  /** Where cache, log and pictures go. */
  readonly var: string;
  /** The program, as Splunk would start it. */
  readonly program: readonly [string, ...string[]];
  /** Image servers that this run may ask beside those of the conf files. */
  readonly servers: readonly string[];
  /** How pictures are shown; by default as files, which need nobody to serve them. */
  readonly serve?: "static" | "rest";
};

export type Trial = {
  readonly command: CommandLine;
  /** Another program of the app, under the same settings. */
  readonly programWith: (program: TrialOptions["program"]) => CommandLine;
  /** Folder of the settings; whatever is laid there goes with them. */
  readonly folder: string;
  readonly remove: () => void;
};

/**
 * A copy of the app's settings in which more image servers are allowed, for one run without Splunk. The program reads
 * it as its own; nothing of the app itself changes.
 */
export function makeTrialApp({ app, var: varFolder, program, servers, serve = "static" }: TrialOptions): Trial {
  mkdirSync(varFolder, { recursive: true });
  const folder = mkdtempSync(join(varFolder, TRIAL_PREFIX));
  for (const layer of ["default", "local"]) {
    const from = join(app, layer, "getimage.conf");
    if (existsSync(from)) cpSync(from, join(folder, layer, "getimage.conf"));
  }
  const local = join(folder, "local", "getimage.conf");
  mkdirSync(join(folder, "local"), { recursive: true });
  const own = existsSync(local) ? readFileSync(local, "utf8") : "";
  const stanzas = servers.map((url, index) => `[server:trial-${index + 1}]\nurl = ${url}\n`);
  // A disk that is nearly full is no reason to show less on a first try.
  const trial = `[serve]\nserve = ${serve}\nstatic_folder = ${join(varFolder, "static")}\n[cache]\nmin_free = 1\n`;
  writeFileSync(local, `${own}\n${stanzas.join("\n")}\n${trial}`);
  const { SPLUNK_HOME: _, ...env } = process.env;
  const programWith: Trial["programWith"] = (line) => ({
    program: [...line, "--app", folder, "--var", varFolder],
    env,
  });
  return {
    command: programWith(program),
    programWith,
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
