import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../scripts/package/project.ts";
import { seededRandom } from "../src/base/random.ts";
import { buildApp } from "./app.ts";
import type { Bench } from "./bench.ts";
import { BENCHES } from "./benches.ts";
import { parseCommandLine, USAGE } from "./command-line.ts";
import { farMissed, wantedText } from "./measure/goals.ts";
import { findPeers } from "./peers/peers.ts";
import { withResults } from "./report/document.ts";
import { commitName, describeMachine } from "./report/machine.ts";
import { figureText, goalTable, lineTable } from "./report/markdown.ts";
import { type BenchResult, merged, type Results, resultsText } from "./report/results.ts";

/** Runs benches and says what they found; all of a full run goes into bench/results/latest.json and docs/pictures/performance.md. */
const ROUNDS = 5;
const SHORT_ROUNDS = 3;
const RESULTS = join(PROJECT, "bench/results/latest.json");
const DOCUMENT = join(PROJECT, "docs/pictures/performance.md");
const ORDER = BENCHES.map(({ name }) => name);

const wish = parseCommandLine(process.argv.slice(2), ORDER);
if (!wish.ok) {
  console.error(`${wish.error}\n${USAGE}`);
  process.exit(2);
}
const { names, isShort, wants, rounds = isShort ? SHORT_ROUNDS : ROUNDS } = wish.value;
if (wants !== "run") {
  const list = BENCHES.map(({ name, what }) => `${name.padEnd(14)} ${what}`).join("\n");
  console.log(wants === "list" ? list : USAGE);
  process.exit(0);
}
const asked = BENCHES.filter(({ name, isInShortForm }) =>
  names.length > 0 ? names.includes(name) : !isShort || isInShortForm,
);
const started = performance.now();
const report = (text: string): void =>
  console.log(`${((performance.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
const scratch = join(PROJECT, "dist/bench");
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(scratch, "work-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

const peers = findPeers();
const app = await buildApp();
const found: BenchResult[] = [];
for (const bench of asked) found.push(await runOne(bench));
const goals = found.flatMap((result) => result.goals);
if (goals.length > 0) console.log(`\n${goalTable(goals)}\n`);
for (const { bench, notes } of found) for (const note of notes) console.log(`${bench}: ${note}`);
if (!isShort) write();
const broken = isShort ? farMissed(goals) : [];
for (const { bench, what, wanted, found: figure } of broken) {
  console.error(`${bench}: ${what} is ${figureText(figure)}, by more than half off its goal, ${wantedText(wanted)}`);
}
process.exit(broken.length > 0 ? 1 : 0);

async function runOne(bench: Bench): Promise<BenchResult> {
  report(`${bench.name}: ${bench.what}`);
  const own = mkdtempSync(join(folder, `${bench.name}-`));
  // The seed is the same each time, so the order of the runs is, too.
  const context = {
    app,
    peers,
    rounds,
    isShort,
    folder: own,
    random: seededRandom(7),
    report: (text: string) => report(`  ${text}`),
  };
  const findings = await bench.run(context);
  rmSync(own, { recursive: true, force: true, maxRetries: 3 });
  if (findings.lines.length > 0)
    console.log(`\n${lineTable(findings.lines.map((line) => ({ bench: bench.name, ...line })))}\n`);
  return { bench: bench.name, at: new Date().toISOString(), commit: commitName(), rounds, ...findings };
}

function write(): void {
  const before: BenchResult[] = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")).benches : [];
  const results: Results = { machine: describeMachine(peers), benches: merged(before, found, ORDER) };
  mkdirSync(join(PROJECT, "bench/results"), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(DOCUMENT, withResults(readFileSync(DOCUMENT, "utf8"), resultsText(results)));
  console.log("written: bench/results/latest.json, docs/pictures/performance.md");
}
