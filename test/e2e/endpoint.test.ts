import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import sharp from "sharp";
import { HandlerHost } from "../../src/preview/handler-host.ts";
import { runSearch } from "../../src/preview/splunkd.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { ALLOW, column, server, URL_BASE } from "../helpers/sample-search.ts";
import { ADMIN_SESSION, startSplunkdRest } from "../helpers/splunkd-rest.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** The built app's endpoint over the framing of persistent handlers, for the links of a search. */
async function open(t: TestContext, conf = "") {
  const splunkd = await startSplunkdRest(t, {});
  const app = installApp(tempFolder(t), `${ALLOW}[serve]\nserve = rest\n${conf}`);
  const host = new HandlerHost(app.endpoint);
  t.after(() => host.process.kill("SIGKILL"));
  const search = (names: readonly string[], ...options: string[]) =>
    runSearch(csvOf("image_file", names), {
      command: app.command,
      args: ["image_file", URL_BASE, ...options],
      searchInfo: { session_key: ADMIN_SESSION, splunkd_uri: splunkd.uri },
    });
  const ask = (path: string, headers: readonly (readonly [string, string])[] = []) =>
    host.ask({ path, headers, sessionKey: ADMIN_SESSION, splunkdUri: splunkd.uri });
  return { app, host, splunkd, search, ask };
}

test("a link of a search shows its picture, from the cache, with headers that keep it private", async (t) => {
  const { host, search, ask } = await open(t);
  const result = await search(["pill_novak.png", "rx_garcia_0412.tif", "no_such.tif"]);
  const links = column(result, "link");
  assert.match(
    links[0] ?? "",
    /^\/en-US\/splunkd\/__raw\/services\/rx_image_review_app\/image\/[\w.-]+\/fresh\.[\w-]+\?v=\w+$/,
  );
  const before = server.requests();
  for (const [index, type] of [
    [0, "image/jpeg"],
    [1, "image/jpeg"],
  ] as const) {
    const reply = await ask(links[index] ?? "");
    assert.deepEqual([reply?.status, reply?.headers["Content-Type"]], [200, type]);
    assert.equal(reply?.headers["X-Content-Type-Options"], "nosniff");
    assert.match(reply?.headers["Cache-Control"] ?? "", /^private, max-age=\d+$/);
    const { width = 0, height = 0 } = await sharp(reply?.body).metadata();
    assert.ok(width > 100 && width <= 500 && height <= 500, `${width}x${height}`);
    const again = await ask(links[index] ?? "", [["If-None-Match", reply?.headers["ETag"] ?? ""]]);
    assert.deepEqual([again?.status, again?.body.byteLength], [304, 0]);
  }
  assert.equal(server.requests(), before, "no request for what the search has fetched");
  const missing = await ask(links[2] ?? "");
  assert.deepEqual([missing?.status, missing?.headers["Content-Type"]], [404, "image/png"]);
  assert.ok(missing && (await sharp(missing.body).metadata()).width);
  host.close();
  assert.deepEqual(await host.exit, { code: 0, signal: null });
  assert.equal(host.stderr, "");
});
