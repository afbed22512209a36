import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { APP_ID } from "../../pictures/contract.ts";
import { type Paths, pathsFor } from "../../splunk/paths.ts";
import type { Flags } from "./flags.ts";

/** Where the app lies that this program belongs to, and where it writes. */
export function pathsOf({ app, var: varFolder }: Pick<Flags, "app" | "var">): Paths {
  const home = process.env["SPLUNK_HOME"];
  return pathsFor(app ? resolve(app) : appFolder(), APP_ID, home, varFolder ? resolve(varFolder) : undefined);
}

/** Bundled in `<app>/linux_x86_64/bin` or a folder below it, in the source tree `src/programs/pictures` beside `app`. */
function appFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  if (!import.meta.url.endsWith(".mjs")) return resolve(here, "../../../app");
  return here.endsWith("/chunks") ? resolve(here, "../../..") : resolve(here, "../..");
}
