import assert from "node:assert/strict";
import { test } from "node:test";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
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
  const { get } = openFetching(t, { allowed: [server.origin], limits: { totalTimeout: 0.6, retries: 99 }, breaker });
  const got = await get(server.url("503 after a moment"));
  assert.ok(!got.ok);
  assert.deepEqual([got.error.code, got.error.text], ["timeout", "the picture was not there within 0.6 s"]);
  assert.ok(server.asked().length > 1);
  assert.equal(settled.length, server.asked().length);
  assert.ok(!settled.some((how) => how.startsWith("down")), settled.join());
});

test("the wait that Retry-After asks for is no part of the time for the first byte", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin], limits: { firstByteTimeout: 0.4 } });
  const started = performance.now();
  const got = await get(server.url("503 then ok after a second"));
  assert.ok(got.ok, got.ok ? "" : got.error.text);
  assert.ok(performance.now() - started > 900, "the second try came too soon");
});
