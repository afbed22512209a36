import { join } from "node:path";
import { bundleForBrowsers } from "../bundle.ts";
import { VIEW_SCRIPTS } from "./programs.ts";
import { PROJECT } from "./project.ts";

/** Lays into a folder what appserver/static gets beside the files that are written by hand. */
export async function bundleStatic(folder: string): Promise<void> {
  await bundleForBrowsers(
    VIEW_SCRIPTS.map((name) => join(PROJECT, "src/dashboards", name)),
    folder,
  );
}
