import { join } from "node:path";
import { APP_ID } from "../contract.ts";

/** Folders that the program reads and writes. */
export type Paths = {
  readonly app: string;
  readonly cache: string;
  readonly log: string;
  /** What Splunk Web serves under `serve = static`. */
  readonly staticCache: string;
};

/**
 * Under Splunk the folders that app review allows for writing; without it, a folder `var` beside the app.
 * @param splunkHome value of SPLUNK_HOME, if any
 * @param varFolder where to write without Splunk
 */
export function pathsFor(app: string, splunkHome: string | undefined, varFolder = join(app, "..", "var")): Paths {
  const underSplunk = splunkHome !== undefined && splunkHome !== "";
  const base = underSplunk ? join(splunkHome, "var") : varFolder;
  return {
    app,
    cache: underSplunk ? join(base, "run", APP_ID, "cache") : join(base, "cache"),
    log: underSplunk ? join(base, "log", "splunk") : join(base, "log"),
    staticCache: join(app, "appserver", "static", "cache"),
  };
}
