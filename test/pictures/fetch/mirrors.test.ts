import assert from "node:assert/strict";
import { test } from "node:test";
import { mirrorsOf } from "../../../src/pictures/fetch/mirrors.ts";

/** @param stanzas the addresses of each, separated by blanks */
function servers(...stanzas: readonly string[]) {
  return stanzas.map((urls, index) => ({ label: `${index}`, urls: urls.split(" ").map((url) => new URL(url)) }));
}

const CASES: readonly (readonly [url: string, mirrors: readonly string[], ...stanzas: string[]])[] = [
  ["http://a/x.png", [], "http://a"],
  ["http://a/x.png", ["http://b/x.png", "https://c:8443/x.png"], "http://a http://b https://c:8443"],
  ["http://b/x.png", ["http://a/x.png", "http://c/x.png"], "http://a http://b http://c"],
  ["http://a/rx/2024/x.png", ["http://b/archive/2024/x.png"], "http://a/rx http://b/archive/"],
  ["http://a/rx/x.png", ["http://b/x.png"], "http://a/rx/ http://b"],
  ["http://a/rx", ["http://b/archive"], "http://a/rx http://b/archive"],
  ["http://a/rx/a%20b%2Fc%3Fd.png", ["http://b/a%20b%2Fc%3Fd.png"], "http://a/rx http://b"],
  ["http://a/get?id=a%2Fb&size=1#top", ["http://b/y/get?id=a%2Fb&size=1"], "http://a http://b/y"],
  ["http://a/rx/x.png", ["http://a/old/x.png"], "http://a/rx http://a/old"],
  ["http://a/rx/old/x.png", ["http://a/rx/x.png"], "http://a/rx http://a/rx/old"],
  ["http://a/x.png", ["http://b/x.png"], "http://a http://b http://b/ http://a/"],
  ["http://a/rx/x.png", ["http://c/x.png"], "http://a http://b", "http://a/rx http://c"],
  ["http://a/x.png", [], "http://b http://c"],
  ["http://a/rx-evil/x.png", [], "http://a/rx http://b"],
  ["http://a/rx/..%2f..%2fx.png", [], "http://a/rx http://b/deep/down"],
  ["http://a/rx/%252e%252e%252fx.png", [], "http://a/rx http://b/deep/down"],
  ["http://a/rx//x.png", ["http://b/deep//x.png"], "http://a/rx http://b/deep"],
  ["http://a/rx/http://evil/x.png", ["http://b/http://evil/x.png"], "http://a/rx http://b"],
  ["http://[::1]:81/x.png", ["http://[fd00::1]/x.png"], "http://[::1]:81 http://[fd00::1]"],
];

for (const [url, mirrors, ...stanzas] of CASES) {
  test(`${url} with ${stanzas.join(" | ")} is also at ${mirrors.join(", ") || "no other place"}`, () => {
    assert.deepEqual(
      mirrorsOf(new URL(url), servers(...stanzas)).map(({ href }) => href),
      mirrors,
    );
  });
}
