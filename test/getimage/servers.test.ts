import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../../src/getimage/settings.ts";
import { parseConf } from "../../src/splunk/conf.ts";
import { settingsOf } from "../helpers/settings-of.ts";

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

test("each stanza is a server of its own, and its label is free text", () => {
  const { servers } = settingsOf("[server:a.b:c d]\nurl = http://a\n[server:]\nurl = http://b\n");
  assert.deepEqual(
    servers.map(({ label }) => label),
    ["a.b:c d", ""],
  );
});

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
    const settings = readSettings(parseConf(`[server:scans]\n${lines}`, "local/getimage.conf"));
    assert.ok(!settings.ok);
    assert.equal(settings.error.length, 1);
    assert.match(
      settings.error[0] ?? "",
      /getimage\.conf \[server:scans\] url: expected one or more http\(s\) addresses/,
    );
  });
}
