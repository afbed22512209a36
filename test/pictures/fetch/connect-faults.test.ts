import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImageErrorCode } from "../../../src/pictures/contract.ts";
import type { FetchLimits } from "../../../src/pictures/fetch/limits.ts";
import { CONNECT_FAULTS, type Faulty } from "../../helpers/connect-faults.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching, serverAt } from "../../helpers/fetching.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";
import { PICTURE } from "../../helpers/server-faults.ts";
import { noteSettlements } from "../../helpers/settlements.ts";
import { withoutOpenssl } from "../../helpers/tls.ts";

/** These alone end by a clock. */
const SOON = { connectTimeoutSeconds: 0.4 };

type Case = readonly [
  fault: keyof typeof CONNECT_FAULTS,
  code: ImageErrorCode,
  text: RegExp,
  limits?: Partial<FetchLimits>,
];

const CASES: readonly Case[] = [
  ["refused port", "connect-failed", /^127\.0\.0\.1:\d+: Connection refused\.$/],
  ["name that nobody knows", "dns-failed", /^nope\.invalid: (Name or service not|Temporary failure in name)/],
  ["call that nobody takes", "timeout", /^no connection to 127\.0\.0\.1:\d+ within 0\.4 s$/, SOON],
  ["call that is ended at once", "connect-failed", /: Connection reset by peer\.$/],
  ["call that is reset at once", "connect-failed", /: Connection reset by peer\.$/],
  ["TLS that never says hello", "timeout", /^no connection to 127\.0\.0\.1:\d+ within 0\.4 s$/, SOON],
  ["TLS that is ended at once", "connect-failed", /: Connection reset by peer\.$/],
  ["noise in place of TLS", "tls-failed", /: Unable to establish SSL connection\.$|^TLS with .* failed: /],
  ["HTTP in place of TLS", "tls-failed", /: Unable to establish SSL connection\.$|^TLS with .* failed: /],
  [
    "certificate of nobody",
    "tls-failed",
    /failed: .* \(DEPTH_ZERO_SELF_SIGNED_CERT\); ca_file in \[server:test\] can name its certificate$/,
  ],
  ["certificate of another", "tls-failed", /failed: .* \(ERR_TLS_CERT_ALTNAME_INVALID\)$/],
];

test("every fault of a connection has its case here", () => {
  assert.deepEqual(
    CASES.map(([fault]) => fault),
    Object.keys(CONNECT_FAULTS),
  );
});

for (const [fault, code, text, limits = {}] of CASES) {
  const skip = /certificate/.test(fault) && withoutOpenssl;
  test(`a ${fault} is ${code}, reports that to the breaker, and harms no other row`, { skip }, async (t) => {
    const server: Faulty | undefined = await CONNECT_FAULTS[fault](t);
    if (server === undefined) return t.skip("this system connects to a server whose queue is full");
    const good = await startFaultServer(t);
    const { breaker, settled } = noteSettlements();
    const { origin, called, ...trust } = server;
    const servers = [serverAt([origin, good.origin], trust)];
    const clock = new ManualClock();
    const { get, files } = openFetching(t, { servers, limits, breaker, clock });
    const asking = get(new URL("/a.png", origin));
    if (limits === SOON) {
      await Promise.all([clock.alarmOf(400), called]);
      clock.pass(400);
    }
    const got = await asking;
    assert.ok(!got.ok, "a picture came");
    assert.deepEqual([got.error.code, got.error.httpStatus], [code, undefined], got.error.text);
    assert.match(got.error.text, text);
    // A certificate that one stanza does not trust says nothing to the stanzas that do.
    const reach = fault.startsWith("certificate") ? "unknown" : "down";
    assert.deepEqual(settled, [`${reach}: ${got.error.brief ?? got.error.text}`]);
    assert.equal(files().length, 0);

    assert.ok((await get(good.url("ok"))).ok);
    assert.deepEqual(files(), [PICTURE]);
  });
}
