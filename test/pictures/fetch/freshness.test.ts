import assert from "node:assert/strict";
import { test } from "node:test";
import { freshnessOf } from "../../../src/pictures/fetch/freshness.ts";

const NOW = Date.parse("Sun, 06 Nov 1994 08:49:37 GMT");
const DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

const CASES: readonly (readonly [headers: Readonly<Record<string, string>>, maxAge: number | undefined])[] = [
  [{}, undefined],
  [{ "cache-control": "max-age=60" }, 60],
  [{ "cache-control": "Public, Max-Age = 60" }, 60],
  [{ "cache-control": "max-age=0" }, 0],
  [{ "cache-control": 'max-age="60"' }, 60],
  [{ "cache-control": "max-age=60, s-maxage=10" }, 10],
  [{ "cache-control": "s-maxage=many, max-age=60" }, 60],
  [{ "cache-control": "max-age=60, max-age=10" }, 60],
  [{ "cache-control": "private, max-age=60" }, 60],
  [{ "cache-control": 'private="a, max-age=5", max-age=60' }, 60],
  [{ "cache-control": 'x="a\\", max-age=5", max-age=60' }, 60],
  [{ "cache-control": "no-cache, max-age=60" }, 0],
  [{ "cache-control": "no-cache" }, 0],
  [{ "cache-control": 'no-cache="set-cookie", max-age=60' }, 60],
  [{ "cache-control": "no-cached, xmax-age=60, max-agex=5" }, undefined],
  [{ "cache-control": "max-age" }, undefined],
  [{ "cache-control": "max-age=" }, undefined],
  [{ "cache-control": "max-age=-1" }, undefined],
  [{ "cache-control": "max-age=1.5" }, undefined],
  [{ "cache-control": "max-age=1e3" }, undefined],
  [{ "cache-control": 'max-age="60' }, undefined],
  [{ "cache-control": "=60,,;,max-age" }, undefined],
  [{ "cache-control": `max-age=${"9".repeat(400)}` }, 2 ** 31],
  [{ "cache-control": "max-age=60", age: "20" }, 40],
  [{ "cache-control": "max-age=60", age: "99" }, 0],
  [{ "cache-control": "max-age=60", age: "-5" }, 60],
  [{ "cache-control": "max-age=60", age: "old" }, 60],
  [{ age: "20" }, undefined],
  [{ expires: "Sun, 06 Nov 1994 08:50:37 GMT", date: DATE }, 60],
  [{ expires: "Sunday, 06-Nov-94 08:50:37 GMT", date: DATE }, 60],
  [{ expires: "Sun Nov  6 08:50:37 1994", date: DATE }, 60],
  [{ expires: "Sun, 06 Nov 1994 08:50:37 GMT" }, 60],
  [{ expires: "Sun, 06 Nov 1994 08:50:37 GMT", date: "today" }, 60],
  [{ expires: "Sun, 06 Nov 1994 08:50:37 GMT", date: DATE, age: "20" }, 40],
  [{ expires: "Sun, 06 Nov 1994 08:48:37 GMT", date: DATE }, 0],
  [{ expires: DATE, date: DATE }, 0],
  [{ expires: "0", date: DATE }, 0],
  [{ expires: "-1" }, 0],
  [{ expires: "3000" }, 0],
  [{ expires: "never" }, 0],
  [{ expires: "Fri, 31 Dec 9999 23:59:59 GMT", date: DATE }, 2 ** 31],
  [{ expires: "Sun, 06 Nov 1994 08:50:37 GMT", date: DATE, "cache-control": "max-age=5" }, 5],
  [{ expires: "Sun, 06 Nov 1994 08:50:37 GMT", date: DATE, "cache-control": "max-age=soon" }, 60],
];

for (const [headers, maxAge] of CASES) {
  test(`${JSON.stringify(headers).slice(0, 120)} stays good for ${maxAge ?? "an unknown number of"} s`, () => {
    assert.deepEqual(freshnessOf(headers, NOW), {
      ...(maxAge !== undefined && { maxAgeSeconds: maxAge }),
      noStore: false,
    });
  });
}

for (const [text, noStore] of [
  ["no-store", true],
  ["max-age=60, No-Store", true],
  ["private, no-cache, no-store", true],
  ['x="no-store"', false],
  ["no-stores", false],
] as const) {
  test(`Cache-Control: ${text} ${noStore ? "asks" : "does not ask"} that nobody keeps it`, () => {
    assert.equal(freshnessOf({ "cache-control": text }, NOW).noStore, noStore);
  });
}
