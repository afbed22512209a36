import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { APP_ID } from "../../pictures/contract.ts";
import type { CommandLine } from "../splunkd/app-process.ts";

/** A Splunk home in which the app is installed, with settings, a cache and a log of its own. */
export type SplunkHome = {
  readonly home: string;
  /** The search command, and the image endpoint as restmap.conf names it. */
  readonly command: CommandLine;
  readonly endpoint: CommandLine;
  /** The app's folder: its conf files, and what it shows as files. */
  readonly settings: string;
  readonly cache: string;
  /** What getimage.log holds so far. */
  readonly log: () => string;
  readonly remove: () => void;
};

export type SplunkHomeOptions = {
  /** The built app, whose programs are run; nothing in its folder changes. */
  readonly app: string;
  /** Lines for the app's local/getimage.conf; the first may go on with [cache]. */
  readonly conf: string;
  /** What splunkd hands its programs beside SPLUNK_HOME and PATH. */
  readonly env?: Readonly<Record<string, string>>;
};

/** @param home the folder that becomes it */
export function makeSplunkHome(home: string, { app, conf, env: more = {} }: SplunkHomeOptions): SplunkHome {
  const settings = join(home, "etc", "apps", APP_ID);
  cpSync(join(app, "default"), join(settings, "default"), { recursive: true });
  configureApp(settings, conf);
  const env = { SPLUNK_HOME: home, PATH: "/usr/bin:/bin", ...more };
  const line = (program: string): CommandLine => ({
    program: [join(app, "bin", program), "--app", settings],
    env,
  });
  return {
    home,
    command: line("getimage"),
    endpoint: line("image-endpoint"),
    settings,
    cache: join(home, "var", "run", APP_ID, "cache"),
    log: () => textOf(join(home, "var", "log", "splunk", "getimage.log")),
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Writes local/getimage.conf of an app's folder anew. */
export function configureApp(settings: string, conf: string): void {
  const file = join(settings, "local", "getimage.conf");
  mkdirSync(dirname(file), { recursive: true });
  // The disk of whoever tests or measures may be nearly full.
  writeFileSync(file, `[cache]\nmin_free = 0\n${conf}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Nothing was logged yet.
    return "";
  }
}
