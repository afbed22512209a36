import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImageErrorCode } from "../../../src/pictures/contract.ts";
import type { FetchLimits } from "../../../src/pictures/fetch/limits.ts";
import { HEAD_BYTES } from "../../../src/pictures/fetch/save-body.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";
import { type FaultName, PICTURE } from "../../helpers/server-faults.ts";
import { noteSettlements } from "../../helpers/settlements.ts";

type Name = FaultName | `${number}`;

const GOOD: readonly (readonly [behaviour: FaultName, content: Buffer])[] = [
  ["ok", PICTURE],
  ["ok without length", PICTURE],
  ["ok of HTTP 1.0", PICTURE],
  ["ok after early hints", PICTURE],
  ["honest gzip", PICTURE],
  ["brotli too", PICTURE],
  ["unheard-of coding", PICTURE],
  ["longer than its length", PICTURE.subarray(0, 2_000)],
  ["ok in small pieces", PICTURE],
  ["empty", Buffer.alloc(0)],
  ["503 then ok", PICTURE],
  ["redirect 1", PICTURE],
  ["redirect 3", PICTURE],
];

for (const [behaviour, content] of GOOD) {
  test(`"${behaviour}" gives a file, and the next picture comes too`, async (t) => {
    const server = await startFaultServer(t);
    const { get, files } = openFetching(t, { allowed: [server.origin] });
    const got = await get(server.url(behaviour));
    assert.ok(got.ok, got.ok ? "" : got.error.text);
    const { bytes, status, head } = got.value;
    assert.deepEqual([bytes, status], [content.byteLength, 200]);
    assert.deepEqual(head, content.subarray(0, HEAD_BYTES));
    assert.deepEqual(files(), [content]);

    assert.ok((await get(server.url("ok"))).ok);
    assert.deepEqual(files(), [content, PICTURE]);
  });
}

type Failure = { readonly code: ImageErrorCode; readonly status?: number; readonly text: RegExp };
/** The clock that ends the case, how many milliseconds it has, and from when on: the request, or the head of the answer. */
type Late = { readonly limits: Partial<FetchLimits>; readonly ms: number; readonly from: "request" | "head" };

const UNAVAILABLE: Failure = { code: "http-error", status: 503, text: /^expected 200 from .*, received 503 Service/ };
const NOT_HTTP: Failure = { code: "http-error", text: /does not answer in HTTP \(HPE_\w+\)$/ };
const BROKEN: Failure = { code: "connect-failed", text: /: Connection reset by peer\.$/ };
const CUT: Failure = { code: "truncated", text: /^expected 4000 bytes, received 2000 bytes before/ };
const TOO_LARGE: Failure = { code: "too-large", text: /^expected at most 100000 bytes, received more$/ };
const BACK: Failure = { code: "redirect-refused", text: /redirects too often; the next address would be / };
const HALTED = {
  code: "timeout",
  text: /began to send the picture, then nothing for 0\.4 s \(idle_timeout\)$/,
} as const;
const NO_HEAD: Late = { limits: { firstByteTimeoutSeconds: 0.4 }, ms: 400, from: "request" };
const NO_BODY: Late = { limits: { idleTimeoutSeconds: 0.4 }, ms: 400, from: "head" };
const TOO_SLOW: Late = { limits: { minRate: 9_000, minRateWindowSeconds: 0.3 }, ms: 300, from: "head" };
const IN_ALL = { limits: { totalTimeoutSeconds: 0.5 }, ms: 500 };

