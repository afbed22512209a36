import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withoutBrowser } from "../../test/helpers/browser.ts";

type Run = (program: string, args: readonly string[], env?: NodeJS.ProcessEnv, cwd?: string) => void;

/**
 * Installs and bundles Splunk's renderer of Dashboard Studio, a package of its own under test/studio/renderer: large, for
 * tests alone, and no part of the app. False, with a word about it, where the machine has no browser.
 */
export function prepareStudio(root: string, run: Run): boolean {
  if (withoutBrowser) {
    console.log(`test:studio is skipped: ${withoutBrowser}`);
    return false;
  }
  const renderer = join(root, "test/studio/renderer");
  if (!isInstalled(renderer)) {
    console.log(
      "Installing Splunk's renderer for tests (npm ci in test/studio/renderer, about 550 MB and a minute) ...",
    );
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {}, renderer);
  }
  run("tsc", ["-p", "test/studio/renderer"]);
  run(process.execPath, ["scripts/build.ts"]);
  run(process.execPath, ["test/studio/bundle-page.ts"]);
  return true;
}

type Installed = { readonly version?: string; readonly optional?: boolean };

function isInstalled(renderer: string): boolean {
  const installed = join(renderer, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const wanted = packagesIn(join(renderer, "package-lock.json"));
  const found = packagesIn(installed);
  return [...wanted].every(([path, { version, optional }]) => optional || found.get(path)?.version === version);
}

function packagesIn(lock: string): ReadonlyMap<string, Installed> {
  const { packages }: { packages: Record<string, Installed> } = JSON.parse(readFileSync(lock, "utf8"));
  return new Map(Object.entries(packages).filter(([path]) => path !== ""));
}
