import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { prepareStudio } from "./test/studio.ts";
import { isQuick, TIERS, type Tier, testFiles, tierOf } from "./test/tiers.ts";

/** What `npm test` and `npm run test:*` run. */
const HELP = `npm test                   type check, lint, and all tests that need no package, no browser and no corpus
npm test -- --quick        the same, but only the tests that need nothing except this process
npm test -- FILE ...       these test files alone, without type check
npm run check              type check and lint alone
npm run test:e2e           packs the app, then the tests that start it
npm run test:formats       every picture of the corpus and every bomb through the real decoder
npm run test:browser       pages in Chromium
npm run test:studio        views of Dashboard Studio in Splunk's own renderer
npm run test:all           all of them
`;
/** Stops a test that hangs; no test is judged by it. */
const HANG_MS = 600_000;

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = readArguments();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const started = performance.now();
if (values.check) {
  check();
} else if (positionals.length > 0) {
  const named = positionals.map((file) => relative(root, resolve(file)));
  for (const tier of TIERS)
    runTier(
      tier,
      named.filter((file) => tierOf(root, file) === tier),
      true,
    );
} else {
  const tiers = values.tier === "all" ? TIERS : TIERS.filter((tier) => tier === (values.tier ?? "unit"));
  if (tiers.length === 0) {
    console.error(`expected one of the tiers ${TIERS.join(", ")}, all; received "${values.tier}"\n\n${HELP}`);
    process.exit(2);
  }
  if (tiers.includes("unit")) check();
  const files = testFiles(root);
  for (const tier of tiers) {
    const all = files.get(tier) ?? [];
    runTier(tier, values.quick ? all.filter((file) => isQuick(root, file)) : all, false);
  }
}
console.log(`All of it took ${Math.round((performance.now() - started) / 1000)} s.`);

function readArguments() {
  try {
    const flag = { type: "boolean" } as const;
    const options = { tier: { type: "string" }, quick: flag, check: flag, help: flag } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : thrown}\n\n${HELP}`);
    process.exit(2);
  }
}

function check(): void {
  for (const project of [".", "src/web", "src/pictures/dashboards", "src/stand-in/splunk-web/browser"])
    run("tsc", ["-p", project]);
  run("biome", ["ci", "--colors=off", "."]);
}

/** @param isNamed whether somebody named these files: then one alone packs the app itself, as far as it needs that */
function runTier(tier: Tier, files: readonly string[], isNamed: boolean): void {
  if (files.length === 0) return;
  console.log(`\n=== ${tier}: ${files.length} files`);
  if (tier === "studio" && !prepareStudio(root, run)) return;
  const needsPackage = (tier === "e2e" || tier === "browser") && !(isNamed && files.length === 1);
  if (needsPackage) run(process.execPath, ["scripts/package.ts", "--quiet"]);
  // Three browsers at once are too much for two cores.
  const atOnce = tier === "studio" ? 1 : Math.min(4, availableParallelism());
  const flags = ["--test", `--test-concurrency=${atOnce}`, `--test-timeout=${HANG_MS}`];
  run(process.execPath, [...flags, ...files], {
    // The tests share what was built before them.
    ...((needsPackage || tier === "studio") && { GETIMAGE_TESTS_USE_DIST: "1" }),
    ...(tier === "studio" && { STUDIO_PAGE_IS_BUILT: "1" }),
  });
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = root): void {
  console.log(`> ${program.split("/").at(-1)} ${args.slice(0, 3).join(" ")}`);
  const { status } = spawnSync(program, args, { cwd, stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}
