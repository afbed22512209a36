import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { fail, succeed } from "../../../src/base/outcome.ts";
import type { ImageError } from "../../../src/pictures/contract.ts";
import { connectionFailure } from "../../../src/pictures/fetch/failure.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching, serverAt } from "../../helpers/fetching.ts";
import { noteSettlements } from "../../helpers/settlements.ts";

const OPEN: ImageError = { code: "breaker-open", text: "it is down" };

test("a server that the breaker refuses is not asked, and its secret neither", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, {
    servers: [serverAt([server.origin], { auth: { kind: "bearer" } })],
    secretFor: () => assert.fail("a secret was asked for"),
    breaker: { enter: (origin) => fail({ ...OPEN, text: `${origin} is down` }) },
  });
  const got = await get(server.url("ok"));
  assert.deepEqual(got, { ok: false, error: { ...OPEN, text: `${server.origin} is down` } });
  assert.equal(server.connections(), 0);
});

test("leave is asked for every request, redirects and further tries included, for the server that it goes to", async (t) => {
  const [from, to] = [await startFaultServer(t), await startFaultServer(t)];
  const entered: string[] = [];
  const settle = (): void => {};
  const { get } = openFetching(t, {
    allowed: [from.origin, to.origin],
    breaker: {
      enter(origin) {
        entered.push(origin);
        return entered.length < 4 ? succeed({ settle }) : fail(OPEN);
      },
    },
  });
  const target = encodeURIComponent(to.url("503 then ok").href);
  const url = new URL(`/a?redirect=${target}`, from.origin);
  assert.ok((await get(url)).ok);
  assert.deepEqual(entered, [from.origin, to.origin, to.origin]);
  assert.deepEqual(await get(url), { ok: false, error: OPEN });
});

test("a search that ends says nothing of the server that was being asked", async (t) => {
  const server = await startFaultServer(t);
  const { breaker, settled } = noteSettlements();
  const { get, cancel } = openFetching(t, { allowed: [server.origin], breaker });
  const rows = [get(server.url("silent")), get(server.url("stalled body"))];
  await server.haveCome(2);
  cancel();
  await Promise.all(rows);
  assert.deepEqual(
    settled.map((how) => how.slice(0, 8)),
    ["unknown:", "unknown:"],
  );
  await get(server.url("ok"));
  assert.equal(settled.length, 2, "after the end nobody asks for leave");
});

test("a cache that cannot be written says nothing of the server", async (t) => {
  const server = await startFaultServer(t);
  const { breaker, settled } = noteSettlements();
  const { get, folder } = openFetching(t, { allowed: [server.origin], breaker });
  rmSync(folder, { recursive: true });
  const got = await get(server.url("ok"));
  assert.equal(!got.ok && got.error.code, "cache-error");
  assert.match(settled.join(), /^unknown: the picture could not be written/);
});

test("a kept connection that is reset says nothing; the try after it does", async (t) => {
  const server = await startFaultServer(t);
  const { breaker, settled } = noteSettlements();
  const { get } = openFetching(t, { allowed: [server.origin], breaker });
  await get(server.url("ok"));
  await get(server.url("reset when reused"));
  assert.deepEqual(settled, ["reached: ", "unknown: ", "reached: "]);
});

for (const [system, reach] of [
  ["ECONNREFUSED", "down"],
  ["ENETUNREACH", "down"],
  ["ETIMEDOUT", "down"],
  ["EAI_AGAIN", "down"],
  ["CERT_HAS_EXPIRED", "unknown"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "down"],
  ["ESOMETHING", "down"],
  ["EMFILE", "unknown"],
  ["ENFILE", "unknown"],
  ["EADDRNOTAVAIL", "unknown"],
  ["ENOBUFS", "unknown"],
  ["ERR_INVALID_CHAR", "unknown"],
  ["HPE_INVALID_CONSTANT", "reached"],
] as const) {
  test(`${system} before the head means ${reach}`, () => {
    const thrown = new Error("outer", { cause: Object.assign(new Error("inner"), { code: system }) });
    assert.equal(connectionFailure(thrown, "h", "test").reach, reach);
  });
}
