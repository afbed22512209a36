import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { PROJECT } from "./package/project.ts";

/**
 * Programs of the source tree as they are shipped: `<name>.mjs` each, and what they share or load late in chunks/.
 * @returns folders of the npm packages of which the bundles hold something
 */
export async function bundle(programs: readonly string[], folder: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [...programs],
    outdir: folder,
    // Comments of the bundles name files from here on.
    absWorkingDir: PROJECT,
    metafile: true,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    // What only a row needs (network, cache, decoder) stays in files of its own, so that getinfo is answered at once.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    // The last is splunk-sdk's own transport, which checks no certificate and is never asked for.
    external: ["sharp", "*/platform/node/node_http"],
    plugins: [modernClasses],
    legalComments: "linked",
    // axios's dependencies are CommonJS and call require.
    banner: {
      js: 'import { createRequire as _createRequire } from "node:module"; const require = _createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  return npmPackagesIn(metafile);
}

function npmPackagesIn({ outputs }: Metafile): string[] {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].map((path) => join(PROJECT, path));
}

// The class helper inside splunk-sdk calls itself by a name that modules forbid.
const modernClasses: Plugin = {
  name: "modern-classes",
  setup({ onLoad }) {
    onLoad({ filter: /splunk-sdk.lib.jquery\.class\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8").replace(".extend = function(", ".extend = function extend(");
      return { contents: source.replace("arguments.callee", "extend") };
    });
  },
};

/** How a script is made for browsers: one file that leaves no name behind. */
const FOR_BROWSERS = {
  absWorkingDir: PROJECT,
  bundle: true,
  format: "iife",
  platform: "browser",
  // Read by browsers from 2018 on; the pages themselves need those of 2022 (dialog, replaceChildren).
  target: "es2018",
  inject: [join(PROJECT, "src/web/url-parse.ts")],
  legalComments: "inline",
  logLevel: "warning",
} satisfies BuildOptions;

/** Scripts of dashboards as Splunk Web loads them. */
export async function bundleForBrowsers(scripts: readonly string[], folder: string): Promise<void> {
  await build({ ...FOR_BROWSERS, entryPoints: [...scripts], outdir: folder, entryNames: "[name]" });
}

/**
 * A custom visualization as Splunk Web loads it: an AMD module that needs only Splunk Web's own two.
 * @param script exports makeVisualization
 */
export async function bundleVisualization(script: string, file: string): Promise<void> {
  await build({
    ...FOR_BROWSERS,
    entryPoints: [script],
    outfile: file,
    globalName: "visualization",
    banner: { js: 'define(["api/SplunkVisualizationBase", "api/SplunkVisualizationUtils"], function (base, utils) {' },
    footer: { js: "return visualization.makeVisualization(base, utils);\n});" },
  });
}
