import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What `npm test` runs: type check, lint, package, then all tests, or only those whose files are named. */
const root = fileURLToPath(new URL("..", import.meta.url));
const [...files] = process.argv.slice(2);
const tests =
  files.length > 0 ? files : globSync("test/**/*.test.ts", { cwd: root, exclude: ["test/studio/**"] }).sort();

const steps: readonly (readonly [string, ...string[]])[] = [
  ["tsc", "-p", "."],
  ["tsc", "-p", "src/web"],
  ["tsc", "-p", "src/stand-in/splunk-web/browser"],
  ["biome", "ci", "--colors=off", "."],
  [process.execPath, "scripts/package.ts", "--quiet"],
  [process.execPath, "--test", "--test-concurrency=2", "--test-timeout=60000", ...tests],
];
for (const [command, ...args] of steps) {
  console.log(`> ${command.split("/").at(-1)} ${args.slice(0, 3).join(" ")}`);
  // The end to end tests run what the step before them built, all of them the same.
  const env = { ...process.env, GETIMAGE_TESTS_USE_DIST: "1" };
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
