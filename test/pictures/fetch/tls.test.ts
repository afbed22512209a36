import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching, serverAt } from "../../helpers/fetching.ts";
import { PICTURE } from "../../helpers/server-faults.ts";
import { noteSettlements } from "../../helpers/settlements.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { selfSigned, withoutOpenssl } from "../../helpers/tls.ts";

suite("TLS", { skip: withoutOpenssl }, () => {
  test("a certificate that nobody vouches for is refused before anything is asked", async (t) => {
    const server = await startFaultServer(t, selfSigned(tempFolder(t), "IP:127.0.0.1"));
    const { get, files } = openFetching(t, { allowed: [server.origin] });
    const got = await get(server.url("ok"));
    assert.equal(!got.ok && got.error.code, "tls-failed");
    assert.deepEqual([server.asked().length, files().length], [0, 0]);
  });

  test("a certificate that the system trusts is good for its own name only", async (t) => {
    const certificate = selfSigned(tempFolder(t), "IP:127.0.0.1");
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, certificate.cert]);
    t.after(() => setDefaultCACertificates(before));
    const server = await startFaultServer(t, certificate);
    const other = server.origin.replace("127.0.0.1", "localhost");
    const { get, files } = openFetching(t, { allowed: [server.origin, other] });
    for (let picture = 0; picture < 3; picture++) {
      const got = await get(server.url("ok"));
      assert.ok(got.ok, got.ok ? "" : got.error.text);
    }
    assert.deepEqual(files(), [PICTURE, PICTURE, PICTURE]);
    assert.equal(server.connections(), 1);

    const got = await get(new URL("/pictures/ok", other));
    assert.ok(!got.ok);
    assert.equal(got.error.code, "tls-failed");
    assert.match(got.error.text, /\(ERR_TLS_CERT_ALTNAME_INVALID\)$/);
  });

  test("ca_file is trusted in place of the usual certificates, for the servers of its stanza alone", async (t) => {
    const certificate = selfSigned(tempFolder(t), "IP:127.0.0.1");
    const other = selfSigned(tempFolder(t), "IP:127.0.0.1");
    const server = await startFaultServer(t, certificate);
    const { get } = openFetching(t, {
      servers: [
        serverAt([`${server.origin}/a`], { caFile: certificate.certFile }),
        serverAt([`${server.origin}/b`], { caFile: other.certFile }),
        serverAt([`${server.origin}/c`]),
      ],
    });
    const outcomes = [];
    for (const folder of ["a", "b", "c", "a"]) outcomes.push((await get(new URL(`/${folder}/ok`, server.origin))).ok);
    assert.deepEqual(outcomes, [true, false, false, true]);
    assert.deepEqual(server.asked(), ["ok", "ok"]);
  });

  test("verify = false takes any certificate, and a stanza beside it does not profit from its connections", async (t) => {
    const server = await startFaultServer(t, selfSigned(tempFolder(t), "DNS:other.example"));
    const { get } = openFetching(t, {
      servers: [serverAt([`${server.origin}/any`], { verify: false }), serverAt([server.origin])],
    });
    const anyone = new URL("/any/ok", server.origin);
    for (let picture = 0; picture < 3; picture++) assert.ok((await get(anyone)).ok);
    assert.equal(server.connections(), 1);
    const got = await get(server.url("ok"));
    assert.equal(!got.ok && got.error.code, "tls-failed");
  });

  test("a stanza without verify = false may redirect to one that has it, which then counts for that hop", async (t) => {
    const [from, to] = [
      await startFaultServer(t),
      await startFaultServer(t, selfSigned(tempFolder(t), "DNS:other.example")),
    ];
    const redirect = new URL(`/a?redirect=${to.origin}/ok`, from.origin);
    const strict = openFetching(t, { allowed: [from.origin, to.origin] });
    assert.ok(!(await strict.get(redirect)).ok);
    const lenient = openFetching(t, { servers: [serverAt([from.origin]), serverAt([to.origin], { verify: false })] });
    assert.ok((await lenient.get(redirect)).ok);
  });

  test("a server that asks for a client certificate is shown the one of its stanza", async (t) => {
    const folder = tempFolder(t);
    const [own, client] = [selfSigned(folder, "IP:127.0.0.1"), selfSigned(folder, "DNS:search-head")];
    const server = await startFaultServer(t, { ...own, ca: client.cert, requestCert: true });
    const trust = { caFile: own.certFile };
    const shown = openFetching(t, { servers: [serverAt([server.origin], { ...trust, clientCertificate: client })] });
    assert.ok((await shown.get(server.url("ok"))).ok);
    const hidden = openFetching(t, { servers: [serverAt([server.origin], trust)] });
    const got = await hidden.get(server.url("ok"));
    assert.equal(!got.ok && /^(tls|connect)-failed$/.test(got.error.code), true);
    assert.deepEqual(
      server.visitors().map(({ certificate }) => certificate),
      [new X509Certificate(client.cert).fingerprint256],
    );
  });

  for (const [fault, files, text] of [
    ["is missing", { caFile: "/no/ca.pem" }, /\/no\/ca\.pem \(ca_file\) cannot be read \(ENOENT\); name a file that/],
    ["holds no certificate", { caFile: "EMPTY" }, /expected PEM text in .*empty\.pem \(ca_file\)/],
    ["is a folder", { caFile: "/" }, /\/ \(ca_file\) cannot be read \(EISDIR\)/],
    ["holds a key in place of a certificate", { caFile: "KEY" }, /expected PEM text in .*\.key \(ca_file\)/],
    ["belongs to another key", { clientCertificate: { certFile: "OTHER", keyFile: "KEY" } }, /key values mismatch/],
    ["has no key", { clientCertificate: { certFile: "OTHER", keyFile: "/no" } }, /\/no \(client_key_file\) cannot be/],
  ] as const) {
    test(`a TLS file that ${fault} is named, and the server is not to blame`, async (t) => {
      const folder = tempFolder(t);
      const [own, other] = [selfSigned(folder, "IP:127.0.0.1"), selfSigned(folder, "IP:127.0.0.1")];
      const names: Readonly<Record<string, string>> = {
        EMPTY: join(folder, "empty.pem"),
        KEY: own.keyFile,
        OTHER: other.certFile,
      };
      writeFileSync(join(folder, "empty.pem"), "here was a certificate once\n");
      const special = JSON.parse(JSON.stringify(files), (_, value) => names[value] ?? value);
      const server = await startFaultServer(t, own);
      const { breaker, settled } = noteSettlements();
      const { get } = openFetching(t, { servers: [serverAt([server.origin], special)], breaker });
      for (let row = 0; row < 2; row++) {
        const got = await get(server.url("ok"));
        assert.ok(!got.ok);
        assert.equal(got.error.code, "tls-failed");
        assert.match(got.error.text, /^the TLS files of \[server:test\] are of no use: /);
        assert.match(got.error.text, text);
      }
      assert.equal(server.connections(), 0);
      assert.ok(settled.every((how) => how.startsWith("unknown: ")) && settled.length === 2);
    });
  }
});
