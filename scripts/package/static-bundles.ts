import { join } from "node:path";
import { bundleForBrowsers, bundleVisualization } from "../bundle.ts";
import { VIEW_SCRIPTS, VISUALIZATIONS } from "./programs.ts";
import { PROJECT } from "./project.ts";

/** Lays into a folder what appserver/static gets beside the files that are written by hand. */
export async function bundleStatic(folder: string): Promise<void> {
  const source = (name: string): string => join(PROJECT, "src/pictures/dashboards", name);
  await bundleForBrowsers(VIEW_SCRIPTS.map(source), folder);
  for (const [name, script] of VISUALIZATIONS) {
    await bundleVisualization(source(script), join(folder, "visualizations", name, "visualization.js"));
  }
}
