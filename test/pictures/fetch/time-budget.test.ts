import assert from "node:assert/strict";
import { test } from "node:test";
import { TimeBudget } from "../../../src/pictures/fetch/time-budget.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching, serverAt } from "../../helpers/fetching.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";
import { noteSettlements } from "../../helpers/settlements.ts";

test("a budget is spent to nothing and no further", () => {
  const budget = new TimeBudget(1.5);
  assert.deepEqual([budget.seconds, budget.leftMs], [1.5, 1_500]);
  budget.spend(1_000);
  assert.equal(budget.leftMs, 500);
  budget.spend(600);
  assert.deepEqual([budget.seconds, budget.leftMs], [1.5, 0]);
});

test("mirrors share the time of their row, and who gets nothing of it is not asked", async (t) => {
  const [silent, good] = [await startFaultServer(t), await startFaultServer(t)];
  const { breaker, settled } = noteSettlements();
  const clock = new ManualClock();
  const { get } = openFetching(t, { allowed: [silent.origin, good.origin], breaker, clock });
  const budget = new TimeBudget(0.4);
  const asking = get(silent.url("silent"), { budget });
  await silent.haveCome(1);
  clock.pass(400);
  const first = await asking;
  assert.equal(!first.ok && first.error.text, "the picture was not there within 0.4 s");
  const second = await get(good.url("ok"), { budget });
  assert.deepEqual(second, {
    ok: false,
    error: {
      code: "timeout",
      text: `${new URL(good.origin).host} was not asked: the servers before it used up the 0.4 s that this picture has`,
    },
  });
  assert.equal(good.connections(), 0);
  assert.deepEqual(settled, ["down: the picture was not there within 0.4 s"]);
  assert.ok((await get(good.url("ok"))).ok, "the next row has time of its own");
});

test("a mirror has only what is left, and is not called down when that was little", async (t) => {
  const server = await startFaultServer(t);
  const { breaker, settled } = noteSettlements();
  const clock = new ManualClock();
  const { get } = openFetching(t, { allowed: [server.origin], breaker, clock });
  const budget = new TimeBudget(20);
  budget.spend(19_700);
  const asking = get(server.url("silent"), { budget });
  await server.haveCome(1);
  clock.pass(300);
  const got = await asking;
  assert.equal(!got.ok && got.error.code, "timeout");
  assert.deepEqual(settled, ["unknown: the picture was not there within 20 s"]);
});

test("a search that has ended is cancelled, also where nothing is left", async (t) => {
  const { get, cancel } = openFetching(t, { allowed: ["http://127.0.0.1"] });
  cancel();
  const got = await get(new URL("http://127.0.0.1/a.png"), { budget: new TimeBudget(0) });
  assert.equal(!got.ok && got.error.code, "cancelled");
});

test("a wait for a turn costs nothing of it", async (t) => {
  const server = await startFaultServer(t);
  const clock = new ManualClock();
  const limits = { firstByteTimeoutSeconds: 0.5 };
  const { get } = openFetching(t, { allowed: [server.origin], concurrency: 1, limits, clock });
  const before = get(server.url("silent"));
  const budget = new TimeBudget(0.4);
  const asking = get(server.url("ok"), { budget });
  await server.haveCome(1);
  clock.pass(500);
  const got = await asking;
  assert.ok(got.ok, got.ok ? "" : got.error.text);
  assert.equal(budget.leftMs, 400);
  assert.equal((await before).ok, false);
});

test("a hop to another server has the clocks of that server's stanza", async (t) => {
  const [from, to] = [await startFaultServer(t), await startFaultServer(t)];
  const servers = [
    serverAt([from.origin], { firstByteTimeoutSeconds: 9 }),
    serverAt([to.origin], { firstByteTimeoutSeconds: 0.3 }),
  ];
  const clock = new ManualClock();
  const { get } = openFetching(t, { servers, clock });
  const asking = get(new URL(`/a?redirect=${to.origin}/silent`, from.origin));
  await to.haveCome(1);
  clock.pass(300);
  const got = await asking;
  const { host } = new URL(to.origin);
  assert.equal(!got.ok && got.error.text, `${host} took the request but sent no answer within 0.3 s`);
});
