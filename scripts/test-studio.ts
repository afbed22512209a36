import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withoutBrowser } from "../test/helpers/browser.ts";

/**
 * What `npm run test:studio` runs: the views of Dashboard Studio in Splunk's own renderer, which is a package of its own
 * under test/studio/renderer: large, for tests alone, and no part of the app.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const renderer = join(root, "test/studio/renderer");
const [...named] = process.argv.slice(2);

if (withoutBrowser) {
  console.log(`test:studio is skipped: ${withoutBrowser}`);
  process.exit(0);
}
if (!isInstalled()) {
  console.log("Installing Splunk's renderer for tests (npm ci in test/studio/renderer, about 550 MB and a minute) ...");
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], renderer);
}
run("tsc", ["-p", "test/studio/renderer"], root);
run(process.execPath, ["scripts/build.ts"], root);
run(process.execPath, ["test/studio/bundle-page.ts"], root);
const tests = named.length > 0 ? named : globSync("test/studio/*.test.ts", { cwd: root }).sort();
// Three browsers at once are too much for two cores.
run(process.execPath, ["--test", "--test-concurrency=1", "--test-timeout=180000", ...tests], root);

function isInstalled(): boolean {
  const installed = join(renderer, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const wanted = packagesIn(join(renderer, "package-lock.json"));
  const found = packagesIn(installed);
  return [...wanted].every(([path, { version, optional }]) => optional || found.get(path)?.version === version);
}

type Installed = { readonly version?: string; readonly optional?: boolean };

function packagesIn(lock: string): ReadonlyMap<string, Installed> {
  const { packages }: { packages: Record<string, Installed> } = JSON.parse(readFileSync(lock, "utf8"));
  return new Map(Object.entries(packages).filter(([path]) => path !== ""));
}

function run(program: string, args: readonly string[], cwd: string): void {
  console.log(`> ${program.split("/").at(-1)} ${args.slice(0, 3).join(" ")}`);
  const env = { ...process.env, GETIMAGE_TESTS_USE_DIST: "1", STUDIO_PAGE_IS_BUILT: "1" };
  const { status } = spawnSync(program, args, { cwd, stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
