import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBaseUrl, pictureUrl } from "../../../src/pictures/fetch/base-url.ts";

type Row = Readonly<Record<string, string>>;

function hrefOf(base: string, name: string, row: Row = {}): string {
  const parsed = parseBaseUrl(base);
  assert.ok(parsed.ok, `${base} is refused`);
  const url = pictureUrl(parsed.value, name, (field) => row[field] ?? "");
  return url.ok ? url.value.href : url.error.code;
}

const ADDRESSES: readonly (readonly [base: string, name: string, href: string])[] = [
  ["http://10.211.55.3/icons", "image.tif", "http://10.211.55.3/icons/image.tif"],
  ["http://10.211.55.3/icons/", "image.tif", "http://10.211.55.3/icons/image.tif"],
  ["http://h", "image.tif", "http://h/image.tif"],
  ["http://h/", "image.tif", "http://h/image.tif"],
  ["https://h:8443/icons", "rx_scan_0042", "https://h:8443/icons/rx_scan_0042"],
  ["http://h:80/icons", "a", "http://h/icons/a"],
  ["HTTP://H/Icons", "A.TIF", "http://h/Icons/A.TIF"],
  ["http://[fd12::1]:81/i", "a", "http://[fd12::1]:81/i/a"],
  ["http://h/a b/ü", "x", "http://h/a%20b/%C3%BC/x"],
  ["http://h/i", "two words.png", "http://h/i/two%20words.png"],
  ["http://h/i", "100%.png", "http://h/i/100%25.png"],
  ["http://h/i", "50%25.png", "http://h/i/50%2525.png"],
  ["http://h/i", "no #7.png", "http://h/i/no%20%237.png"],
  ["http://h/i", "what?.png", "http://h/i/what%3F.png"],
  ["http://h/i", "a+b&c=d.png", "http://h/i/a%2Bb%26c%3Dd.png"],
  ["http://h/i", "räksmörgås.png", "http://h/i/r%C3%A4ksm%C3%B6rg%C3%A5s.png"],
  ["http://h/i", "処方箋.png", "http://h/i/%E5%87%A6%E6%96%B9%E7%AE%8B.png"],
  ["http://h/i", "half a pair \ud83d.png", "http://h/i/half%20a%20pair%20%EF%BF%BD.png"],
  ["http://h/i", "2024/03/a b.png", "http://h/i/2024/03/a%20b.png"],
  ["http://h/i", "/leading.png", "http://h/i/leading.png"],
  ["http://h/i", " \t a.png \t\n", "http://h/i/a.png"],
  ["http://h/i", "c:d/e", "bad-name"],
  ["http://h/i", "d/c:e", "http://h/i/d/c%3Ae"],
  ["http://h/viewer?id=", "a b.png", "http://h/viewer?id=a%20b.png"],
  ["http://h/viewer?id=", "2024/a&x=1#y.png", "http://h/viewer?id=2024%2Fa%26x%3D1%23y.png"],
  ["http://h/viewer?kind=rx&id=", "a", "http://h/viewer?kind=rx&id=a"],
  ["http://h?id=", "a", "http://h/?id=a"],
];

for (const [base, name, href] of ADDRESSES) {
  test(`${base} and ${JSON.stringify(name)} make ${href}`, () => assert.equal(hrefOf(base, name), href));
}

const FILLED: readonly (readonly [base: string, row: Row, href: string])[] = [
  ["http://img{shard}/rx/{store}", { shard: "7", store: "north" }, "http://img7/rx/north/a.png"],
  ["http://{a}.h/{b}/{b}", { a: "Site-1", b: "x y" }, "http://site-1.h/x%20y/x%20y/a.png"],
  ["http://h/{store}", { store: " 100% #1? " }, "http://h/100%25%20%231%3F/a.png"],
  ["http://h/{my field}", { "my field": "x" }, "http://h/x/a.png"],
  ["http://h:{port}/", { port: "8080" }, "http://h:8080/a.png"],
  ["http://h/v?store={store}&id=", { store: "a&id=b" }, "http://h/v?store=a%26id%3Db&id=a.png"],
  ["http://h/{store}", {}, "bad-name"],
  ["http://h/{store}", { store: "  " }, "bad-name"],
  ["http://h/{store}", { store: "a/b" }, "bad-name"],
  ["http://h/{store}", { store: "." }, "bad-name"],
  ["http://h/{store}", { store: ".." }, "bad-name"],
  ["http://h/{store}", { store: "%2e%2e" }, "bad-name"],
  ["http://h/{store}", { store: "..;x" }, "bad-name"],
  ["http://h/{store}", { store: "a\\b" }, "bad-name"],
  ["http://h/{store}", { store: "a\0" }, "bad-name"],
  ["http://h/{store}", { store: "x".repeat(1_025) }, "bad-name"],
  ["http://{host}/", { host: "evil.example" }, "bad-name"],
  ["http://{host}.h/", { host: "evil.example/" }, "bad-name"],
  ["http://h{host}/", { host: "@evil" }, "bad-name"],
  ["http://h{host}/", { host: ":81" }, "bad-name"],
  ["http://{host}/", { host: "bücher" }, "bad-name"],
  ["http://h:{port}/", { port: "http" }, "bad-name"],
];

for (const [base, row, href] of FILLED) {
  test(`${base} for ${JSON.stringify(row).slice(0, 60)} makes ${href}`, () =>
    assert.equal(hrefOf(base, "a.png", row), href));
}

const REFUSED = [
  "",
  "10.211.55.3/icons",
  "ftp://h/icons",
  "file:///etc",
  "//h/icons",
  "http:/h/icons",
  "http:///icons",
  "http://?id=",
  "http://:80/icons",
  "http://h:99999/icons",
  "http://two words/icons",
  "http://user:secret@h/icons",
  "http://user@h/icons",
  "http://{user}@h/icons",
  "http://h/icons#top",
  "http://h/v?id=#top",
  "http://h/v?id",
  "http://h/v?",
  "http://h/{store",
  "http://h/store}",
  "http://h/{}",
  "http://h/{{store}}",
];

for (const base of REFUSED) {
  test(`"${base}" is no image server, and the sentence says what was typed`, () => {
    const parsed = parseBaseUrl(base);
    assert.ok(!parsed.ok);
    assert.ok(parsed.error.startsWith("expected an image server such as http://"), parsed.error);
    const shown = base.replace(/\/\/.*@/, "//***@");
    assert.ok(parsed.error.includes(`received "${shown}"`), parsed.error);
  });
}

test("the placeholders of a base are known by name, each time they occur", () => {
  const parsed = parseBaseUrl("http://img{shard}/{store}/{shard}");
  assert.deepEqual(parsed.ok && parsed.value.placeholders, ["shard", "store", "shard"]);
});

test("a value that cannot fill a placeholder is reported with its field", () => {
  const parsed = parseBaseUrl("http://h/{store}");
  const url = parsed.ok && pictureUrl(parsed.value, "a.png", () => "../x");
  assert.ok(url && !url.ok);
  assert.match(url.error.text, /"\.\.\/x".*slash.*\{store\} in http:\/\/h\/\{store\}/);
});
