import assert from "node:assert/strict";
import { test } from "node:test";
import { startFaultServer } from "../helpers/fault-server.ts";
import { openFetching } from "../helpers/fetching.ts";

for (const [concurrency, perHost, most] of [
  [5, 99, 5],
  [99, 3, 3],
  [1, 99, 1],
  [99, 1, 1],
] as const) {
  test(`with concurrency ${concurrency} and ${perHost} per host a server serves ${most} at once`, async (t) => {
    const server = await startFaultServer(t);
    const { get } = openFetching(t, { allowed: [server.origin], concurrency, perHost });
    const pictures = Array.from({ length: 4 * most }, () => get(server.url("ok after a moment")));
    for (const picture of await Promise.all(pictures)) assert.ok(picture.ok);
    assert.equal(server.mostAtOnce(), most);
    assert.equal(server.connections(), most);
  });
}

test("two hosts share the downloads of a search, and each has its own bound", async (t) => {
  const server = await startFaultServer(t);
  const other = server.origin.replace("127.0.0.1", "localhost");
  for (const [concurrency, most] of [
    [3, 3],
    [99, 4],
  ] as const) {
    const { get } = openFetching(t, { allowed: [server.origin, other], concurrency, perHost: 2 });
    const pictures = [server.origin, other].flatMap((origin) =>
      Array.from({ length: 6 }, () => get(new URL("/ok after a moment", origin))),
    );
    for (const picture of await Promise.all(pictures)) assert.ok(picture.ok, picture.ok ? "" : picture.error.text);
    assert.equal(server.mostAtOnce(), most);
  }
});

test("a silent server does not hold the places that another could use", async (t) => {
  const [silent, good] = [await startFaultServer(t), await startFaultServer(t)];
  const { get, cancel } = openFetching(t, {
    allowed: [silent.origin, good.origin],
    concurrency: 3,
    perHost: 2,
    limits: { firstByteTimeout: 20 },
  });
  const waiting = Array.from({ length: 10 }, () => get(silent.url("silent")));
  for (const picture of await Promise.all(Array.from({ length: 10 }, () => get(good.url("ok"))))) {
    assert.ok(picture.ok, picture.ok ? "" : picture.error.text);
  }
  assert.equal(silent.asked().length, 2);
  cancel();
  await Promise.all(waiting);
});

test("a failure gives its place to the next", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin], concurrency: 1, perHost: 1 });
  const names = ["404", "reset before the head", "not HTTP", "gzip bomb", "truncated by its length", "ok"] as const;
  const outcomes = await Promise.all(names.map((name) => get(server.url(name))));
  assert.deepEqual(server.asked(), names);
  assert.deepEqual(
    outcomes.map(({ ok }) => ok),
    [false, false, false, false, false, true],
  );
});
