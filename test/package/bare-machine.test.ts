import assert from "node:assert/strict";
import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HandlerProcess } from "../../src/stand-in/splunkd/handler-process.ts";
import { getInfo, runSearch, SearchProcess } from "../../src/stand-in/splunkd/search-command.ts";
import { unpackOnBareMachine } from "../helpers/packed-app.ts";
import { ALLOW, column, URL_BASE } from "../helpers/sample-search.ts";
import { PROJECT } from "../helpers/samples.ts";
import { ADMIN_SESSION, startSplunkdRest } from "../helpers/splunkd-rest.ts";

/** The package as it is downloaded, on a machine that has nothing but it. */
test("an unpacked package answers the sample search and shows its links by itself, for a user without rights", async (t) => {
  const { home, launcher } = unpackOnBareMachine(t, ALLOW);
  const records = readFileSync(join(PROJECT, "sample_logs/patients.records"));
  const result = await runSearch(records, { command: launcher("getimage"), args: ["image_file", URL_BASE] });
  assert.deepEqual([result.error, result.stderr, result.exitCode], [undefined, "", 0]);
  assert.equal(column(result, "image_status").filter((status) => status === "ok").length, 12);
  for (const row of result.rows.filter((each) => each.get("image_status") === "ok")) {
    assert.ok(existsSync(new URL(row.get("file_loc") ?? "")), row.get("image_file"));
  }
  const splunkd = await startSplunkdRest(t, {});
  const host = new HandlerProcess(launcher("image-endpoint"));
  t.after(() => host.process.kill("SIGKILL"));
  for (const row of result.rows) {
    const { link = "", image_status: status } = Object.fromEntries(row);
    if (!link.startsWith("/")) continue;
    const reply = await host.ask({ path: link, sessionKey: ADMIN_SESSION, splunkdUri: splunkd.uri });
    assert.equal(reply?.status === 200, status === "ok", link);
    assert.match(reply?.headers["Content-Type"] ?? "", /^image\/(jpeg|png)$/);
  }
  host.close();
  assert.deepEqual([await host.exit, host.stderr], [{ code: 0, signal: null }, ""]);
  const log = readFileSync(join(home, "var", "log", "splunk", "getimage.log"), "utf8");
  assert.match(log, /event=search .*rows=19 hits=0 misses=12 errors=6/);
});

test("a launcher runs its program on the package's own Node", async (t) => {
  const { app, launcher } = unpackOnBareMachine(t, ALLOW);
  const splunkd = new SearchProcess(launcher("getimage"));
  t.after(() => splunkd.close());
  const reply = await splunkd.request(getInfo(["image_file", URL_BASE]));
  assert.equal(reply?.metadata["type"], "stateful");
  assert.equal(readlinkSync(`/proc/${splunkd.process.pid}/exe`), join(app, "linux_x86_64", "bin", "node"));
});
