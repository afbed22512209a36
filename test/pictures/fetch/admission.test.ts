import assert from "node:assert/strict";
import { lookup } from "node:dns/promises";
import { hostname } from "node:os";
import { test } from "node:test";
import {
  type AdmittedUrl,
  admit,
  allowingServer,
  judgeAddresses,
  refusedAddresses,
} from "../../../src/pictures/fetch/admission.ts";
import type { AllowedServer } from "../../../src/pictures/fetch/server.ts";
import { readSettings } from "../../../src/pictures/settings/settings.ts";
import { parseConf } from "../../../src/splunk/conf.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";

// @ts-expect-error Only admit() makes an AdmittedUrl, so that nothing else can be fetched.
void (new URL("http://h/") satisfies AdmittedUrl);

function allow(...urls: readonly string[]): readonly AllowedServer[] {
  return [{ label: "test", urls: urls.map((url) => new URL(url)) }];
}

const ADMITTED: readonly (readonly [stanza: string, url: string])[] = [
  ["http://h", "http://h/any/where.png"],
  ["http://h/icons", "http://h/icons/a.png"],
  ["http://h/icons", "http://h/icons"],
  ["http://h/icons/", "http://h/icons/2024/a.png"],
  ["http://h/icons", "http://h/icons/a..b/c%2Fd.png"],
  ["http://h/icons", "http://h/icons/a.png?size=1#top"],
  ["http://h:80/icons", "http://h/icons/a.png"],
  ["https://H/icons", "https://h:443/icons/a.png"],
  ["http://127.0.0.1", "http://2130706433/a.png"],
  ["http://127.0.0.1", "http://0x7f.1/a.png"],
  ["http://0177.0.0.1", "http://127.1/a.png"],
  ["http://[::1]:81", "http://[0:0::1]:81/a.png"],
  ["http://bücher.example", "http://xn--bcher-kva.example/a.png"],
];

for (const [stanza, url] of ADMITTED) {
  test(`url = ${stanza} allows ${url}`, () => {
    assert.deepEqual(admit(new URL(url), allow("http://other", stanza)), { ok: true, value: new URL(url) });
  });
}

const REFUSED: readonly (readonly [stanza: string, url: string, text: string])[] = [
  ["http://h/icons", "http://h/icons-evil/a.png", "[server:h]\nurl = http://h"],
  ["http://h/icons", "http://h/icon", "[server:h]\nurl = http://h"],
  ["http://h/icons", "http://h/Icons/a.png", "allows http://h/Icons/;"],
  ["http://h/icons", "http://h/icons/../secret/a.png", "allows http://h/secret/;"],
  ["http://h/icons", "http://h/icons/%2e%2e/a.png", "allows http://h/;"],
  ["http://h/icons", "http://h/icons/..%2fsecret/a.png", "may lead out of its folder"],
  ["http://h/icons", "http://h/icons/..%5Csecret/a.png", "may lead out of its folder"],
  ["http://h/icons", "http://h/icons/%252e%252e%252fa.png", "may lead out of its folder"],
  ["http://h/icons", "http://h/icons/..;/secret/a.png", "may lead out of its folder"],
  ["http://h", "http://h:8080/a.png", "[server:h_8080]\nurl = http://h:8080"],
  ["http://h", "https://h/a.png", "[server:h_443]\nurl = https://h"],
  ["http://h", "http://h.evil.example/a.png", "[server:h.evil.example]\nurl = http://h.evil.example"],
  ["http://h", "http://sub.h/a.png", "[server:sub.h]\nurl = http://sub.h"],
  ["http://10.0.0.1", "http://2130706433/", "[server:127.0.0.1]\nurl = http://127.0.0.1"],
  ["http://10.0.0.1", "http://0x7f.1/", "[server:127.0.0.1]\nurl = http://127.0.0.1"],
  ["http://10.0.0.1", "http://0251.0376.0251.0376/", "[server:169.254.169.254]\nurl = http://169.254.169.254"],
  ["http://10.0.0.1", "http://[::ffff:10.0.0.1]/", "[server:__ffff_a00_1]\nurl = http://[::ffff:a00:1]"],
  ["http://h", "http://user:secret@h/a.png", "refused http://h"],
  ["http://h", "http://h@evil.example/a.png", "refused http://evil.example"],
  ["http://h", "ftp://h/a.png", "refused ftp://h"],
  ["http://h", "file:///etc/passwd", "refused file://"],
  ["http://h", "data:image/png;base64,AA", "refused data://"],
];

for (const [stanza, url, text] of REFUSED) {
  test(`url = ${stanza} does not allow ${url}, and the text holds: ${text}`, () => {
    const admitted = admit(new URL(url), allow(stanza));
    assert.ok(!admitted.ok);
    assert.equal(admitted.error.code, "host-refused");
    assert.ok(`${admitted.error.text}\n`.includes(text), admitted.error.text);
    assert.ok(!admitted.error.text.includes("secret@"), "a password is told to all");
  });
}

for (const [url, label] of [
  ["http://h/x.png", "root"],
  ["http://h/rx/x.png", "rx"],
  ["http://h/rx", "root"],
  ["http://h/rx/2024/x.png", "year"],
  ["http://h/rx/2024-old/x.png", "rx"],
  ["http://h/twice/x.png", "twice"],
  ["http://h:81/rx/x.png", undefined],
] as const) {
  test(`${url} belongs to ${label === undefined ? "no stanza" : `[server:${label}]`}`, () => {
    const servers = [
      ["root", "http://h"],
      ["year", "http://other/a/very/long/path", "http://h/rx/2024"],
      ["rx", "http://h/rx/"],
      ["twice", "http://h/twice"],
      ["late", "http://h/twice/"],
    ].map(([name = "", ...urls]) => ({ label: name, urls: urls.map((text) => new URL(text)) }));
    assert.equal(allowingServer(new URL(url), servers)?.label, label);
  });
}

