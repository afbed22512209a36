import { copyFileSync, cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { PROJECT } from "./package/project.ts";
import { bundleStatic } from "./package/static-bundles.ts";

/** Modules that Splunk Web has, each as one file of its npm package. */
const MODULES: readonly (readonly [file: string, npm: string])[] = [
  ["require.js", "requirejs/require.js"],
  ["jquery.js", "jquery/dist/jquery.js"],
  ["underscore.js", "underscore/underscore-umd.js"],
  ["backbone.js", "backbone/backbone.js"],
];

/** The app's appserver/static as it is shipped: what is written by hand, and the same bundles as in the package. */
export async function laySplunkFiles(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const handwritten = join(PROJECT, "app", "appserver", "static");
  if (existsSync(handwritten)) cpSync(handwritten, folder, { recursive: true });
  await bundleStatic(folder);
}

/** The preview's own scripts and styles. None of it is shipped. */
export async function layPreviewFiles(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: ["page.ts", "theme.ts", "page.css"].map((name) =>
      join(PROJECT, "src/stand-in/splunk-web/browser", name),
    ),
    outdir: folder,
    absWorkingDir: PROJECT,
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
  });
  for (const [file, npm] of MODULES) copyFileSync(join(PROJECT, "node_modules", npm), join(folder, file));
  copyFileSync(join(PROJECT, "app", "static", "appIcon_2x.png"), join(folder, "icon.png"));
}
