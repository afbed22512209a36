import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { assemble } from "../scripts/package/assemble.ts";
import { LINUX_X86_64 } from "../scripts/package/platforms.ts";
import { PROJECT } from "../scripts/package/project.ts";
import { APP_ID } from "../src/pictures/contract.ts";
import { makeSplunkHome, type SplunkHome } from "../src/stand-in/home/splunk-home.ts";

/** The app as it is shipped, in a folder of its own that no test builds over. */
export type App = { readonly folder: string; readonly node: string };

export async function buildApp(): Promise<App> {
  const folder = join(PROJECT, "dist/bench/app", APP_ID);
  await assemble(folder, LINUX_X86_64);
  return { folder, node: join(folder, LINUX_X86_64.folder, "bin/node") };
}

/**
 * A Splunk home with settings and a cache of its own.
 * @param folder the home is made in it
 * @param conf lines for local/getimage.conf
 */
export function makeHome(app: App, folder: string, conf: string): SplunkHome {
  return makeSplunkHome(mkdtempSync(join(folder, "home-")), { app: app.folder, conf });
}
