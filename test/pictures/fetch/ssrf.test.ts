import assert from "node:assert/strict";
import type { LookupAddress } from "node:dns";
import { isIPv6 } from "node:net";
import { type TestContext, test } from "node:test";
import type { Resolve } from "../../../src/net/checked-lookup.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import { noteSettlements } from "../../helpers/settlements.ts";

/** A name service that gives these answers one after another, and the last of them ever after. */
function answering(...answers: readonly string[]): { readonly resolve: Resolve; readonly asked: () => number } {
  let asked = 0;
  const resolve: Resolve = (_hostname, _options, answered) => {
    const answer = answers[Math.min(asked++, answers.length - 1)] ?? "";
    const addresses = answer.split(" ").filter((address) => address !== "");
    answered(
      null,
      addresses.map((address): LookupAddress => ({ address, family: isIPv6(address) ? 6 : 4 })),
    );
  };
  return { resolve, asked: () => asked };
}

/** Where no search may get to, in what spellings, and how a URL writes it. */
const FORBIDDEN: readonly (readonly [what: string, spellings: readonly string[], canonical: string])[] = [
  [
    "loopback",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1."],
    "127.0.0.1",
  ],
  ["loopback behind the first", ["127.0.0.2", "0x7f000002", "127.2"], "127.0.0.2"],
  ["this machine", ["0.0.0.0", "0", "0x0"], "0.0.0.0"],
  [
    "metadata",
    ["169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518"],
    "169.254.169.254",
  ],
  ["link-local", ["169.254.1.1", "0xa9fe0101"], "169.254.1.1"],
  ["full-width digits", ["１２７.０.０.１"], "127.0.0.1"],
  ["percent-encoded", ["%31%32%37.0.0.1"], "127.0.0.1"],
  ["loopback of IPv6", ["[::1]", "[0:0:0:0:0:0:0:1]", "[0::0:1]"], "[::1]"],
  ["any address of IPv6", ["[::]"], "[::]"],
  ["mapped", ["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:FFFF:127.0.0.1]"], "[::ffff:7f00:1]"],
  ["compatible", ["[::127.0.0.1]"], "[::7f00:1]"],
  ["translated", ["[::ffff:0:127.0.0.1]"], "[::ffff:0:7f00:1]"],
  ["6to4", ["[2002:7f00:1::]"], "[2002:7f00:1::]"],
  ["NAT64", ["[64:ff9b::127.0.0.1]"], "[64:ff9b::7f00:1]"],
  ["NAT64 of a network", ["[64:ff9b:1::169.254.169.254]"], "[64:ff9b:1::a9fe:a9fe]"],
  ["Teredo", ["[2001:0:4136:e378:8000:63bf:80ff:fffe]"], "[2001:0:4136:e378:8000:63bf:80ff:fffe]"],
  ["ISATAP", ["[2606:4700::5efe:127.0.0.1]"], "[2606:4700::5efe:7f00:1]"],
  ["link-local of IPv6", ["[fe80::1]"], "[fe80::1]"],
  ["metadata of IPv6", ["[fd00:ec2::254]"], "[fd00:ec2::254]"],
];

for (const [what, spellings, canonical] of FORBIDDEN) {
  for (const spelling of spellings) {
    test(`${what}: http://${spelling} is refused unless listed, and so is a redirect there`, async (t) => {
      const server = await startFaultServer(t);
      const { port } = new URL(server.origin);
      const { get } = openFetching(t, { allowed: [`http://10.9.9.9:${port}`, `${server.origin}/start`] });
      const host = `${canonical}:${port}`;
      const direct = await get(new URL(`http://${spelling}:${port}/ok`));
      assert.equal(!direct.ok && direct.error.code, "host-refused");
      assert.ok(!direct.ok && direct.error.text.includes(`http://${host}/`), direct.ok ? "" : direct.error.text);

      const inAscii = spelling.replace(/[^\x20-\x7e]/g, encodeURIComponent);
      const target = encodeURIComponent(`http://${inAscii}:${port}/ok`);
      const redirected = await get(new URL(`/start?redirect=${target}`, server.origin));
      assert.equal(!redirected.ok && redirected.error.code, "redirect-refused");
      assert.ok(!redirected.ok && redirected.error.text.includes(host));
      assert.deepEqual(server.asked(), ["start"]);
    });
  }

  const bare = canonical.replace(/[[\]]/g, "");
  test(`${what}: a name that leads to ${bare} is refused, though a stanza names it`, (t) => refusedByName(t, bare));
}

