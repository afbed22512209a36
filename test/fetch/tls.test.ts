import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { suite, test } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { PICTURE, startFaultServer } from "../helpers/fault-server.ts";
import { openFetching } from "../helpers/fetching.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { selfSigned, withoutOpenssl } from "../helpers/tls.ts";

suite("TLS", { skip: withoutOpenssl }, () => {
  test("a certificate that nobody vouches for is refused before anything is asked", async (t) => {
    const server = await startFaultServer(t, selfSigned(tempFolder(t), "IP:127.0.0.1"));
    const { get, files } = openFetching(t, { allowed: [server.origin] });
    const got = await get(server.url("ok"));
    assert.ok(!got.ok);
    assert.equal(got.error.code, "tls-failed");
    assert.match(got.error.text, /^TLS with 127\.0\.0\.1:\d+ failed: .*\(DEPTH_ZERO_SELF_SIGNED_CERT\)$/);
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
});

test("a server that does not speak TLS is told so", async (t) => {
  const server = await startFaultServer(t);
  const origin = server.origin.replace("http:", "https:");
  const got = await openFetching(t, { allowed: [origin] }).get(new URL("/pictures/ok", origin));
  assert.equal(!got.ok && got.error.code, "tls-failed");
});

test("a server that takes the connection and never says hello is given up after connect_timeout", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  await once(server, "listening");
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const got = await openFetching(t, { allowed: [origin], limits: { connectTimeout: 0.4 } }).get(new URL("/a", origin));
  assert.ok(!got.ok);
  assert.equal(got.error.code, "timeout");
  assert.match(got.error.text, /^no connection to .* within 0\.4 s$/);
});
