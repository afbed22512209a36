import assert from "node:assert/strict";
import { test } from "node:test";
import { type FaultServer, startFaultServer } from "../../helpers/fault-server.ts";
import { type Fetching, openFetching, serverAt } from "../../helpers/fetching.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { selfSigned, withoutOpenssl } from "../../helpers/tls.ts";

const MAX = 8;

function openAt(servers: readonly FaultServer[]): number {
  return servers.reduce((sum, server) => sum + server.open(), 0);
}

/** A closed connection is seen by its server a moment later, which each request to this one gives it. */
async function settled(servers: readonly FaultServer[], most: number, ping: () => Promise<unknown>): Promise<number> {
  for (let moment = 0; moment < 200 && openAt(servers) > most; moment++) await ping();
  return openAt(servers);
}

/** A picture of each server, all of which are asked before the first of them answers. */
async function heldTogether(servers: readonly FaultServer[], get: Fetching["get"]) {
  const pictures = servers.map((server) => get(server.url("ok when let go")));
  await Promise.all(servers.map((server) => server.haveCome(1)));
  for (const server of servers) server.letGo();
  return Promise.all(pictures);
}

for (const [how, names, atOnce] of [
  ["one after another", ["127.0.0.1"], 1],
  ["under several names, one after another", ["127.0.0.1", "localhost", "a.localhost"], 1],
  ["many at once", ["127.0.0.1", "localhost", "a.localhost"], 20],
] as const) {
  test(`30 servers, ${how}, leave at most ${MAX} connections open`, async (t) => {
    const servers = await Promise.all(Array.from({ length: 30 }, () => startFaultServer(t)));
    const urls = servers.flatMap(({ origin }) => names.map((name) => origin.replace("127.0.0.1", name)));
    const { get } = openFetching(t, { allowed: urls, concurrency: atOnce, maxSockets: MAX, resolve: toLoopback });
    const pictures = urls.map(async (url) => {
      assert.ok((await get(new URL("/ok", url))).ok);
      // Idle ones go before a new one comes; a server may see the new one first.
      if (atOnce === 1) assert.ok(openAt(servers) <= MAX + 1, `${openAt(servers)} open`);
    });
    await Promise.all(pictures);
    const last = new URL("/ok", urls.at(-1));
    assert.equal(await settled(servers, MAX, () => get(last)), MAX);
  });
}

test("the connection that was idle for longest is the one that goes", async (t) => {
  const servers = await Promise.all(Array.from({ length: 4 }, () => startFaultServer(t)));
  const [a, b, c, d] = servers;
  assert.ok(a && b && c && d);
  const { get } = openFetching(t, { allowed: servers.map(({ origin }) => origin), maxSockets: 3 });
  for (const server of [a, b, c, a, d, a, c, d, b]) assert.ok((await get(server.url("ok"))).ok);
  assert.deepEqual(
    servers.map((server) => server.connections()),
    [1, 2, 1, 1],
  );
});

test("connections at work are never closed for another", async (t) => {
  const servers = await Promise.all(Array.from({ length: 12 }, () => startFaultServer(t)));
  const allowed = servers.map(({ origin }) => origin);
  const { get } = openFetching(t, { allowed, concurrency: 12, maxSockets: 2 });
  for (const picture of await heldTogether(servers, get)) assert.ok(picture.ok, picture.ok ? "" : picture.error.text);
});

test("a kept connection that its server closes makes room", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin], maxSockets: 1 });
  for (const name of ["ok", "ok without length", "ok", "ok of HTTP 1.0", "ok", "ok"] as const) {
    assert.ok((await get(server.url(name))).ok);
  }
  assert.equal(server.connections(), 3);
});

test("connections with and without TLS share the bound", { skip: withoutOpenssl }, async (t) => {
  const certificate = selfSigned(tempFolder(t), "IP:127.0.0.1");
  const plain = await Promise.all(Array.from({ length: 6 }, () => startFaultServer(t)));
  const secure = await Promise.all(Array.from({ length: 6 }, () => startFaultServer(t, certificate)));
  const all = [...plain, ...secure];
  const servers = all.map(({ origin }) => serverAt([origin], { caFile: certificate.certFile }));
  const { get } = openFetching(t, { servers, concurrency: 12, maxSockets: 3 });
  for (const picture of await heldTogether(all, get)) assert.ok(picture.ok, picture.ok ? "" : picture.error.text);
  const last = secure[0]?.url("ok") ?? assert.fail();
  assert.equal(await settled(all, 3, () => get(last)), 3);
});

function toLoopback(
  _: string,
  __: object,
  answered: (error: null, addresses: { readonly address: string; readonly family: number }[]) => void,
): void {
  answered(null, [{ address: "127.0.0.1", family: 4 }]);
}
