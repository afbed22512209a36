import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImageErrorCode } from "../../../src/pictures/contract.ts";
import type { FetchLimits } from "../../../src/pictures/fetch/limits.ts";
import { HEAD_BYTES } from "../../../src/pictures/fetch/save-body.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import { type FaultName, PICTURE } from "../../helpers/server-faults.ts";
import { noteSettlements } from "../../helpers/settlements.ts";

type Name = FaultName | `${number}`;

const GOOD: readonly (readonly [behaviour: FaultName, content: Buffer, limits?: Partial<FetchLimits>])[] = [
  ["ok", PICTURE],
  ["ok without length", PICTURE],
  ["ok of HTTP 1.0", PICTURE],
  ["ok after early hints", PICTURE],
  ["honest gzip", PICTURE],
  ["brotli too", PICTURE],
  ["unheard-of coding", PICTURE],
  ["longer than its length", PICTURE.subarray(0, 2_000)],
  ["ok in small pieces", PICTURE, { idleTimeout: 0.4, minRate: 100, minRateWindow: 0.4 }],
  ["empty", Buffer.alloc(0)],
  ["503 then ok", PICTURE],
  ["redirect 1", PICTURE],
  ["redirect 3", PICTURE],
];

for (const [behaviour, content, limits = {}] of GOOD) {
  test(`"${behaviour}" gives a file, and the next picture comes too`, async (t) => {
    const server = await startFaultServer(t);
    const { get, files } = openFetching(t, { allowed: [server.origin], limits });
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
/** The shortest of these clocks ends the case; without any it ends at once. */
type Limits = Partial<FetchLimits>;

const AT_ONCE_MS = 1_500;

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
const SOON = { firstByteTimeout: 0.4, idleTimeout: 0.4 };

const BAD: readonly (readonly [behaviour: Name, failure: Failure, limits?: Limits])[] = [
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
  ["silent", { code: "timeout", text: /took the request but sent no answer within 0\.4 s$/ }, SOON],
  ["slow head", { code: "timeout", text: /took the request but sent no answer within 0\.4 s$/ }, SOON],
  ["body that never begins", HALTED, SOON],
  ["stalled body", HALTED, SOON],
  [
    "dripping body",
    { code: "too-slow", text: /^expected at least 9000 bytes\/s from .*, received \d+$/ },
    { minRate: 9_000, minRateWindow: 0.3 },
  ],
  ["dripping body", { code: "too-slow", text: /was not there within 0\.5 s$/ }, { totalTimeout: 0.5 }],
  ["silent", { code: "timeout", text: /was not there within 0\.5 s$/ }, { totalTimeout: 0.5 }],
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

for (const [behaviour, { code, status, text }, limits = {}] of BAD) {
  const how = Object.entries(limits).map(([name, limit]) => ` ${name}=${limit}`);
  test(`"${behaviour}"${how.join("")} is ${code} in its time, leaves no file, and the next picture comes`, async (t) => {
    const server = await startFaultServer(t);
    const { breaker, settled } = noteSettlements();
    const { get, files } = openFetching(t, { allowed: [server.origin], limits, breaker });
    const started = performance.now();
    const got = await get(server.url(behaviour));
    const took = performance.now() - started;
    assert.ok(!got.ok, "a picture came");
    assert.equal(got.error.code, code, got.error.text);
    assert.equal(got.error.httpStatus, status);
    assert.match(got.error.text, text);
    assert.equal(files().length, 0);
    const { minRate: _, ...clocks } = limits;
    const clock = 1000 * Math.min(...Object.values(clocks));
    const isAtOnce = !Number.isFinite(clock);
    assert.ok(isAtOnce ? took < AT_ONCE_MS : took > 0.9 * clock && took < clock + AT_ONCE_MS, `${took} ms`);
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
