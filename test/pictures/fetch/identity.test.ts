import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { fail, succeed } from "../../../src/base/outcome.ts";
import type { ImageServer, ServerAuth } from "../../../src/pictures/fetch/server.ts";
import { type FaultServer, startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching, serverAt } from "../../helpers/fetching.ts";
import { noteSettlements } from "../../helpers/settlements.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { selfSigned, withoutOpenssl } from "../../helpers/tls.ts";

const SECRET = "o p€n:sésame";
const TOKEN = "abc-DEF.123~/+==";
const BASIC = `Basic ${Buffer.from(`rx:${SECRET}`).toString("base64")}`;

type Case = readonly [auth: ServerAuth, secret: string, header: string, value: string];
const CASES: readonly Case[] = [
  [{ kind: "basic", user: "rx" }, SECRET, "authorization", BASIC],
  [{ kind: "bearer" }, TOKEN, "authorization", `Bearer ${TOKEN}`],
  [{ kind: "header", header: "X-Api-Key" }, "two words", "x-api-key", "two words"],
];

function headersOf(server: FaultServer, name: string): readonly unknown[] {
  return server.visitors().map(({ headers }) => headers[name]);
}

for (const [auth, secret, header, value] of CASES) {
  const secretFor = async () => succeed(secret);

  test(`auth = ${auth.kind} sends ${header} with every request`, async (t) => {
    const server = await startFaultServer(t);
    const { get } = openFetching(t, { servers: [serverAt([server.origin], { auth })], secretFor });
    for (const name of ["ok", "redirect 1", "503 then ok"] as const) assert.ok((await get(server.url(name))).ok);
    assert.deepEqual(headersOf(server, header), [value, value, value, value, value]);
  });

  test(`auth = ${auth.kind} does not go on with a redirect to another server, even one that has a stanza too`, async (t) => {
    const [from, to] = [await startFaultServer(t), await startFaultServer(t)];
    const servers = [serverAt([from.origin], { auth, label: "from" }), serverAt([to.origin], { auth, label: "to" })];
    const asked: string[] = [];
    const { get } = openFetching(t, {
      servers,
      secretFor: async ({ label }) => {
        asked.push(label);
        return succeed(secret);
      },
    });
    assert.ok((await get(new URL(`/a?redirect=${to.origin}/ok`, from.origin))).ok);
    assert.deepEqual(headersOf(from, header), [value]);
    assert.deepEqual(headersOf(to, header), [undefined]);
    assert.deepEqual(asked, ["from"]);
  });
}

