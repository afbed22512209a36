import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { RenderJob } from "../../../../src/pictures/image/decoder-protocol.ts";
import { type DecoderOptions, DecoderProcess } from "../../../../src/pictures/image/process/decoder-process.ts";
import { realDecoder, renderJob } from "../../../helpers/decoder.ts";
import { PROJECT, sample } from "../../../helpers/samples.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const program = new URL("../../../helpers/unruly-decoder.ts", import.meta.url);

function openDecoder(t: TestContext, options: Partial<DecoderOptions> = {}): DecoderProcess {
  const decoder = new DecoderProcess({
    program,
    folders: { read: [tmpdir()], write: [tmpdir()] },
    concurrency: 4,
    timeoutSeconds: 90,
    maxJobs: 1_000,
    maxMemory: 2 ** 30,
    ...options,
  });
  t.after(() => decoder.close());
  return decoder;
}

const job = (folder: string, name: string): RenderJob => renderJob(join(folder, name), "jpeg", folder);

function jobsOf(folder: string, name: string): string[] {
  const file = join(folder, `${name}.jobs`);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

test("a picture that crashes the decoder costs its own row and no other", async (t) => {
  const folder = tempFolder(t);
  const decoder = openDecoder(t);
  const names = ["good-1", "crash", "good-2", "good-3", "good-4", "good-5"];
  const outcomes = await Promise.all(names.map((name) => decoder.decode(job(folder, name))));
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.error.code)),
    ["ok", "decoder-crashed", "ok", "ok", "ok", "ok"],
  );
  assert.equal(jobsOf(folder, "crash").length, 2, "it is tried once more, alone");
});

test("a picture that hangs the decoder is given up after its time", async (t) => {
  // The time of this process passes only where it is told to: the child has been given the picture by then.
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const folder = tempFolder(t);
  const decoder = openDecoder(t, { timeoutSeconds: 1, graceSeconds: 0 });
  const decoding = Promise.all([decoder.decode(job(folder, "hang")), decoder.decode(job(folder, "good"))]);
  let isDone = false;
  void decoding.then(() => {
    isDone = true;
  });
  for (let given = 0; !isDone; await setImmediate()) {
    if (jobsOf(folder, "hang").length === given) continue;
    given++;
    // That the child is ready it said before, and a turn of the loop reads it.
    await setImmediate();
    t.mock.timers.tick(1_000);
  }
  const [hang, good] = await decoding;
  assert.ok(!hang.ok && hang.error.code === "decoder-crashed");
  assert.match(hang.error.text, /could not be decoded within 1 s$/);
  assert.ok(good.ok);
});

test("each damaged picture gets its own fault, whatever fails beside it", async (t) => {
  const folder = tempFolder(t);
  const decoder = realDecoder(t);
  const broken = join(folder, "broken.png");
  writeFileSync(broken, Buffer.concat([readFileSync(sample("pill_novak.png")).subarray(0, 60), Buffer.alloc(500)]));
  const cases = Array.from({ length: 60 }, (_, index) =>
    index % 2 === 0
      ? ([sample("rx_mbeki_truncated.jpg"), "jpeg", "truncated"] as const)
      : ([broken, "png", "corrupt"] as const),
  );
  const outcomes = await Promise.all(
    cases.map(([file, format], index) => decoder.decode(renderJob(file, format, folder, String(index)))),
  );
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.error.code)),
    cases.map(([, , code]) => code),
  );
});

test("what a dying decoder says is reported", async (t) => {
  const decoder = openDecoder(t);
  const outcome = await decoder.decode(job(tempFolder(t), "grumble"));
  assert.ok(!outcome.ok);
  assert.match(outcome.error.text, /exit code 3: libpicture: assertion failed/);
});

test("a decoder that cannot start fails its pictures and not the search, and is not started for each of them", async (t) => {
  const folder = tempFolder(t);
  const starts = join(folder, "starts");
  const broken = join(folder, "broken.mjs");
  const noting = `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(starts)}, "x");`;
  writeFileSync(broken, `${noting} throw new Error("libvips-cpp.so: cannot open shared object file");`);
  const decoder = openDecoder(t, { program: pathToFileURL(broken) });
  const outcomes = await Promise.all(Array.from({ length: 500 }, () => decoder.decode(job(folder, "good"))));
  for (const outcome of [...outcomes, await decoder.decode(job(folder, "late"))]) {
    assert.ok(!outcome.ok && outcome.error.code === "decoder-unavailable");
    assert.match(outcome.error.text, /exit code 1: Error: libvips-cpp\.so: cannot open shared object file/);
  }
  assert.equal(readFileSync(starts, "utf8").length, 3);
});

