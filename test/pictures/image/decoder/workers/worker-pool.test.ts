import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { DecodeLimits } from "../../../../../src/pictures/image/decoder/limits.ts";
import { WorkerPool } from "../../../../../src/pictures/image/decoder/workers/worker-pool.ts";
import { LIMITS } from "../../../../helpers/decoder.ts";

const PROGRAM = new URL("../../../../helpers/unruly-worker.ts", import.meta.url);

type Setup = { readonly size?: number; readonly maxJobs?: number; readonly program?: URL };
type Ask = (behaviour: string, timeoutSeconds?: number) => ReturnType<WorkerPool["run"]>;

function pooled(t: TestContext, { size = 1, maxJobs = 1_000, program = PROGRAM }: Setup = {}): [Ask, WorkerPool] {
  const pool = new WorkerPool({ program, size, maxJobs });
  t.after(() => pool.close());
  const ask: Ask = (format, timeoutSeconds = 90) =>
    pool.run({ source: "", format, limits: { ...LIMITS, timeoutSeconds }, ask: { kind: "open" } });
  return [ask, pool];
}

/** The number of the thread that answered, or the code of its failure. */
async function answered(answer: ReturnType<Ask>): Promise<number | string> {
  const outcome = await answer;
  if (!outcome.ok) return outcome.error.code;
  return outcome.value.kind === "open" ? (outcome.value.sizes[0]?.width ?? 0) : outcome.value.kind;
}

test("one thread serves request after request", async (t) => {
  const [ask] = pooled(t);
  const first = await answered(ask("open"));
  assert.equal(typeof first, "number");
  assert.deepEqual(await Promise.all([answered(ask("open")), answered(ask("open")), answered(ask("open"))]), [
    first,
    first,
    first,
  ]);
});

test("requests at the same time get threads of their own, up to the size of the pool", async (t) => {
  const [ask] = pooled(t, { size: 2 });
  const threads = await Promise.all(Array.from({ length: 8 }, () => answered(ask("open"))));
  assert.equal(new Set(threads).size, 2);
});

test("pixels come over whole", async (t) => {
  const [ask] = pooled(t);
  const outcome = await ask("raster");
  assert.ok(outcome.ok && outcome.value.kind === "page");
  assert.equal(outcome.value.raster.data.byteLength, outcome.value.raster.width);
});

const FATES = [
  ["hangs", "hang", "decode-timeout"],
  ["exits", "exit", "decoder-crashed"],
  ["throws", "throw", "decoder-crashed"],
  ["fills the memory of JavaScript", "bloat", "decode-memory"],
] as const;

for (const [what, behaviour, code] of FATES) {
  test(`a thread that ${what} costs its request ${code}, and a new one serves the next`, async (t) => {
    const [ask] = pooled(t);
    const before = await answered(ask("open"));
    const bad = answered(ask(behaviour, behaviour === "hang" ? 0.2 : 90));
    const next = answered(ask("open"));
    assert.equal(await bad, code);
    assert.equal(typeof (await next), "number");
    assert.notEqual(await next, before);
  });
}

test("what runs beside a thread that ends is not touched", async (t) => {
  const [ask] = pooled(t, { size: 2 });
  const late = answered(ask("hang", 0.3));
  const beside = await Promise.all(["exit", "throw", "open", "open"].map((each) => answered(ask(each))));
  assert.deepEqual(
    beside.map((each) => (typeof each === "number" ? "answer" : each)),
    ["decoder-crashed", "decoder-crashed", "answer", "answer"],
  );
  assert.equal(await late, "decode-timeout");
});

test("the error of a late picture says which time was expected, and what to do", async (t) => {
  const [ask] = pooled(t);
  const outcome = await ask("hang", 0.2);
  assert.ok(!outcome.ok);
  assert.match(outcome.error.text, /^expected the picture to be decoded within 0\.2 s, .*decode_timeout/);
});

test("a request has the time that is left of its picture's, and none when it is over", async (t) => {
  const [, pool] = pooled(t);
  const late = async (milliseconds: number): Promise<string> => {
    const limits: DecodeLimits = { ...LIMITS, timeoutSeconds: 30, endsAtMs: performance.now() + milliseconds };
    const outcome = await pool.run({ source: "", format: "hang", limits, ask: { kind: "open" } });
    return outcome.ok ? "" : outcome.error.text;
  };
  assert.match(await late(200), /within 30 s/);
  assert.match(await late(-1), /within 30 s/);
});

test("a damaged picture is reported, and its thread goes on", async (t) => {
  const [ask] = pooled(t);
  const before = await answered(ask("open"));
  assert.equal(await answered(ask("corrupt")), "corrupt");
  assert.equal(await answered(ask("open")), before);
});

for (const [what, behaviour] of [
  ["reports a trap", "broken"],
  ["holds too much memory", "greedy"],
] as const) {
  test(`a thread that ${what} answers, and is replaced`, async (t) => {
    const [ask] = pooled(t);
    const thread = await answered(ask(behaviour));
    assert.equal(typeof thread, "number");
    assert.notEqual(await answered(ask("open")), thread);
  });
}

test("a thread is replaced when it has done its number of requests", async (t) => {
  const [ask] = pooled(t, { maxJobs: 2 });
  const [one, two, three] = [await answered(ask("open")), await answered(ask("open")), await answered(ask("open"))];
  assert.equal(one, two);
  assert.notEqual(two, three);
});

test("a program that is not there fails each request by itself", async (t) => {
  const [ask] = pooled(t, { program: new URL("no-such-worker.ts", PROGRAM) });
  assert.deepEqual(await Promise.all([answered(ask("open")), answered(ask("open"))]), [
    "decoder-crashed",
    "decoder-crashed",
  ]);
});

test("a closed pool cancels what runs, what waits and what comes", async (t) => {
  const [ask, pool] = pooled(t);
  const running = answered(ask("hang"));
  const waiting = answered(ask("open"));
  pool.close();
  assert.deepEqual(await Promise.all([running, waiting, answered(ask("open"))]), [
    "cancelled",
    "cancelled",
    "cancelled",
  ]);
});
