import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { ImageErrorCode } from "../../../src/pictures/contract.ts";
import { sniff } from "../../../src/pictures/image/sniff.ts";
import { realDecoder, renderJob } from "../../helpers/decoder.ts";
import { startFaultServer } from "../../helpers/fault-server.ts";
import { openFetching } from "../../helpers/fetching.ts";
import type { FaultName } from "../../helpers/server-faults.ts";
import { noteSettlements } from "../../helpers/settlements.ts";

const CASES: readonly (readonly [behaviour: FaultName, verdict: "a picture" | ImageErrorCode])[] = [
  ["good picture", "a picture"],
  ["picture as text/html", "a picture"],
  ["empty", "not-an-image"],
  ["login page", "not-an-image"],
  ["text.tiff", "not-an-image"],
  ["zeros in place of a picture", "not-an-image"],
  ["first line of a PDF", "truncated"],
  ["half a picture", "truncated"],
];

suite("what comes with a 200", () => {
  for (const [behaviour, verdict] of CASES) {
    test(`"${behaviour}" is fetched whole, proves to be ${verdict}, and harms neither its server nor the next row`, async (t) => {
      const server = await startFaultServer(t);
      const { breaker, settled } = noteSettlements();
      const { get, folder } = openFetching(t, { allowed: [server.origin], breaker });
      const decoder = realDecoder(t);
      const verdicts: string[] = [];
      for (const [index, name] of [behaviour, "good picture" as const].entries()) {
        const got = await get(server.url(name));
        assert.ok(got.ok, got.ok ? "" : got.error.text);
        const format = sniff(got.value.head, got.value.contentType);
        const file = join(folder, `${index + 1}`);
        const made = format.ok ? await decoder.decode(renderJob(file, format.value, folder, `out${index}`)) : format;
        verdicts.push(made.ok ? "a picture" : made.error.code);
      }
      assert.deepEqual(verdicts, [verdict, "a picture"]);
      assert.deepEqual(settled, ["reached: ", "reached: "]);
      assert.equal(server.connections(), 1);
    });
  }
});