test("the advice of a refusal, copied into getimage.conf, allows what was refused", () => {
  const urls = [
    "http://img.example/rx/a.tif",
    "http://img.example:8080/a.tif",
    "https://img.example/a.tif",
    "http://[fd00::1]/a",
    "http://odd(host)+name;x/a.tif",
    `https://${"long.".repeat(40)}example:8443/a.tif`,
  ];
  const advised = urls.map((url) => {
    const refused = admit(new URL(url), []);
    assert.ok(!refused.ok);
    return refused.error.text.slice(refused.error.text.indexOf("\n"));
  });
  const settings = readSettings(parseConf(advised.join("\n"), "local/getimage.conf"));
  assert.ok(settings.ok, JSON.stringify(settings));
  assert.equal(settings.value.servers.length, urls.length);
  for (const url of urls) assert.ok(admit(new URL(url), settings.value.servers).ok, url);
});

test("without any stanza nothing is allowed, and the stanza to add stands at the end of the text", () => {
  const admitted = admit(new URL("http://img.example:81/rx/a.png"), []);
  assert.equal(
    !admitted.ok && admitted.error.text,
    "no [server:*] stanza allows http://img.example:81/rx/; an admin can add these two lines to local/getimage.conf:\n" +
      "[server:img.example_81]\nurl = http://img.example:81",
  );
});

const NAMES: readonly (readonly [name: string, answers: string, stanza: string, allowed: string])[] = [
  ["img.example", "10.0.0.1", "http://img.example", "10.0.0.1"],
  ["img.example", "127.0.0.1 10.0.0.1 fe80::1 8.8.8.8", "http://img.example", "10.0.0.1 8.8.8.8"],
  ["img.example", "127.0.0.1", "http://img.example", ""],
  ["img.example", "::1 ::ffff:127.0.0.1 169.254.169.254", "http://img.example", ""],
  ["img.example", "127.0.0.1 127.0.0.2", "http://img.example http://127.1", "127.0.0.1"],
  ["img.example", "127.0.0.1", "http://127.0.0.1:3000", ""],
  ["img.example", "::ffff:7f00:1", "http://img.example:81 http://127.0.0.1", "::ffff:7f00:1"],
  ["img.example", "127.0.0.1", "http://localhost", ""],
  ["localhost", "::1 127.0.0.1", "http://localhost", "::1 127.0.0.1"],
  ["dev.localhost", "127.0.0.1", "http://dev.localhost", "127.0.0.1"],
  ["localhost", "169.254.169.254 10.0.0.1", "http://localhost", "10.0.0.1"],
  ["localhost", "127.0.0.1", "http://img.example", ""],
  ["notlocalhost", "127.0.0.1", "http://notlocalhost", ""],
  ["img.example", "", "http://img.example", ""],
];

for (const [name, answers, stanza, allowed] of NAMES) {
  test(`${name} at ${answers || "no address"} with url = ${stanza} leads to ${allowed || "nothing"}`, () => {
    const wanted = listOf(answers);
    const servers = [{ label: "a", urls: stanza.split(" ").map((url) => new URL(url)) }];
    const judged = judgeAddresses(name, wanted, servers);
    const admitted = judged.filter(({ refusal }) => refusal === undefined);
    assert.deepEqual(admitted, listOf(allowed));
    if (admitted.length > 0) return;
    const { code, text } = refusedAddresses(name, judged);
    assert.equal(code, "host-refused");
    for (const { address } of wanted) assert.ok(text.includes(`${address} (`), text);
  });
}

function listOf(addresses: string): readonly { readonly address: string }[] {
  return addresses.split(" ").flatMap((address) => (address === "" ? [] : [{ address }]));
}

test("localhost is asked when a stanza names it", async (t) => {
  const server = await startFaultServer(t);
  const origin = server.origin.replace("127.0.0.1", "localhost");
  const { get } = openFetching(t, { allowed: [origin] });
  const got = await get(new URL("/pictures/ok", origin));
  assert.ok(got.ok, got.ok ? "" : got.error.text);
});

test("a name that leads to this machine is refused even where a stanza names it, until the address is listed", async (t) => {
  const own = hostname();
  const addresses = await lookup(own, { all: true }).catch(() => []);
  if (!addresses.some(({ address }) => address === "127.0.0.1") || own === "localhost") {
    return t.skip(`the name of this machine, ${own}, does not lead to 127.0.0.1`);
  }
  const server = await startFaultServer(t);
  const origin = server.origin.replace("127.0.0.1", own);
  const refused = await openFetching(t, { allowed: [origin] }).get(new URL("/pictures/ok", origin));
  assert.ok(!refused.ok);
  assert.equal(refused.error.code, "host-refused");
  assert.match(refused.error.text, /127\.0\.0\.1 \(loopback\)/);
  assert.equal(server.connections(), 0);

  const listed = await openFetching(t, { allowed: [origin, server.origin] }).get(new URL("/pictures/ok", origin));
  assert.ok(listed.ok);
});
