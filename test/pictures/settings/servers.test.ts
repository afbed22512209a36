import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../../../src/pictures/settings/settings.ts";
import { parseConf } from "../../../src/splunk/conf.ts";
import { settingsOf } from "../../helpers/settings-of.ts";

function errorsOf(conf: string): readonly string[] {
  const settings = readSettings(parseConf(conf, "local/getimage.conf"));
  return settings.ok ? [] : settings.error;
}

for (const [name, url, urls] of [
  ["one address", "http://10.211.55.3/icons", ["http://10.211.55.3/icons"]],
  ["several, by blanks", "http://a/x  https://b:8443", ["http://a/x", "https://b:8443/"]],
  ["several, by commas", "http://a,http://b , http://c/", ["http://a/", "http://b/", "http://c/"]],
  ["several, by continued lines", "http://a \\\n  http://b\\\nhttp://c", ["http://a/", "http://b/", "http://c/"]],
  ["an IPv6 address", "http://[::1]:8080/rx", ["http://[::1]:8080/rx"]],
  ["a name in capitals", "HTTP://IMG.Example/Rx", ["http://img.example/Rx"]],
] as const) {
  test(`a server stanza takes ${name}`, () => {
    const { servers } = settingsOf(`[server:scans]\nurl = ${url}\n`);
    assert.deepEqual(
      servers.map((server) => [server.label, server.urls.map(({ href }) => href)]),
      [["scans", urls]],
    );
  });
}

for (const label of ["scans", "a", "10.211.55.3_8080", "_-.", "x".repeat(64)]) {
  test(`a label may be ${label}`, () => {
    assert.equal(settingsOf(`[server:${label}]\nurl = http://a\n`).servers[0]?.label, label);
  });
}

for (const label of ["", "a b", "a:b", "a/b", "ä", "a*", "x".repeat(65)]) {
  test(`a label may not be "${label}"`, () => {
    assert.deepEqual(errorsOf(`[server:${label}]\nurl = http://a\n`), [
      `local/getimage.conf [server:${label}]: expected a label of 1 to 64 letters, digits, _, . and - behind server:, ` +
        `received "${label}"`,
    ]);
  });
}

test("a stanza with nothing but its address wants nothing special", () => {
  assert.deepEqual(settingsOf("[server:a]\nurl = http://a\n").servers, [
    { label: "a", urls: [new URL("http://a")], verify: true, caFile: "", headers: {}, auth: { kind: "none" } },
  ]);
});

test("a stanza may set everything", () => {
  const lines = [
    "url = https://a https://b",
    "connect_timeout = 0.5",
    "first_byte_timeout = 1",
    "idle_timeout = 2",
    "total_timeout = 3600",
    "concurrency = 4",
    "ca_file = /etc/ssl/my ca.pem",
    "client_cert_file = /etc/ssl/me.pem",
    "client_key_file = /etc/ssl/me.key",
    "verify = off",
    "header.X-Site = 12 = twelve",
    "header.Accept = image/tiff",
    "auth = Basic",
    "user = rx reader",
  ];
  assert.deepEqual(settingsOf(`[server:a]\n${lines.join("\n")}\n`).servers, [
    {
      label: "a",
      urls: [new URL("https://a"), new URL("https://b")],
      verify: false,
      caFile: "/etc/ssl/my ca.pem",
      clientCertificate: { certFile: "/etc/ssl/me.pem", keyFile: "/etc/ssl/me.key" },
      headers: { "X-Site": "12 = twelve", Accept: "image/tiff" },
      auth: { kind: "basic", user: "rx reader" },
      connectTimeoutSeconds: 0.5,
      firstByteTimeoutSeconds: 1,
      idleTimeoutSeconds: 2,
      totalTimeoutSeconds: 3_600,
      concurrency: 4,
    },
  ]);
});

test("a key without a value counts as absent, for REST can empty a key and not remove it", () => {
  const keys = ["connect_timeout", "concurrency", "ca_file", "client_cert_file", "verify", "auth", "user"];
  const lines = [...keys, "auth_header", "header.X-Key"].map((key) => `${key} =\n`).join("");
  assert.deepEqual(settingsOf(`[server:a]\nurl = http://a\n${lines}`), settingsOf("[server:a]\nurl = http://a\n"));
});

for (const [lines, auth] of [
  ["auth = none", { kind: "none" }],
  ["auth = bearer", { kind: "bearer" }],
  ["auth = header\nauth_header = X-Api-Key", { kind: "header", header: "X-Api-Key" }],
  ["auth = header\nauth_header = Cookie", { kind: "header", header: "Cookie" }],
  ["user = left over", { kind: "none" }],
  ["ca_file =\nclient_cert_file =\nclient_key_file =", { kind: "none" }],
] as const) {
  test(`${JSON.stringify(lines)} is taken`, () => {
    const [server] = settingsOf(`[server:a]\nurl = http://a\n${lines}\n`).servers;
    assert.deepEqual([server?.auth, server?.caFile, server?.clientCertificate], [auth, "", undefined]);
  });
}

