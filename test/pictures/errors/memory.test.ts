import assert from "node:assert/strict";
import { test } from "node:test";
import { IMAGE_ERROR_CODES, type ImageErrorCode } from "../../../src/pictures/contract.ts";
import { ERROR_CODES } from "../../../src/pictures/errors/error-codes.ts";
import { holds, isMemorable, type MemoryRules } from "../../../src/pictures/errors/memory.ts";

const NOW = Date.UTC(2026, 0, 1);
const RULES: MemoryRules = { missingSeconds: 300, forbiddenSeconds: 60, badSeconds: 3_600, failingSeconds: 15 };
const SOURCE = { url: "http://img/a.tif", bytes: 9, status: 200, etag: '"1"', lastModified: "" };

/** Code -> seconds for which no request is made, and for which the server is asked whether the bytes are the same. */
const CLASSES: Readonly<Record<ImageErrorCode, readonly [quiet: number, ifSame: number]>> = {
  "not-found": [300, 300],
  forbidden: [60, 60],
  unauthorized: [60, 60],
  "http-error": [15, 15],
  "connect-failed": [15, 15],
  "dns-failed": [15, 15],
  "tls-failed": [15, 15],
  timeout: [15, 15],
  "too-slow": [15, 15],
  "too-large": [15, 15],
  "too-many-pixels": [15, 15],
  truncated: [15, 3_600],
  "not-an-image": [15, 3_600],
  unsupported: [15, 3_600],
  "no-such-page": [15, 3_600],
  corrupt: [15, 3_600],
  "too-many-pages": [15, 3_600],
  "decode-timeout": [15, 3_600],
  "decode-memory": [15, 3_600],
  "decoder-crashed": [15, 3_600],
  "bad-name": [0, 0],
  "host-refused": [0, 0],
  "redirect-refused": [0, 0],
  "breaker-open": [0, 0],
  "decoder-unavailable": [0, 0],
  "cache-error": [0, 0],
  cancelled: [0, 0],
};

for (const code of IMAGE_ERROR_CODES) {
  const [quiet, ifSame] = CLASSES[code];
  test(`${code} is remembered for ${quiet} s, and for ${ifSame} s while the server has the same bytes`, () => {
    const entry = { storedAt: NOW, code, text: "", source: SOURCE } as const;
    const at = (seconds: number) => holds(entry, RULES, NOW + seconds * 1_000);
    if (quiet > 0) assert.equal(at(quiet - 1), "holds");
    assert.equal(at(quiet), ifSame > quiet ? "holds-if-same" : "over");
    assert.equal(at(ifSame), "over");
    assert.equal(at(-1), "over", "a clock that was set back forgets");
    assert.equal(isMemorable({ code, text: "", httpStatus: 401 }, RULES), quiet > 0);
  });
}

test("a class that is kept for 0 seconds is not remembered", () => {
  const rules = { ...RULES, missingSeconds: 0 };
  assert.equal(isMemorable({ code: "not-found", text: "" }, rules), false);
  assert.equal(holds({ storedAt: NOW, code: "not-found" }, rules, NOW), "over");
});

test("a secret that this user may not read is not remembered for the next user", () => {
  assert.equal(isMemorable({ code: "unauthorized", text: "" }, RULES), false);
});

test("a damaged picture whose bytes are not known is asked for again after the short time", () => {
  assert.equal(holds({ storedAt: NOW, code: "truncated" }, RULES, NOW + 15_000), "over");
});

test("a picture past its time is shown when its server fails, and not when it says that there is none for us", () => {
  const shown = IMAGE_ERROR_CODES.filter((code) => ERROR_CODES[code].mayShowStale);
  for (const code of ["connect-failed", "timeout", "http-error", "breaker-open", "not-an-image"] as const) {
    assert.ok(shown.includes(code), code);
  }
  for (const code of ["not-found", "forbidden", "unauthorized", "host-refused", "cancelled"] as const) {
    assert.ok(!shown.includes(code), code);
  }
});
