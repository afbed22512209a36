import assert from "node:assert/strict";
import { test } from "node:test";
import { readableBytes, readableSeconds } from "../../src/web/readable.ts";

for (const [text, wanted] of [
  ["2592000", "30 days"],
  ["86400", "1 day"],
  ["129600", "1.5 days"],
  ["7200", "2 hours"],
  ["90", "1.5 minutes"],
  ["59", ""],
  ["0", ""],
  ["false", ""],
  ["", ""],
] as const) {
  test(`"${text}" seconds read as "${wanted}"`, () => assert.equal(readableSeconds(text), wanted));
}

for (const [text, wanted] of [
  ["21474836480", "20 GiB"],
  ["67108864", "64 MiB"],
  ["1610612736", "1.5 GiB"],
  ["1125899906842624", "1 PiB"],
  ["999", ""],
  ["many", ""],
] as const) {
  test(`"${text}" bytes read as "${wanted}"`, () => assert.equal(readableBytes(text), wanted));
}
