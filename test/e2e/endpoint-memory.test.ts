import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openEndpoint } from "../helpers/endpoint.ts";
import { ALLOW, column, GOOD, URL_BASE } from "../helpers/sample-search.ts";

/** Of the process itself, in megabytes; its decoder is another one. */
function memoryOf(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

test("10,000 requests on one process leave it as large as it was", async (t) => {
  const { host, search, ask } = await openEndpoint(t, ALLOW);
  const links = column(await search(URL_BASE, [...GOOD, "no_such.tif"]), "link");
  const askMany = async (count: number): Promise<number> => {
    for (let each = 0; each < count; each++) {
      const { status } = await ask(links[each % links.length] ?? "");
      assert.ok(status === 200 || status === 404, String(status));
    }
    return memoryOf(host.process.pid);
  };
  const warm = await askMany(2_000);
  const end = await askMany(8_000);
  t.diagnostic(`${warm.toFixed(0)} MB after 2,000 requests, ${end.toFixed(0)} MB after 10,000`);
  assert.ok(end < warm + 30, `${warm} -> ${end} MB`);
});