test("a decoder that starts only at the third try costs no picture anything", async (t) => {
  const folder = tempFolder(t);
  const starts = join(folder, "starts");
  const late = join(folder, "late.ts");
  const text = `import { appendFileSync, readFileSync } from "node:fs";
    appendFileSync(${JSON.stringify(starts)}, "x");
    if (readFileSync(${JSON.stringify(starts)}).length < 3) process.exit(1);
    await import(${JSON.stringify(program.href)});`;
  writeFileSync(late, text);
  const folders = { read: [tmpdir(), PROJECT], write: [tmpdir()] };
  const decoder = openDecoder(t, { program: pathToFileURL(late), folders });
  const outcomes = await Promise.all(["good-1", "good-2"].map((name) => decoder.decode(job(folder, name))));
  assert.ok(outcomes.every((outcome) => outcome.ok));
});

test("a picture for which the decoder takes all memory is given up, and no other", async (t) => {
  const folder = tempFolder(t);
  const decoder = openDecoder(t, { maxMemory: 128 * 2 ** 20 });
  const names = ["good-1", "bloat", "good-2"];
  const outcomes = await Promise.all(names.map((name) => decoder.decode(job(folder, name))));
  const [, bloat] = outcomes;
  assert.deepEqual(
    outcomes.map((outcome) => outcome.ok),
    [true, false, true],
  );
  assert.ok(bloat && !bloat.ok && bloat.error.code === "decode-memory");
  assert.match(bloat.error.text, /at most 256 MB .* raise \[image\] decoder_memory/);
  assert.equal(jobsOf(folder, "bloat").length, 2, "it is tried once more, alone");
});

test("the child is replaced after its count of pictures and when it has grown", async (t) => {
  const folder = tempFolder(t);
  for (const [name, maxJobs] of [
    ["good", 2],
    ["greedy", 1_000],
  ] as const) {
    const decoder = openDecoder(t, { maxJobs });
    for (let count = 0; count < 5; count++) assert.ok((await decoder.decode(job(folder, name))).ok);
    const processes = new Set(jobsOf(folder, name)).size;
    assert.equal(processes, name === "greedy" ? 5 : 3, `${name}: ${processes} children for 5 pictures`);
  }
});

test("the child is replaced after its count of pictures when they come in batches too", async (t) => {
  const folder = tempFolder(t);
  const decoder = openDecoder(t, { maxJobs: 3 });
  for (let batch = 0; batch < 6; batch++) {
    const jobs = Array.from({ length: 4 }, () => decoder.decode(job(folder, "good")));
    assert.ok((await Promise.all(jobs)).every((outcome) => outcome.ok));
  }
  const processes = new Set(jobsOf(folder, "good")).size;
  assert.ok(processes >= 6, `${processes} children for 24 pictures`);
});

test("closing cancels what is being worked on", async (t) => {
  const folder = tempFolder(t);
  const decoder = openDecoder(t);
  const running = decoder.decode(job(folder, "hang"));
  decoder.close();
  for (const outcome of [await running, await decoder.decode(job(folder, "good"))]) {
    assert.ok(!outcome.ok && outcome.error.code === "cancelled");
  }
});

test("a decoder without work ends after its time, and the next picture starts another", async (t) => {
  const folder = tempFolder(t);
  const decoder = openDecoder(t, { idleSeconds: 0.2 });
  const pidOf = async (name: string): Promise<number> => {
    const outcome = await decoder.decode(job(folder, name));
    assert.ok(outcome.ok);
    return outcome.value.freshBytes;
  };
  const [one, two] = await Promise.all([pidOf("good-1"), pidOf("good-2")]);
  assert.equal(one, two);
  while (isAlive(one)) await setImmediate();
  assert.notEqual(await pidOf("good-3"), one);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
