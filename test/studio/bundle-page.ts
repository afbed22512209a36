import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { build as Build } from "esbuild";
import { PROJECT } from "../helpers/samples.ts";

const RENDERER = join(import.meta.dirname, "renderer");
/** Where the page goes, for all test files. */
export const PAGE = join(PROJECT, "dist/studio-page");

/** Bundles the page with Splunk's renderer. The bundle is Splunk's, and for tests on this machine alone. */
export async function bundlePage(): Promise<void> {
  const { build }: { build: typeof Build } = createRequire(join(RENDERER, "package.json"))("esbuild");
  await build({
    entryPoints: { page: join(RENDERER, "page.tsx") },
    outdir: PAGE,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"', global: "window" },
    loader: { ".svg": "dataurl", ".png": "dataurl", ".woff": "dataurl", ".woff2": "dataurl" },
    logLevel: "error",
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await bundlePage();