for (const name of ["localhost", "LOCALHOST", "a.localhost", "localhost.", "img.example"]) {
  test(`http://${name} is refused where a stanza allows another name of this machine`, async (t) => {
    const server = await startFaultServer(t);
    const { port } = new URL(server.origin);
    const { get } = openFetching(t, { allowed: [`http://dev.localhost:${port}`, server.origin] });
    const got = await get(new URL(`http://${name}:${port}/ok`));
    assert.equal(!got.ok && got.error.code, "host-refused");
    assert.ok(!got.ok && got.error.text.includes(`http://${name.toLowerCase()}:${port}/`));
    assert.equal(server.connections(), 0);
  });
}

for (const [zone, shown] of [
  ["fe80::1%eth0", "fe80::1%eth0 (link-local)"],
  ["::1%lo", "::1%lo (loopback)"],
] as const) {
  test(`a name that leads to ${zone} is refused, whatever its zone`, (t) => refusedByName(t, zone, shown));
  test(`http://[${zone}] is no address`, () => assert.equal(URL.parse(`http://[${zone}]/`), null));
}

async function refusedByName(t: TestContext, address: string, shown = `${address} (`): Promise<void> {
  const server = await startFaultServer(t);
  const { port } = new URL(server.origin);
  const { breaker, settled } = noteSettlements();
  const { resolve } = answering(address);
  const { get } = openFetching(t, { allowed: [`http://img.example:${port}`], resolve, breaker });
  const got = await get(new URL(`http://img.example:${port}/ok`));
  assert.ok(!got.ok);
  assert.equal(got.error.code, "host-refused");
  assert.ok(got.error.text.startsWith(`img.example leads to ${shown}`), got.error.text);
  assert.equal(server.connections(), 0);
  assert.deepEqual(settled, [`unknown: ${got.error.text}`]);
}

test("a redirect to an allowed name that leads to a refused address is refused", async (t) => {
  const server = await startFaultServer(t);
  const named = server.origin.replace("127.0.0.1", "img.example");
  const { resolve } = answering("169.254.169.254");
  const { get } = openFetching(t, { allowed: [`${server.origin}/start`, named], resolve });
  const got = await get(new URL(`/start?redirect=${named}/ok`, server.origin));
  assert.ok(!got.ok);
  assert.match(got.error.text, /^img\.example leads to 169\.254\.169\.254 \(a metadata service\); /);
  assert.equal(server.connections(), 1);
});

test("of several addresses only those that are allowed are called", async (t) => {
  const { good, evil, url, allowed } = await twoServers(t);
  const { resolve } = answering("127.0.0.1 ::1 169.254.169.254 127.0.0.2");
  const { get } = openFetching(t, { allowed, resolve });
  const got = await get(url);
  assert.ok(got.ok, got.ok ? "" : got.error.text);
  assert.deepEqual([good.connections(), evil.connections()], [1, 0]);
});

test("a name that leads elsewhere the second time: the call goes to the answer that was checked", async (t) => {
  const { good, evil, url, allowed } = await twoServers(t);
  const { resolve, asked } = answering("127.0.0.2", "127.0.0.1");
  const { get } = openFetching(t, { allowed, resolve });
  // Without a length each needs a connection of its own.
  for (let row = 0; row < 5; row++) assert.ok((await get(url)).ok);
  assert.deepEqual([good.connections(), evil.connections()], [5, 0]);
  assert.equal(asked(), 1);
});

test("a name that leads elsewhere the second time is checked again by who asks it again", async (t) => {
  const { good, evil, url, allowed } = await twoServers(t);
  const { resolve } = answering("127.0.0.2", "127.0.0.1");
  assert.ok((await openFetching(t, { allowed, resolve }).get(url)).ok);
  const got = await openFetching(t, { allowed, resolve }).get(url);
  assert.ok(!got.ok);
  assert.match(got.error.text, /^img\.example leads to 127\.0\.0\.1 \(loopback\); /);
  assert.deepEqual([good.connections(), evil.connections()], [1, 0]);
});

/** Two servers on one port; the one on 127.0.0.2 is listed, and so is a name that may lead to either. */
async function twoServers(t: TestContext) {
  const evil = await startFaultServer(t);
  const { port } = new URL(evil.origin);
  const good = await startFaultServer(t, undefined, ["127.0.0.2", Number(port)]);
  const named = `http://img.example:${port}`;
  return { good, evil, url: new URL("/ok without length", named), allowed: [named, good.origin] };
}
