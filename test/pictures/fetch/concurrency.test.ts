import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "../../../src/pictures/fetch/turns.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching, serverAt } from "../../helpers/fetching.ts";

for (const [concurrency, perHost, most] of [
  [5, 99, 5],
  [99, 3, 3],
  [1, 99, 1],
  [99, 1, 1],
] as const) {
  test(`with concurrency ${concurrency} and ${perHost} per host a server serves ${most} at once`, async (t) => {
    const server = await startFaultServer(t);
    const { get } = openFetching(t, { allowed: [server.origin], concurrency, perHost });
    const pictures = Array.from({ length: 4 * most }, () => get(server.url("ok when let go")));
    await server.haveCome(most);
    server.letGo();
    for (const picture of await Promise.all(pictures)) assert.ok(picture.ok);
    assert.equal(server.mostAtOnce(), most);
    assert.equal(server.connections(), most);
  });
}

for (const [concurrency, most] of [
  [3, 3],
  [99, 4],
] as const) {
  test(`two hosts share the ${concurrency} downloads of a search, and each has its own bound`, async (t) => {
    const server = await startFaultServer(t);
    const other = server.origin.replace("127.0.0.1", "localhost");
    const { get } = openFetching(t, { allowed: [server.origin, other], concurrency, perHost: 2 });
    const pictures = [server.origin, other].flatMap((origin) =>
      Array.from({ length: 6 }, () => get(new URL("/ok when let go", origin))),
    );
    await server.haveCome(most);
    server.letGo();
    for (const picture of await Promise.all(pictures)) assert.ok(picture.ok, picture.ok ? "" : picture.error.text);
    assert.equal(server.mostAtOnce(), most);
  });
}

test("a silent server does not hold the places that another could use", async (t) => {
  const [silent, good] = [await startFaultServer(t), await startFaultServer(t)];
  const { get, cancel } = openFetching(t, {
    allowed: [silent.origin, good.origin],
    concurrency: 3,
    perHost: 2,
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

test("a stanza says how many work at once for each of its hosts, and the search never has more", async (t) => {
  const [one, other] = [await startFaultServer(t), await startFaultServer(t)];
  const servers = [serverAt([one.origin], { concurrency: 2 }), serverAt([other.origin], { concurrency: 99 })];
  const { get } = openFetching(t, { servers, concurrency: 6, perHost: 1 });
  const pictures = [one, other].flatMap((server) =>
    Array.from({ length: 12 }, () => get(server.url("ok when let go"))),
  );
  await Promise.all([one.haveCome(2), other.haveCome(4)]);
  for (const server of [one, other]) server.letGo();
  for (const picture of await Promise.all(pictures)) assert.ok(picture.ok);
  assert.equal(one.mostAtOnce(), 2);
  assert.ok(other.mostAtOnce() > 2 && other.mostAtOnce() <= 6);
});

test("a turn lasts as long as its work, whatever becomes of it", async () => {
  const turns = new Turns(1);
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turns.take("a", 1, async () => {
    await gate.promise;
    order.push("first");
    throw new Error("no picture");
  });
  const second = turns.take("b", 1, async () => order.push("second"));
  const failed = assert.rejects(first, /^Error: no picture$/);
  gate.resolve();
  await Promise.all([failed, second]);
  assert.deepEqual(order, ["first", "second"]);
});

test("hosts for which nobody works are forgotten", async () => {
  const turns = new Turns(4);
  const gate = Promise.withResolvers<void>();
  const hosts = Array.from({ length: 5_000 }, (_, index) => `host${index}`);
  const work = hosts.map((host) => turns.take(host, 1, () => gate.promise));
  assert.equal(turns.hosts, 5_000);
  gate.resolve();
  await Promise.all(work);
  assert.equal(turns.hosts, 0);
});
