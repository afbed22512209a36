import assert from "node:assert/strict";
import { test } from "node:test";
import type { Validators } from "../../../src/pictures/fetch/validators.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import { PICTURE } from "../../helpers/server-faults.ts";
import { noteSettlements } from "../../helpers/settlements.ts";

const DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
const NOTHING: Validators = { etag: "", lastModified: "" };

test("a server that still has the same answers without the bytes, and says for how long that is good", async (t) => {
  const server = await startFaultServer(t);
  const { breaker, settled } = noteSettlements();
  const { get, ask, files } = openFetching(t, { allowed: [server.origin], breaker });
  const url = server.url("304 when it is known");
  const first = await get(url);
  assert.ok(first.ok);
  assert.deepEqual([first.value.etag, first.value.freshness], ['"v1"', { noStore: false }]);
  const again = await ask(url, { known: { etag: '"v1"', lastModified: DATE } });
  assert.deepEqual(again, {
    ok: true,
    value: { kind: "unchanged", etag: '"v1"', lastModified: DATE, freshness: { maxAgeSeconds: 60, noStore: false } },
  });
  assert.deepEqual(files(), [PICTURE]);
  assert.deepEqual(settled, ["reached: ", "reached: "]);
  assert.equal(server.connections(), 1);
});

test("a server that has something else sends it", async (t) => {
  const server = await startFaultServer(t);
  const { ask, files } = openFetching(t, { allowed: [server.origin] });
  const got = await ask(server.url("304 when it is known"), { known: { etag: '"v0"', lastModified: "" } });
  assert.equal(got.ok && got.value.kind, "picture");
  assert.deepEqual(files(), [PICTURE]);
});

test("what is known goes on with a redirect", async (t) => {
  const [from, to] = [await startFaultServer(t), await startFaultServer(t)];
  const { ask } = openFetching(t, { allowed: [from.origin, to.origin] });
  const target = encodeURIComponent(to.url("304 when it is known").href);
  const got = await ask(new URL(`/a?redirect=${target}`, from.origin), { known: { etag: '"v1"', lastModified: "" } });
  assert.equal(got.ok && got.value.kind, "unchanged");
});

const LONG = `"${"x".repeat(1_022)}"`;
for (const [known, etag, date] of [
  [{ etag: '"v1"', lastModified: DATE }, '"v1"', DATE],
  [{ etag: 'W/"v 1"', lastModified: "" }, 'W/"v 1"', undefined],
  [{ etag: "", lastModified: DATE }, undefined, DATE],
  [{ etag: LONG, lastModified: "" }, LONG, undefined],
  [{ etag: `${LONG}x`, lastModified: "x".repeat(1_025) }, undefined, undefined],
  [{ etag: '"v1"\r\nX-Evil: 1', lastModified: "\n" }, undefined, undefined],
  [{ etag: "€", lastModified: " " }, undefined, undefined],
  [NOTHING, undefined, undefined],
  [{ ...NOTHING, bytes: 9 }, undefined, undefined],
] as const) {
  test(`${JSON.stringify(known).slice(0, 80)} asks with ${etag?.slice(0, 20)} and ${date}`, async (t) => {
    const server = await startFaultServer(t);
    const { ask } = openFetching(t, { allowed: [server.origin] });
    assert.ok((await ask(server.url("ok"), { known })).ok);
    const headers = server.visitors()[0]?.headers;
    assert.deepEqual(
      [headers?.["if-none-match"], headers?.["if-modified-since"], headers?.["x-evil"]],
      [etag, date, undefined],
    );
  });
}

test("a 304 that nobody asked for is a failure", async (t) => {
  const server = await startFaultServer(t);
  const { ask, files } = openFetching(t, { allowed: [server.origin] });
  for (const known of [NOTHING, { ...NOTHING, bytes: 5 }, { etag: "\n", lastModified: "" }]) {
    const got = await ask(server.url("304"), { known });
    assert.ok(!got.ok);
    assert.deepEqual([got.error.code, got.error.httpStatus], ["http-error", 304]);
  }
  assert.equal(files().length, 0);
});

for (const [behaviour, known, isUnchanged] of [
  ["ok", { ...NOTHING, bytes: 4_000 }, true],
  ["zeros in place of a picture", { ...NOTHING, bytes: 4_000 }, true],
  ["ok", { ...NOTHING, bytes: 3_999 }, false],
  ["ok", NOTHING, false],
  ["ok", { etag: '"v1"', lastModified: "", bytes: 4_000 }, false],
  ["ok", { etag: "", lastModified: DATE, bytes: 4_000 }, false],
  ["304 when it is known", { ...NOTHING, bytes: 4_000 }, false],
  ["ok without length", { ...NOTHING, bytes: 4_000 }, false],
  ["honest gzip", { ...NOTHING, bytes: 4_000 }, false],
] as const) {
  test(`"${behaviour}" with ${JSON.stringify(known)} is ${isUnchanged ? "unchanged" : "new"}`, async (t) => {
    const server = await startFaultServer(t);
    const { ask, files } = openFetching(t, { allowed: [server.origin] });
    const got = await ask(server.url(behaviour), { known });
    assert.equal(got.ok && got.value.kind, isUnchanged ? "unchanged" : "picture");
    assert.equal(files().length, isUnchanged ? 0 : 1);
    assert.ok((await ask(server.url("ok"))).ok);
  });
}
