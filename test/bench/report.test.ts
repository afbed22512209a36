import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { withResults } from "../../bench/report/document.ts";
import { goalTable, lineTable } from "../../bench/report/markdown.ts";
import { type BenchResult, merged, resultsText } from "../../bench/report/results.ts";
import { PROJECT } from "../helpers/samples.ts";

const figure = { median: 2, min: 1, max: 3, rounds: 5 };
const line = { contest: "0 ms", contender: "a|b", unit: "pictures", rate: figure, seconds: figure };
const result = (bench: string, commit = "abc"): BenchResult => ({
  bench,
  at: "2026-11-21T10:00:00.000Z",
  commit,
  rounds: 5,
  lines: [{ ...line, cpuPerUnit: { ...figure, median: 0.045 }, peakBytes: { ...figure, median: 2 ** 28 } }],
  goals: [{ bench, what: "times convert", wanted: { atLeast: 10 }, found: figure, isGuard: true }],
  notes: ["nginx is missing"],
});
const machine = { model: "a processor", cores: 2, memoryGb: 23, system: "Debian", versions: ["node 24", "sharp 0.35"] };

test("goals say what was wanted and found, and whether that is enough", () => {
  const [, , row] = goalTable(result("hit").goals).split("\n");
  assert.equal(row, "| hit | times convert | at least 10 | 2 [1-3] | **no** |");
});

test("a line says rate, time, processor time and memory, and a bar in a name breaks no table", () => {
  const lines = result("hit").lines.map((each) => ({ bench: "hit", ...each }));
  const [, , row] = lineTable([...lines, { bench: "hit", ...line }]).split("\n");
  assert.equal(row, "| hit | 0 ms | a\\|b | 2 [1-3] pictures/s | 2 [1-3] s | 45 ms | 256 MB |");
});

test("a bench that was run again replaces its former result, and the others stay, in the order of the list", () => {
  const both = merged([result("start"), result("hit")], [result("hit", "new")], ["hit", "start", "zipf"]);
  assert.deepEqual(
    both.map(({ bench, commit }) => [bench, commit]),
    [
      ["hit", "new"],
      ["start", "abc"],
    ],
  );
});

test("results name machine, versions, date, commit and what was missing", () => {
  const text = resultsText({ machine, benches: [{ ...result("hit"), text: "| own | table |" }] });
  for (const part of ["a processor, 2 cores, 23 GB", "node 24, sharp 0.35", "hit 2026-11-21 abc", "nginx is missing"]) {
    assert.ok(text.includes(part), part);
  }
  assert.match(text, /### hit\n\n\| own \| table \|$/);
});

test("results stand between the markers of the document, and all else of it stays", () => {
  const document = readFileSync(join(PROJECT, "docs/pictures/performance.md"), "utf8");
  const once = withResults(document, "one\n");
  const twice = withResults(once, "two");
  assert.ok(once.includes("\n\none\n\n"));
  assert.ok(twice.includes("\n\ntwo\n\n") && !twice.includes("\n\none\n\n"));
  const [before = "", after = ""] = document.split(
    /<!-- written by npm run bench: begin -->.*(?=<!-- written by npm run bench: end)/s,
  );
  assert.ok(before.length > 0 && after.length > 0);
  assert.ok(twice.startsWith(before) && twice.endsWith(after));
  assert.throws(() => withResults("no markers", "x"), /needs the lines/);
});