const BAD: readonly (readonly [behaviour: Name, failure: Failure, late?: Late])[] = [
  ["204", { code: "http-error", status: 204, text: /received 204 No Content$/ }],
  ["206", { code: "http-error", status: 206, text: /received 206 Partial Content$/ }],
  ["304", { code: "http-error", status: 304, text: /received 304 Not Modified$/ }],
  [
    "401",
    { code: "unauthorized", status: 401, text: /received 401 Unauthorized; it wants to know who asks: set auth/ },
  ],
  ["401 with a challenge", { code: "unauthorized", status: 401, text: /received 401 Unauthorized/ }],
  ["403", { code: "forbidden", status: 403, text: /received 403 Forbidden; its file permissions/ }],
  ["404", { code: "not-found", status: 404, text: /received 404 Not Found; no picture of this name/ }],
  ["404 with a page", { code: "not-found", status: 404, text: /received 404 Not Found/ }],
  ["404 with a long page", { code: "not-found", status: 404, text: /received 404 Not Found/ }],
  ["404 whose page never ends", { code: "not-found", status: 404, text: /received 404 Not Found/ }],
  ["410", { code: "not-found", status: 410, text: /received 410 Gone$/ }],
  ["418", { code: "http-error", status: 418, text: /received 418 I'm a Teapot$/ }],
  ["429 with Retry-After", { code: "http-error", status: 429, text: /received 429 Too Many Requests$/ }],
  ["500", { code: "http-error", status: 500, text: /received 500 Internal Server Error$/ }],
  ["503", UNAVAILABLE],
  ["503 for long", UNAVAILABLE],
  ["unwanted upgrade", { code: "http-error", status: 101, text: /received 101 Switching Protocols$/ }],
  ["redirect without address", { code: "http-error", status: 302, text: /received 302 Found$/ }],
  ["redirect to nowhere", { code: "redirect-refused", text: /redirects to something that is no address$/ }],
  ["redirect 4", BACK],
  ["redirect to itself", BACK],
  ["reset before the head", BROKEN],
  ["closed before the head", BROKEN],
  ["not HTTP", NOT_HTTP],
  ["garbage status line", NOT_HTTP],
  ["garbage length", NOT_HTTP],
  ["two lengths", NOT_HTTP],
  ["head cut short", BROKEN],
  ["endless head", NOT_HTTP],
  ["silent", { code: "timeout", text: /took the request but sent no answer within 0\.4 s$/ }, NO_HEAD],
  ["slow head", { code: "timeout", text: /took the request but sent no answer within 0\.4 s$/ }, NO_HEAD],
  ["body that never begins", HALTED, NO_BODY],
  ["stalled body", HALTED, NO_BODY],
  ["dripping body", { code: "too-slow", text: /^expected at least 9000 bytes\/s from .*, received \d+$/ }, TOO_SLOW],
  ["dripping body", { code: "too-slow", text: /was not there within 0\.5 s$/ }, { ...IN_ALL, from: "head" }],
  ["silent", { code: "timeout", text: /was not there within 0\.5 s$/ }, { ...IN_ALL, from: "request" }],
  ["truncated by its length", CUT],
  ["truncated by its chunks", { code: "truncated", text: /^expected the whole picture, received 2000 bytes/ }],
  ["reset in the body", CUT],
  ["garbage chunk", { code: "truncated", text: /^expected the whole picture, received 0 bytes/ }],
  ["truncated gzip", { code: "truncated", text: /^expected the whole picture, received \d+ bytes/ }],
  ["damaged gzip", { code: "corrupt", text: /^the compressed answer is damaged \(Z_\w+\) after \d+ bytes$/ }],
  ["gzip bomb", TOO_LARGE],
  ["too large without length", TOO_LARGE],
  [
    "too large by its length",
    { code: "too-large", text: /^expected at most 100000 bytes, .* announces 1099511627776$/ },
  ],
];

for (const [behaviour, { code, status, text }, late] of BAD) {
  const limits = { ...late?.limits, retries: 0 };
  const how = Object.entries(late?.limits ?? {}).map(([name, limit]) => ` ${name}=${limit}`);
  test(`"${behaviour}"${how.join("")} is ${code}, leaves no file, and the next picture comes`, async (t) => {
    const server = await startFaultServer(t);
    const { breaker, settled } = noteSettlements();
    // It stands still but for the case that is about a clock: all others end without one.
    const clock = new ManualClock();
    const head = Promise.withResolvers<void>();
    const { get, files } = openFetching(t, {
      allowed: [server.origin],
      limits,
      breaker,
      clock,
      arriving: head.resolve,
    });
    const asking = get(server.url(behaviour));
    if (late) {
      await (late.from === "request" ? server.haveCome(1) : head.promise);
      clock.pass(late.ms);
    }
    const got = await asking;
    assert.ok(!got.ok, "a picture came");
    assert.equal(got.error.code, code, got.error.text);
    assert.equal(got.error.httpStatus, status);
    assert.match(got.error.text, text);
    assert.equal(files().length, 0);
    assert.equal(settled.length, server.asked().length, "each request is settled once");
    assert.ok(settled.at(-1)?.startsWith(settlementOf(code)), settled.at(-1));

    assert.ok((await get(server.url("ok"))).ok);
    assert.deepEqual(files(), [PICTURE]);
  });
}

/** What each failure of these cases tells of the server. */
function settlementOf(code: ImageErrorCode): string {
  if (["connect-failed", "timeout", "too-slow"].includes(code)) return "down";
  return code === "truncated" ? "unknown" : "reached";
}
