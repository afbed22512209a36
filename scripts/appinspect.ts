import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { APP_ID } from "../src/pictures/contract.ts";
import { type Finding, inspect, type Report } from "./appinspect/inspect.ts";
import { installAppInspect } from "./appinspect/install.ts";
import { isListed, listedWarnings } from "./appinspect/listed.ts";
import { PROJECT } from "./package/project.ts";

/** Splunk's own review of the package that `npm run package` made, or of those that are named: prints a table, and fails
 * at an error, a failure, or a warning that docs/pictures/appinspect.md does not list. */
const RESULTS = [
  "error",
  "failure",
  "future_failure",
  "warning",
  "skipped",
  "manual_check",
  "not_applicable",
  "success",
];
const RUNS: readonly (readonly [name: string, tags: readonly string[]])[] = [
  ["cloud", ["--included-tags", "cloud"]],
  ["private_victoria", ["--included-tags", "private_victoria"]],
  ["future", ["--included-tags", "future"]],
  ["no tags", []],
];
// Its one check fails any program for x86_64, and so the package for x86_64 by its nature.
const ARM_ONLY = ["--excluded-tags", "aarch64_compatibility"];

const installation = installAppInspect();
if ("missing" in installation) {
  console.log(`AppInspect is skipped: this machine lacks ${installation.missing}`);
  process.exit(0);
}
const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
const named = process.argv.slice(2);
const archives = named.length > 0 ? named : [join(PROJECT, "dist", `${APP_ID}-${version}-linux-x86_64.tar.gz`)];
const missing = archives.find((archive) => !existsSync(archive));
if (missing !== undefined) {
  console.error(`There is no package ${missing}; npm run package makes it.`);
  process.exit(2);
}
const listed = listedWarnings();
const folder = mkdtempSync(join(tmpdir(), "appinspect-"));
let unlisted = 0;
try {
  for (const archive of archives) unlisted += await review(installation.program, archive);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(unlisted === 0 ? 0 : 1);

/** @returns how many findings stand in the way */
async function review(program: string, archive: string): Promise<number> {
  const isX86 = archive.includes("x86_64");
  const work = RUNS.map(([name, tags]) => ({ name, tags: name === "no tags" && isX86 ? ARM_ONLY : tags }));
  const reports = new Map<string, Report>();
  // Two at a time: each keeps one core busy.
  const next = async (): Promise<void> => {
    for (let run = work.shift(); run; run = work.shift()) {
      reports.set(run.name, await inspect(program, archive, run.tags, join(folder, `${run.name}.json`)));
    }
  };
  await Promise.all([next(), next()]);

  console.log(`\n${basename(archive)}`);
  print(["tags", ...RESULTS]);
  for (const [name] of RUNS) print([name, ...RESULTS.map((result) => String(reports.get(name)?.counts[result] ?? 0))]);
  const all = [...reports.values()].flatMap(({ findings }) => findings);
  const findings = [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()];
  for (const finding of findings) console.log(`\n${isListed(finding, listed) ? "listed " : ""}${textOf(finding)}`);
  for (const row of listed.filter((each) => !findings.some((finding) => isListed(finding, [each])))) {
    console.log(`\ndocs/pictures/appinspect.md lists what was not found: ${row.check} ${row.says}`);
  }
  return findings.filter((finding) => !isListed(finding, listed)).length;
}

function textOf({ result, check, message }: Finding): string {
  return `${result} ${check}\n  ${message.trim().replaceAll("\n", "\n  ")}`;
}

function print(cells: readonly string[]): void {
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(16) : cell.padStart(15))).join(""));
}