const HEADER_NAME =
  /: expected header\. and the name of a header that the program does not set itself, received "\*\*\*"$/;
const INSTEAD = /: expected auth = .* storage\/passwords, received "\*\*\*"$/;
const HEADER_VALUE = /header\.X-Key: expected up to 1,000 .* of ASCII on one line, received "\*\*\*"$/;

for (const [lines, ...wanted] of [
  ["connect_timeout = 0", / connect_timeout: expected seconds from 0\.1 to 600, received "0"$/],
  ["first_byte_timeout = soon", / first_byte_timeout: expected seconds from/],
  ["total_timeout = 3601", / total_timeout: expected seconds from 0\.1 to 3600/],
  ["concurrency = 0", / concurrency: expected a whole number from 1 to 256/],
  ["verify = maybe", / verify: expected true or false/],
  ["ca_file = ca.pem", / ca_file: expected an absolute path without \$.*, received "ca\.pem"$/],
  ["client_cert_file = /a", / client_key_file: expected the key that belongs to client_cert_file/],
  ["client_key_file = /a", / client_cert_file: expected the certificate that belongs to client_key_file/],
  ["auth = digest", / auth: expected one of none, basic, bearer, header, received "digest"$/],
  ["auth = basic", / user: expected the user name that auth = basic needs/],
  ["auth = basic\nuser = a:b", / user: expected up to 256 characters without a colon, received "a:b"$/],
  ["auth = header", / auth_header: expected the header that auth = header needs/],
  ["auth = header\nauth_header =", / auth_header: expected the header that auth = header needs, received ""$/],
  ["auth = basic\nuser =", / user: expected the user name that auth = basic needs, received ""$/],
  ["auth = header\nauth_header = Host", / auth_header: expected the name of a header that the program does not set/],
  ["auth = header\nauth_header = X Y", / auth_header: expected the name of a header/],
  ["auth = header\nauth_header = If-None-Match", / auth_header: expected the name of a header/],
  ["header.Host = hush", HEADER_NAME],
  ["header.content-length = hush", HEADER_NAME],
  ["header.Transfer-Encoding = hush", HEADER_NAME],
  ["header.Connection = hush", HEADER_NAME],
  ["header.Range = hush", HEADER_NAME],
  ["header. = hush", HEADER_NAME],
  ["header.X Y = hush", HEADER_NAME],
  ["header.<Name> = hush", HEADER_NAME],
  ["header.__proto__ = hush", HEADER_NAME],
  ["header.Authorization = Basic hush", INSTEAD],
  ["header.proxy-authorization = Basic hush", INSTEAD],
  ["header.cookie = hush", INSTEAD],
  ["header.X-Key = hush\u00fc", HEADER_VALUE],
  ["header.X-Key = hush\\\nhush", HEADER_VALUE],
  ["passwort = hush", / passwort: expected one of the keys url, .*, header\.<Name>, auth, user, auth_header$/],
  ["verify = maybe\nauth = digest", / verify: expected/, / auth: expected/],
] as const) {
  test(`${JSON.stringify(lines)} is refused by name, and nothing that may be secret is shown`, () => {
    const errors = errorsOf(`[server:a]\nurl = http://a\n${lines}\n`);
    assert.equal(errors.length, wanted.length, errors.join("; "));
    for (const [index, error] of errors.entries()) {
      assert.ok(error.startsWith("local/getimage.conf [server:a] "), error);
      assert.match(error, wanted[index] ?? /^$/);
      assert.doesNotMatch(error, /hush/);
    }
  });
}

for (const [name, lines] of [
  ["no url", ""],
  ["an empty url", "url =\n"],
  ["a host without a scheme", "url = img.example/rx\n"],
  ["a user name and password", "url = http://user:pass@img/rx\n"],
  ["a user name alone", "url = http://user@img/rx\n"],
  ["a query", "url = http://img/rx?key=1\n"],
  ["a fragment", "url = http://img/rx#1\n"],
  ["ftp", "url = ftp://img/rx\n"],
  ["file", "url = file:///etc\n"],
  ["a good address and a bad one", "url = http://img/rx, img2/rx\n"],
] as const) {
  test(`a server stanza with ${name} is refused`, () => {
    const errors = errorsOf(`[server:scans]\n${lines}`);
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? "", /getimage\.conf \[server:scans\] url: expected one or more http\(s\) addresses/);
  });
}
