import assert from "node:assert/strict";
import { test } from "node:test";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";

// The clocks of these downloads stand still: what ends here is ended by the end of the search.

test("the end of a search ends running and queued downloads and leaves no file", async (t) => {
  const server = await startFaultServer(t);
  const options = { allowed: [server.origin], concurrency: 4, clock: new ManualClock() };
  const { get, cancel, files } = openFetching(t, options);
  const running = ["silent", "slow head", "stalled body", "dripping body"] as const;
  const downloads = [...running, ...Array.from({ length: 200 }, () => "ok" as const)].map((name) =>
    get(server.url(name)),
  );
  await server.haveCome(running.length);
  cancel();
  for (const outcome of await Promise.all(downloads)) assert.equal(!outcome.ok && outcome.error.code, "cancelled");
  assert.equal(files().length, 0);
  assert.deepEqual(server.asked(), running);
});

test("a download that is asked for after the end of the search asks nobody", async (t) => {
  const server = await startFaultServer(t);
  const { get, cancel } = openFetching(t, { allowed: [server.origin] });
  cancel();
  const got = await get(server.url("ok"));
  assert.equal(!got.ok && got.error.code, "cancelled");
  assert.equal(server.connections(), 0);
});

test("the end of a search ends the wait before another try", async (t) => {
  const server = await startFaultServer(t);
  const clock = new ManualClock();
  const { get, cancel } = openFetching(t, { allowed: [server.origin], limits: { retries: 5 }, clock });
  const waiting = get(server.url("503 for two seconds"));
  await clock.alarmOf(2_000);
  cancel();
  const got = await waiting;
  assert.equal(!got.ok && got.error.code, "cancelled");
  assert.deepEqual(server.asked(), ["503 for two seconds"]);
});

// Whatever the moment: before the file is opened, while it is being opened, and later.
test("a search that ends while pictures begin to arrive leaves no file", async (t) => {
  const server = await startFaultServer(t);
  for (let round = 0; round < 40; round++) {
    const { get, cancel, files } = openFetching(t, {
      allowed: [server.origin],
      arriving: () => (round % 2 === 0 ? process.nextTick(cancel) : setImmediate(cancel)),
    });
    const downloads = Array.from({ length: 8 }, () => get(server.url("stalled body")));
    for (const outcome of await Promise.all(downloads)) assert.equal(!outcome.ok && outcome.error.code, "cancelled");
    assert.equal(files().length, 0);
  }
});
