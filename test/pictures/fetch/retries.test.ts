import assert from "node:assert/strict";
import { test } from "node:test";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";
import { noteSettlements } from "../../helpers/settlements.ts";

for (const [behaviour, retries, asked] of [
  ["502", 2, 3],
  ["503", 0, 1],
  ["503", 2, 3],
  ["504", 1, 2],
  ["503 then ok", 5, 2],
  ["503 for long", 5, 1],
  ["500", 5, 1],
  ["404", 5, 1],
  ["not HTTP", 5, 1],
  ["truncated by its length", 5, 1],
] as const) {
  test(`"${behaviour}" with retries=${retries} is asked for ${asked} time(s)`, async (t) => {
    const server = await startFaultServer(t);
    const { get } = openFetching(t, { allowed: [server.origin], limits: { retries } });
    await get(server.url(behaviour));
    assert.equal(server.asked().length, asked);
  });
}

test("tries end with the time of their row, and the server that answered each of them is not called down", async (t) => {
  const server = await startFaultServer(t);
  const { breaker, settled } = noteSettlements();
  const clock = new ManualClock();
  const limits = { totalTimeoutSeconds: 5, retries: 99 };
  const { get } = openFetching(t, { allowed: [server.origin], limits, breaker, clock });
  const asking = get(server.url("503 for two seconds"));
  for (const ms of [2_000, 2_000, 1_000]) {
    await clock.alarmOf(2_000);
    clock.pass(ms);
  }
  const got = await asking;
  assert.ok(!got.ok);
  assert.deepEqual([got.error.code, got.error.text], ["timeout", "the picture was not there within 5 s"]);
  assert.equal(server.asked().length, 3);
  assert.equal(settled.length, 3);
  assert.ok(!settled.some((how) => how.startsWith("down")), settled.join());
});

test("the wait that Retry-After asks for is kept, and is no part of the time for the first byte", async (t) => {
  const server = await startFaultServer(t);
  const clock = new ManualClock();
  const { get } = openFetching(t, { allowed: [server.origin], limits: { firstByteTimeoutSeconds: 0.4 }, clock });
  const asking = get(server.url("503 then ok after a second"));
  await clock.alarmOf(1_000);
  clock.pass(999);
  assert.ok((await get(server.url("ok"))).ok);
  assert.deepEqual(server.asked(), ["503 then ok after a second", "ok"], "it is not asked again too soon");
  clock.pass(1);
  const got = await asking;
  assert.ok(got.ok, got.ok ? "" : got.error.text);
});
