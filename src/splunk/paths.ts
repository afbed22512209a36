import { join, resolve } from "node:path";

/** Folders and files that the program reads and writes. */
export type Paths = {
  readonly app: string;
  /** What the app alone reads and writes. */
  readonly run: string;
  readonly log: string;
  /** Certificates of this Splunk's own authority; empty without Splunk. */
  readonly splunkCa: string;
  /** Folder of Splunk's own conf files; empty without Splunk. */
  readonly splunkSystem: string;
};

/**
 * Under Splunk the folders that app review allows for writing; without it, a folder `var` beside the app. An app that is
 * installed knows its Splunk also when somebody starts it by hand.
 * @param appId name of its folder below `var/run`
 * @param splunkHome value of SPLUNK_HOME, if any
 * @param varFolder where to write without SPLUNK_HOME
 */
export function pathsFor(app: string, appId: string, splunkHome: string | undefined, varFolder?: string): Paths {
  const home = splunkHome || (varFolder === undefined ? homeOf(app) : undefined);
  const base = home === undefined ? (varFolder ?? join(app, "..", "var")) : join(home, "var");
  return {
    app,
    run: home === undefined ? base : join(base, "run", appId),
    log: home === undefined ? join(base, "log") : join(base, "log", "splunk"),
    splunkCa: home === undefined ? "" : join(home, "etc", "auth", "cacert.pem"),
    splunkSystem: home === undefined ? "" : join(home, "etc", "system"),
  };
}

function homeOf(app: string): string | undefined {
  return /[/\\]etc[/\\]apps[/\\][^/\\]+$/.test(app) ? resolve(app, "../../..") : undefined;
}