test("a server that is asked again after a redirect elsewhere learns again who asks", async (t) => {
  const [first, other] = [await startFaultServer(t), await startFaultServer(t)];
  const servers = [serverAt([first.origin], { auth: { kind: "bearer" } }), serverAt([other.origin])];
  const { get } = openFetching(t, { servers, secretFor: async () => succeed(TOKEN) });
  const there = new URL(`/b?redirect=${first.origin}/ok`, other.origin);
  assert.ok((await get(new URL(`/a?redirect=${encodeURIComponent(there.href)}`, first.origin))).ok);
  assert.deepEqual(headersOf(first, "authorization"), [`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
  assert.deepEqual(headersOf(other, "authorization"), [undefined]);
});

test("headers of a stanza go to its server, win over the usual ones, and stay behind at a redirect", async (t) => {
  const [from, to] = [await startFaultServer(t), await startFaultServer(t)];
  const headers = { "X-Site": "12", "user-agent": "Zebra" };
  const { get } = openFetching(t, {
    servers: [serverAt([from.origin], { headers }), serverAt([to.origin], { headers })],
  });
  assert.ok((await get(new URL(`/a?redirect=${to.origin}/ok`, from.origin))).ok);
  assert.deepEqual([headersOf(from, "x-site"), headersOf(from, "user-agent")], [["12"], ["Zebra"]]);
  assert.deepEqual(headersOf(to, "x-site"), [undefined]);
  assert.match(String(headersOf(to, "user-agent")[0]), /^getimage/);
});

test("a client certificate is not shown to whom a redirect leads", { skip: withoutOpenssl }, async (t) => {
  const folder = tempFolder(t);
  const [own, client] = [selfSigned(folder, "IP:127.0.0.1"), selfSigned(folder, "DNS:search-head")];
  const tls = { ...own, requestCert: true, rejectUnauthorized: false };
  const [from, to] = [await startFaultServer(t, tls), await startFaultServer(t, tls)];
  const special: Partial<ImageServer> = { caFile: own.certFile, clientCertificate: client };
  const { get } = openFetching(t, { servers: [serverAt([from.origin], special), serverAt([to.origin], special)] });
  assert.ok((await get(new URL(`/a?redirect=${to.origin}/ok`, from.origin))).ok);
  assert.ok((await get(to.url("ok"))).ok);
  const shown = new X509Certificate(client.cert).fingerprint256;
  const certificates = [from, to].map((server) => server.visitors().map(({ certificate }) => certificate));
  assert.deepEqual(certificates, [[shown], ["", shown]]);
});

test("a server that wants nothing has no secret asked for", async (t) => {
  const server = await startFaultServer(t);
  const { get } = openFetching(t, { allowed: [server.origin], secretFor: () => assert.fail("a secret was asked for") });
  assert.ok((await get(server.url("ok"))).ok);
});

test("a secret that cannot be read is the failure of the row; nobody is asked and nobody is down", async (t) => {
  const server = await startFaultServer(t);
  const { breaker, settled } = noteSettlements();
  const servers = [serverAt([server.origin], { auth: { kind: "bearer" } })];
  const error = { code: "unauthorized", text: "Splunk has no secret" } as const;
  const { get } = openFetching(t, { servers, secretFor: async () => fail(error.text), breaker });
  assert.deepEqual(await get(server.url("ok")), { ok: false, error });
  assert.equal(server.connections(), 0);
  assert.deepEqual(settled, ["unknown: Splunk has no secret"]);
});

test("the end of a search ends the wait for a secret", async (t) => {
  const server = await startFaultServer(t);
  const servers = [serverAt([server.origin], { auth: { kind: "bearer" } })];
  const never = new Promise<never>(() => {});
  const { get, cancel } = openFetching(t, {
    servers,
    secretFor: () => {
      setImmediate(cancel);
      return never;
    },
  });
  const got = await get(server.url("ok"));
  assert.equal(!got.ok && got.error.code, "cancelled");
});

for (const [kind, secret, fault] of [
  ["basic", "", "is empty"],
  ["basic", "hush\r\nX-Evil: 1", "holds a line break or another control character"],
  ["bearer", "hush\n", "holds a line break or another control character"],
  ["bearer", "hush€", "holds characters that no header takes"],
  ["bearer", "hush\u0000", "holds a line break or another control character"],
  ["header", " hush", "begins or ends with a blank"],
  ["header", "hüsh", "holds characters that no header takes"],
] as const) {
  test(`the secret ${JSON.stringify(secret)} for auth = ${kind} is refused without being shown`, async (t) => {
    const server = await startFaultServer(t);
    const auth: ServerAuth =
      kind === "basic" ? { kind, user: "rx" } : kind === "header" ? { kind, header: "X" } : { kind };
    const servers = [serverAt([server.origin], { auth })];
    const got = await openFetching(t, { servers, secretFor: async () => succeed(secret) }).get(server.url("ok"));
    assert.deepEqual(got, {
      ok: false,
      error: {
        code: "unauthorized",
        text: `expected a secret for [server:test] that can be sent, and the stored one ${fault}; store it again`,
      },
    });
    assert.equal(server.connections(), 0);
  });
}

for (const [auth, isRedirected, advice] of [
  [{ kind: "none" }, false, "it wants to know who asks: set auth in [server:test]"],
  [{ kind: "bearer" }, false, "the stored secret of [server:test] was not accepted"],
  [{ kind: "bearer" }, true, "a redirect from another server takes no secret along: let the search ask it directly"],
] as const) {
  test(`a 401 with auth = ${auth.kind}${isRedirected ? " behind a redirect" : ""} says: ${advice}`, async (t) => {
    const [from, server] = [await startFaultServer(t), await startFaultServer(t)];
    const servers = [serverAt([from.origin]), serverAt([server.origin], { auth })];
    const { get } = openFetching(t, { servers, secretFor: async () => succeed(TOKEN) });
    const url = isRedirected ? new URL(`/a?redirect=${server.origin}/401`, from.origin) : server.url("401");
    const got = await get(url);
    const host = new URL(server.origin).host;
    assert.equal(!got.ok && got.error.text, `expected 200 from ${host}, received 401 Unauthorized; ${advice}`);
    assert.ok(!JSON.stringify(got).includes(TOKEN));
  });
}
