import { createRequire } from "node:module";
import { join } from "node:path";
import type { build as Build } from "esbuild";

const RENDERER = join(import.meta.dirname, "renderer");

/** Bundles the page with Splunk's renderer into a folder; the bundle is Splunk's, for tests on this machine only. */
export async function bundlePage(folder: string): Promise<void> {
  const { build }: { build: typeof Build } = createRequire(join(RENDERER, "package.json"))("esbuild");
  await build({
    entryPoints: { page: join(RENDERER, "page.tsx") },
    outdir: folder,
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
