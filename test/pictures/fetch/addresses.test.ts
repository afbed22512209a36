import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Resolve } from "../../../src/net/checked-lookup.ts";
import { admit } from "../../../src/pictures/fetch/admission.ts";
import { openFetching, serverAt } from "../../helpers/fetching.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";

async function addressesOf(
  t: TestContext,
  url: string,
  allowed: readonly string[],
  resolve: Resolve,
  clock = new ManualClock(),
) {
  const { downloader } = openFetching(t, { allowed, resolve, limits: { connectTimeoutSeconds: 0.3 }, clock });
  const admitted = admit(new URL(url), [serverAt(allowed)]);
  assert.ok(admitted.ok);
  return downloader.addressesOf(admitted.value);
}

const resolveTwo: Resolve = (_hostname, _options, answered) =>
  answered(null, [
    { address: "10.1.2.3", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ]);
const nobody: Resolve = () => assert.fail("no name was to be asked for");

test("the addresses of a name are reported, each with its verdict", async (t) => {
  const found = await addressesOf(t, "http://img.example/a.png", ["http://img.example"], resolveTwo);
  assert.deepEqual(found.ok && found.value.map(({ address, refusal }) => [address, refusal]), [
    ["10.1.2.3", undefined],
    ["127.0.0.1", "loopback"],
  ]);
});

test("an address that a stanza lists is allowed", async (t) => {
  const found = await addressesOf(t, "http://img.example/a", ["http://img.example", "http://127.0.0.1"], resolveTwo);
  assert.ok(found.ok && found.value.every(({ refusal }) => refusal === undefined));
});

for (const [url, address] of [
  ["http://10.1.2.3", "10.1.2.3"],
  ["http://127.1:81", "127.0.0.1"],
  ["https://[::1]:8443", "::1"],
] as const) {
  test(`${url} is its own address, and no name is asked for`, async (t) => {
    assert.deepEqual(await addressesOf(t, `${url}/a`, [url], nobody), { ok: true, value: [{ address }] });
  });
}

test("a name that leads nowhere is reported in wget's words", async (t) => {
  const resolve: Resolve = (_hostname, _options, answered) =>
    answered(Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }), []);
  const found = await addressesOf(t, "http://img.example/a.png", ["http://img.example"], resolve);
  assert.deepEqual(
    [!found.ok && found.error.code, !found.ok && found.error.text],
    ["dns-failed", "img.example: Name or service not known."],
  );
});

test("a name service that does not answer is given up after connect_timeout", async (t) => {
  const clock = new ManualClock();
  const asking = addressesOf(t, "http://img.example/a.png", ["http://img.example"], () => {}, clock);
  await clock.alarmOf(300);
  clock.pass(300);
  const found = await asking;
  assert.equal(!found.ok && found.error.text, "img.example: no address of this name within 0.3 s");
});
