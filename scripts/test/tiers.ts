import { existsSync, globSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** Kinds of tests by what they need, in the order in which `test:all` runs them. */
export const TIERS = ["unit", "e2e", "formats", "browser", "studio"] as const;
export type Tier = (typeof TIERS)[number];

/** What only some tiers may load; a test goes where its imports lead. */
const NEEDS_BROWSER = "test/helpers/browser.ts";
const NEEDS_PACKAGE = /^(test\/helpers\/packed-app|scripts\/built-app)\.ts$/;
/** What a quick test leaves alone: processes, sockets, threads, native code. */
const NOT_QUICK = /^(node:(child_process|https?|net|tls|worker_threads)|sharp|axios)$/;

const IMPORT = /^(?:import|export)\s+(type\s)?(?:[^;"]*?\sfrom\s+)?"([^"]+)";$|\bimport\("([^"]+)"\)/gm;

/** All test files of the project at `root`, by their tiers. */
export function testFiles(root: string): ReadonlyMap<Tier, readonly string[]> {
  const files = globSync("test/**/*.test.ts", { cwd: root, exclude: ["**/node_modules/**"] }).sort();
  return new Map(TIERS.map((tier) => [tier, files.filter((file) => tierOf(root, file) === tier)]));
}

/** @param file from the root of the project */
export function tierOf(root: string, file: string): Tier {
  if (file.startsWith("test/studio/")) return "studio";
  if (file.startsWith("test/formats/")) return "formats";
  if (/^test\/(e2e|package)\//.test(file)) return "e2e";
  const loaded = loadedWith(root, file);
  if (loaded.has(NEEDS_BROWSER)) return "browser";
  return [...loaded].some((each) => NEEDS_PACKAGE.test(each)) ? "e2e" : "unit";
}

/** Whether a test needs nothing but this process and files. */
export function isQuick(root: string, file: string): boolean {
  return tierOf(root, file) === "unit" && ![...loadedWith(root, file)].some((each) => NOT_QUICK.test(each));
}

/** What a file imports, directly or not: files by their path from the root, packages by their names. */
function loadedWith(root: string, file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const path = posix.join(root, file);
  if (!file.endsWith(".ts") || !existsSync(path)) return loaded;
  for (const [, type, fixed, dynamic] of readFileSync(path, "utf8").matchAll(IMPORT)) {
    const target = fixed ?? dynamic ?? "";
    if (!type) loadedWith(root, target.startsWith(".") ? posix.join(posix.dirname(file), target) : target, loaded);
  }
  return loaded;
}
