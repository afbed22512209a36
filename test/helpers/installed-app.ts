import { readdirSync } from "node:fs";
import { join } from "node:path";
import { builtApp } from "../../scripts/built-app.ts";
import { FORMAT_VERSION } from "../../src/pictures/cache/store/key.ts";
import { makeSplunkHome, type SplunkHome } from "../../src/stand-in/home/splunk-home.ts";
import { SearchProcess } from "../../src/stand-in/splunkd/search-command.ts";
import type { Ending } from "./temp-folder.ts";

// Files are the plainer way to see what is shown; tests of the endpoint say so. The machine of whoever runs the tests may
// be so busy that the clocks of a search would ring where a test is not about them.
const USUAL = `
[serve]
serve = static
[fetch]
connect_timeout = 60
first_byte_timeout = 60
idle_timeout = 60
total_timeout = 300
[image]
decode_timeout = 120
[cache]
`;

/** A Splunk home for one test: the built app's launcher, its own settings, cache and log. */
export type InstalledApp = SplunkHome & {
  /** Folders of processes, and files in them, in the cache's folder for work in progress. */
  readonly temporaryFiles: () => string[];
};

/** @param conf lines for local/getimage.conf; the first may go on with [cache] */
export function installApp(home: string, conf: string): InstalledApp {
  const made = makeSplunkHome(home, {
    app: builtApp(),
    conf: USUAL + conf,
    // The environment that splunkd gives: a library path that breaks other programs, and no Node on PATH.
    env: { LD_LIBRARY_PATH: "/nonexistent", NODE_OPTIONS: "--bad" },
  });
  return { ...made, temporaryFiles: () => listing(join(made.cache, `v${FORMAT_VERSION}`, "tmp")) };
}

/** Rows of one column, as a CSV file. */
export function csvOf(column: string, values: readonly string[]): Buffer {
  return Buffer.from([column, ...values.map((value) => JSON.stringify(value))].join("\n"));
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}

/** Starts the command as splunkd does; it is killed at the latest when the test ends. */
export function startCommand(ending: Ending, app: InstalledApp): SearchProcess {
  const splunkd = new SearchProcess(app.command);
  ending.after(() => {
    splunkd.process.kill("SIGKILL");
  });
  return splunkd;
}
