import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assemble } from "../scripts/package/assemble.ts";
import { LINUX_X86_64 } from "../scripts/package/platforms.ts";
import { PROJECT } from "../scripts/package/project.ts";
import { APP_ID } from "../src/pictures/contract.ts";
import type { CommandLine } from "../src/stand-in/splunkd/app-process.ts";

/** The app as it is shipped, in a folder of its own that no test builds over. */
export type App = { readonly folder: string; readonly node: string };

export async function buildApp(): Promise<App> {
  const folder = join(PROJECT, "dist/bench/app", APP_ID);
  await assemble(folder, LINUX_X86_64);
  return { folder, node: join(folder, LINUX_X86_64.folder, "bin/node") };
}

/** A Splunk home with settings and a cache of its own. */
export type Home = {
  readonly command: CommandLine;
  readonly endpoint: CommandLine;
  /** Where its conf files lie, and where its cache. */
  readonly settings: string;
  readonly cache: string;
  readonly remove: () => void;
};

/**
 * @param folder the home is made in it
 * @param conf lines for local/getimage.conf
 */
export function makeHome(app: App, folder: string, conf: string): Home {
  const home = mkdtempSync(join(folder, "home-"));
  const settings = join(home, "etc", "apps", APP_ID);
  mkdirSync(join(settings, "local"), { recursive: true });
  cpSync(join(app.folder, "default"), join(settings, "default"), { recursive: true });
  // The disk of whoever measures may be nearly full.
  writeFileSync(join(settings, "local", "getimage.conf"), `[cache]\nmin_free = 0\n${conf}`);
  const env = { SPLUNK_HOME: home, PATH: "/usr/bin:/bin" };
  const program = (name: string): CommandLine["program"] => [join(app.folder, "bin", name), "--app", settings];
  return {
    command: { program: program("getimage"), env },
    endpoint: { program: program("image-endpoint"), env },
    settings,
    cache: join(home, "var", "run", APP_ID, "cache"),
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }),
  };
}
