import assert from "node:assert/strict";
import { test } from "node:test";
import { deadPort } from "../../../src/stand-in/image-server.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";

test("pictures one after another come over one connection", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin] });
  for (let picture = 0; picture < 20; picture++) assert.ok((await get(server.url("ok"))).ok);
  assert.equal(server.connections(), 1);
});

for (const behaviour of ["404 with a page", "redirect 3"] as const) {
  test(`"${behaviour}", however often, costs no connection each time`, async (t) => {
    const server = await startFaultServer(t);
    const { get } = openFetching(t, { allowed: [server.origin] });
    for (let picture = 0; picture < 20; picture++) await get(server.url(behaviour));
    assert.ok(server.connections() <= 3, `${server.connections()} connections`);
  });
}

test("a long page beside a 404 is not read to its end", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin] });
  for (let picture = 0; picture < 5; picture++) await get(server.url("404 with a long page"));
  assert.equal(server.connections(), 5);
});

test("a kept connection that is reset under a request is asked for again, once, on a new one", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin] });
  await get(server.url("ok"));
  const got = await get(server.url("reset when reused"));
  assert.ok(got.ok, got.ok ? "" : got.error.text);
  assert.deepEqual(server.asked(), ["ok", "reset when reused", "reset when reused"]);
  assert.equal(server.connections(), 2);
});

test("with retries=0 a kept connection that is reset is a failure", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin], limits: { retries: 0 } });
  await get(server.url("ok"));
  const got = await get(server.url("reset when reused"));
  assert.equal(!got.ok && got.error.brief, "Connection reset by peer.");
  assert.equal(server.asked().length, 2);
});

test("a new connection that is reset is not tried again", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin], limits: { retries: 5 } });
  await get(server.url("reset before the head"));
  assert.deepEqual(server.asked(), ["reset before the head"]);
});

test("a port on which nobody listens is reported in wget's words", async (t) => {
  const origin = `http://127.0.0.1:${await deadPort()}`;
  const { get, files } = openFetching(t, { allowed: [origin] });
  const got = await get(new URL("/icons/a.png", origin));
  assert.ok(!got.ok);
  assert.deepEqual([got.error.code, got.error.brief], ["connect-failed", "Connection refused."]);
  assert.equal(got.error.text, `${new URL(origin).host}: Connection refused.`);
  assert.equal(files().length, 0);
});

test("proxies that the environment names are not used", async (t) => {
  const server = await startFaultServer(t);
  const proxy = await startFaultServer(t);
  const before = process.env;
  t.after(() => {
    process.env = before;
  });
  const { NO_PROXY: _upper, no_proxy: _lower, ...env } = before;
  const names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
  process.env = { ...env, ...Object.fromEntries(names.map((name) => [name, proxy.origin])) };
  const { get } = openFetching(t, { allowed: [server.origin] });
  assert.ok((await get(server.url("ok"))).ok);
  assert.deepEqual([server.connections(), proxy.connections()], [1, 0]);
});
