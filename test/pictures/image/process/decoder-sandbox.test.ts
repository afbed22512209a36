import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { DecoderReply, ErrorPictureJob } from "../../../../src/pictures/image/decoder-protocol.ts";
import { DecoderProcess } from "../../../../src/pictures/image/process/decoder-process.ts";
import { forkDecoder } from "../../../../src/pictures/image/process/decoder-sandbox.ts";
import { LIMITS, renderJob } from "../../../helpers/decoder.ts";
import type { Nosiness } from "../../../helpers/nosy-decoder.ts";
import { sample } from "../../../helpers/samples.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const real = new URL("../../../../src/programs/pictures/decoder.ts", import.meta.url);
const nosy = new URL("../../../helpers/nosy-decoder.ts", import.meta.url);
const DENIED = "ERR_ACCESS_DENIED";
/** Our own, and those of the channel to the child. */
const EXPECTED_VARIABLES = /^(PATH|LANG|MALLOC_ARENA_MAX|UV_THREADPOOL_SIZE|NODE_CHANNEL_\w+)$/;

/** Names that some systems and some folders have, and that options are split at in some programs. */
const FOLDER = "with space, comma=1";

function foldersIn(t: TestContext): { readonly read: string; readonly write: string } {
  const folder = join(tempFolder(t), FOLDER);
  const [read, write] = [join(folder, "cache"), join(folder, "spare")];
  mkdirSync(read, { recursive: true });
  for (const name of [join(read, "source"), `${read}-beside`]) writeFileSync(name, "x");
  return { read, write };
}

/** What the child says first, "ready" apart. */
async function messageOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "close").then(([code, signal]) => assert.fail(`it ended: ${signal ?? code}`));
  for (;;) {
    const [message] = await Promise.race([once(child, "message"), ended]);
    if (message !== "ready") return message;
  }
}

async function nosiness(t: TestContext): Promise<Nosiness> {
  const { read, write } = foldersIn(t);
  const child = forkDecoder(nosy, { read: [read], write: [write] }, 2);
  t.after(() => {
    child.kill("SIGKILL");
    rmSync(new URL("../../../helpers/new.txt", import.meta.url), { force: true });
  });
  // It is made after the child was started, as the folder of a search is.
  mkdirSync(write);
  child.send([read, write]);
  return (await messageOf(child)) as Nosiness;
}

test("the child's JavaScript reads sources, writes results, and nothing else, in its threads too", async (t) => {
  const { main, worker } = await nosiness(t);
  assert.deepEqual(main, {
    "read a file of the system": DENIED,
    "read a folder of the system": DENIED,
    "read through /proc": DENIED,
    "read beside the folders": DENIED,
    "read a source": "done",
    "write beside a source": DENIED,
    "write beside the folders": DENIED,
    "write into its own program": DENIED,
    "write a result": "done",
    "link to a file of the system": DENIED,
    "start a program": DENIED,
    "make code of a text": "EvalError",
  });
  assert.deepEqual(worker, main);
});

test("the child has nothing of our environment", async (t) => {
  const before = process.env["SPLUNK_HOME"];
  process.env["SPLUNK_HOME"] = "/opt/splunk";
  process.env["NODE_OPTIONS"] = "--no-warnings";
  t.after(() => {
    delete process.env["NODE_OPTIONS"];
    if (before === undefined) delete process.env["SPLUNK_HOME"];
    else process.env["SPLUNK_HOME"] = before;
  });
  const { environment } = await nosiness(t);
  const { cwd, ...variables } = environment;
  assert.equal(cwd, fileURLToPath(new URL("../../../helpers", import.meta.url)));
  assert.deepEqual(
    Object.keys(variables).filter((name) => !EXPECTED_VARIABLES.test(name)),
    [],
  );
});

function errorPicture(folder: string): ErrorPictureJob {
  return {
    kind: "error-picture",
    title: "No picture",
    text: "why",
    advice: "what to do",
    fresh: join(folder, "errorPicture"),
  };
}

test("the child gives way to others, and is the first to go when memory is short", {
  skip: process.platform !== "linux" && "needs /proc",
}, async (t) => {
  const { read, write } = foldersIn(t);
  mkdirSync(write);
  const child = forkDecoder(real, { read: [read], write: [write] }, 2);
  t.after(() => child.kill("SIGKILL"));
  child.send({ id: 1, job: errorPicture(write) });
  assert.ok(((await messageOf(child)) as DecoderReply).result.ok);
  const about = (file: string): string => readFileSync(`/proc/${child.pid}/${file}`, "utf8");
  const niceness = about("stat").split(") ")[1]?.split(" ")[16];
  assert.ok(Number(niceness) > 0, `nice ${niceness}`);
  assert.equal(about("oom_score_adj"), "500\n");
  assert.match(about("status"), /^Umask:\t0077$/m);
});

test("pictures are decoded in the folders that were given, by every decoder", async (t) => {
  const { read, write } = foldersIn(t);
  mkdirSync(write);
  const folders = { read: [read], write: [write] };
  const options = {
    program: real,
    concurrency: 2,
    timeoutSeconds: LIMITS.timeoutSeconds,
    maxJobs: 100,
    maxMemory: LIMITS.maxMemory,
  };
  const decoder = new DecoderProcess({ ...options, folders });
  t.after(() => decoder.close());
  for (const [name, format] of [
    ["pill_novak.png", "png"],
    ["rx_garcia_0412.tif", "tiff"],
    ["chart_silva.gif", "gif"],
    ["rx_petrov_mobile.webp", "webp"],
  ] as const) {
    const source = join(read, name);
    writeFileSync(source, readFileSync(sample(name)));
    const job = renderJob(source, format, write, name);
    const outcome = await decoder.decode(job);
    assert.ok(outcome.ok, `${name}: ${outcome.ok || outcome.error.text}`);
    assert.ok(existsSync(job.fresh));
  }
  const outside = await decoder.decode(renderJob(sample("pill_novak.png"), "png", read, "outside"));
  assert.ok(!outside.ok && outside.error.code === "cache-error");
});
