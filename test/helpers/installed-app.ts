import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FORMAT_VERSION } from "../../src/pictures/cache/store/key.ts";
import { APP_ID } from "../../src/pictures/contract.ts";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import { Splunkd } from "../../src/stand-in/splunkd/search-command.ts";
import { PROJECT } from "./samples.ts";
import type { Ending } from "./temp-folder.ts";

// npm test builds before it starts the test files, which run side by side and must not pull dist from under each other.
let built = process.env["GETIMAGE_TESTS_USE_DIST"] === "1";

/** The built app; a test file that is run by itself builds it first. */
export function buildApp(): string {
  if (!built) {
    const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, "scripts/build.ts")], { encoding: "utf8" });
    if (status !== 0) throw new Error(`build failed: ${stderr}`);
    built = true;
  }
  return join(PROJECT, "dist", APP_ID);
}

/** A Splunk home for one test: the built app's launcher, its own settings, cache and log. */
export type InstalledApp = {
  readonly home: string;
  readonly command: CommandLine;
  /** The image endpoint, as restmap.conf names it. */
  readonly endpoint: CommandLine;
  readonly cache: string;
  /** Folders of processes, and files in them, in the cache's folder for work in progress. */
  readonly temporaryFiles: () => string[];
  readonly log: () => string;
};

/** @param conf lines for local/getimage.conf */
export function installApp(home: string, conf: string): InstalledApp {
  const app = buildApp();
  const settings = join(home, "etc", "apps", APP_ID);
  mkdirSync(join(settings, "local"), { recursive: true });
  cpSync(join(app, "default"), join(settings, "default"), { recursive: true });
  // The disk of whoever runs the tests may be nearly full.
  // Files are the plainer way to see what is shown; tests of the endpoint say so.
  const usual = "[serve]\nserve = static\n[cache]\nmin_free = 0\n";
  writeFileSync(join(settings, "local", "getimage.conf"), usual + conf);
  const cache = join(home, "var", "run", APP_ID, "cache");
  // The environment that splunkd gives: a library path that breaks other programs, and no Node on PATH.
  const env = { SPLUNK_HOME: home, PATH: "/usr/bin:/bin", LD_LIBRARY_PATH: "/nonexistent", NODE_OPTIONS: "--bad" };
  return {
    home,
    command: { program: [join(app, "bin", "getimage"), "--app", settings], env },
    endpoint: { program: [join(app, "bin", "image-endpoint"), "--app", settings], env },
    cache,
    temporaryFiles: () => listing(join(cache, `v${FORMAT_VERSION}`, "tmp")),
    log: () => readText(join(home, "var", "log", "splunk", "getimage.log")),
  };
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

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Starts the command as splunkd does; it is killed at the latest when the test ends. */
export function startCommand(ending: Ending, app: InstalledApp): Splunkd {
  const splunkd = new Splunkd(app.command);
  ending.after(() => {
    splunkd.process.kill("SIGKILL");
  });
  return splunkd;
}
