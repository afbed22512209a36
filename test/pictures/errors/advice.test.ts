import assert from "node:assert/strict";
import { test } from "node:test";
import { type FailureEntry, parseFailure } from "../../../src/pictures/cache/store/entries.ts";
import { IMAGE_ERROR_CODES, type ImageErrorCode } from "../../../src/pictures/contract.ts";
import { adviceFor } from "../../../src/pictures/errors/advice.ts";
import { failureFrom } from "../../../src/pictures/produce/picture.ts";
import { OPTIONS } from "../../../src/pictures/settings/search-options.ts";
import { SERVER_SETTINGS } from "../../../src/pictures/settings/server-settings.ts";
import { SETTINGS } from "../../../src/pictures/settings/settings.ts";

const STATUSES = [undefined, 404, 407, 408, 429, 500, 502, 503, 504];
const KEYS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(SETTINGS).map(([stanza, keys]) => [stanza, Object.keys(keys)]),
);

for (const code of IMAGE_ERROR_CODES) {
  test(`the advice for ${code} is a short sentence that names only what there is`, () => {
    for (const httpStatus of STATUSES) {
      const advice = adviceOf(code, httpStatus);
      assert.match(advice, /^[A-Z].*\.$/);
      assert.ok(advice.length <= 120, `${advice.length}: ${advice}`);
      for (const [, option = ""] of advice.matchAll(/(\w+)=/g)) assert.ok(Object.hasOwn(OPTIONS, option), option);
      const settings = advice.match(/[a-z]+_[a-z_]+/g) ?? [];
      const known = [...Object.values(KEYS).flat(), ...Object.keys(SERVER_SETTINGS)];
      assert.deepEqual(
        settings.filter((setting) => !known.includes(setting)),
        [],
      );
      for (const [, stanza = ""] of advice.matchAll(/\[(\w+)\]/g)) {
        assert.ok(KEYS[stanza], stanza);
        const named = KEYS[stanza]?.filter((key) => new RegExp(`\\b${key}\\b`).test(advice)) ?? [];
        assert.ok(named.length > 0, `${advice} names no key of [${stanza}]`);
      }
    }
  });
}

test("a server that is busy, one that failed and a page that is not there are told apart", () => {
  const advices = [400, 429, 500, 503].map((status) => adviceOf("http-error", status));
  assert.equal(new Set(advices).size, 4);
});

test("against a pause within a picture the advice is the setting that bounds it, for timeout= does not", () => {
  const met: FailureEntry = { kind: "failure", storedAt: 0, code: "timeout", text: "", limit: "idle_timeout" };
  const remembered = parseFailure(JSON.stringify(met));
  assert.ok(remembered);
  const advices = [adviceFor(met), adviceFor(failureFrom(remembered).error)];
  for (const advice of advices) {
    assert.match(advice, /^[A-Z].* idle_timeout in \[fetch\] .*\.$/);
    assert.ok(advice.length <= 120 && !advice.includes("timeout="), advice);
  }
  assert.match(adviceOf("timeout", undefined), /timeout=/);
});

test("a page that is not there is answered with the pages that are", () => {
  const [five, one] = [5, 1].map((pages) => adviceFor({ code: "no-such-page", text: "", page: 7, pages }));
  assert.match(five ?? "", /page=1 to page=5/);
  assert.match(one ?? "", /page=1.* no other page/);
  assert.doesNotMatch(adviceOf("unsupported", undefined), /page/);
});

function adviceOf(code: ImageErrorCode, httpStatus: number | undefined): string {
  return adviceFor({ code, text: "", ...(httpStatus !== undefined && { httpStatus }) });
}
