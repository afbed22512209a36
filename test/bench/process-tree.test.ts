import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { Meter } from "../../bench/measure/meter.ts";
import { pssIn, ticksIn } from "../../bench/measure/process-tree.ts";
import { runProgram } from "../../bench/measure/run-program.ts";

test("ticks are read behind a name that holds blanks and brackets", () => {
  const behind = "S 1 2 3 4 5 6 7 8 9 10 40 2 30 4 20 0 1";
  assert.deepEqual(ticksIn(`77 (a) b (c) ${behind}`), { own: 42, reaped: 34 });
});

test("memory is what pages cost that are shared with others in part", () => {
  assert.equal(pssIn("560-7ff ---p 0 [rollup]\nRss:   4076 kB\nPss:    1136 kB\nPss_Dirty: 8 kB\n"), 1136 * 1024);
  assert.equal(pssIn(""), 0);
});

/** 300 ms of the processor, however long they take. */
const BUSY = "while (process.cpuUsage().user < 3e5);";

test("a program's processor time counts what its children took", async () => {
  const child = `require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(BUSY)}])`;
  const { cpuSeconds = 0, units, seconds } = await runProgram([process.execPath, "-e", child], 7);
  assert.equal(units, 7);
  assert.ok(cpuSeconds >= 0.25, `${cpuSeconds}`);
  assert.ok(seconds >= 0.25, `${seconds}`);
});

test("a child that outlives its parent is counted by what was last seen of it", async (t) => {
  const meter = new Meter();
  const script = `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${BUSY} console.log('done'); setInterval(() => {}, 1000);`)}],
    { stdio: ['ignore', 'inherit', 'ignore'] });
    process.on('SIGTERM', () => { console.log(c.pid); process.exit(0); });`;
  const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
  t.after(() => parent.kill("SIGKILL"));
  meter.watch(parent.pid);
  await once(parent.stdout, "data");
  meter.look();
  parent.kill();
  const [orphan] = await once(parent.stdout, "data");
  process.kill(Number(orphan), "SIGKILL");
  await once(parent, "close");
  const { cpuSeconds, peakBytes } = meter.stop();
  assert.ok(cpuSeconds >= 0.25, `${cpuSeconds}`);
  assert.ok(peakBytes > 20 * 2 ** 20, `${peakBytes}`);
});

test("a program that fails is an error, not a fast one", async () => {
  await assert.rejects(
    runProgram([process.execPath, "-e", "console.error('broken'); process.exit(3)"], 1),
    /ended with 3: broken/,
  );
  await assert.rejects(runProgram(["/no/such/program"], 1), /ENOENT/);
});
