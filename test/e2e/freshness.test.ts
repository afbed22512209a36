import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { ageCache } from "../helpers/aged-cache.ts";
import { csvOf, type InstalledApp, installApp } from "../helpers/installed-app.ts";
import { type PictureServer, startPictureServer } from "../helpers/picture-server.ts";
import { sample } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** How long stored pictures and failures count, over the built program and a server whose pictures change. */
const SCAN = readFileSync(sample("rx_garcia_0412.tif"));
const PILL = readFileSync(sample("pill_novak.png"));
const HTML = Buffer.from("<html><body>Please log in</body></html>");
const HOUR = 3_600;
const DAY = 24 * HOUR;

type Trial = {
  readonly app: InstalledApp;
  readonly server: PictureServer;
  readonly ask: (name: string, ...options: string[]) => Promise<ReadonlyMap<string, string>>;
  readonly result: () => SearchResult | undefined;
};

async function trial(t: TestContext, conf = ""): Promise<Trial> {
  const server = await startPictureServer(t);
  const app = installApp(tempFolder(t), `[server:images]\nurl = ${server.base}\n${conf}`);
  let result: SearchResult | undefined;
  return {
    app,
    server,
    result: () => result,
    async ask(name, ...options) {
      const args = ["image_file", server.base, ...options];
      result = await runSearch(csvOf("image_file", [name]), { command: app.command, args });
      assert.equal(result.error, undefined);
      return result.rows[0] ?? new Map();
    },
  };
}

const state = (row: ReadonlyMap<string, string>): string =>
  ["image_status", "image_cache", "image_error"].map((name) => row.get(name) || "-").join(" ");

/** What comes once the server was heard: a search gives what goes on behind it a second, and a busy machine needs another. */
async function notStale(ask: () => Promise<ReadonlyMap<string, string>>): Promise<ReadonlyMap<string, string>> {
  for (;;) {
    const row = await ask();
    if (state(row) !== "ok stale -") return row;
  }
}

for (const [validator, headers] of [
  ["ETag", { ETag: '"one"' }],
  ["Last-Modified", { "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT" }],
] as const) {
  test(`a picture past its age is asked for by its ${validator}, and kept as it is when it is the same`, async (t) => {
    const { app, server, ask } = await trial(t);
    server.put("a.tif", { body: SCAN, headers });
    const first = await ask("a.tif");
    assert.equal(state(first), "ok miss -");
    ageCache(app.cache, 31 * DAY);
    assert.deepEqual(server.asked(), ["a.tif 200"]);
    const again = await ask("a.tif");
    assert.equal(state(again), "ok revalidated -");
    assert.deepEqual(server.asked(), ["a.tif 304"]);
    assert.equal(again.get("cached_image"), "Y");
    assert.equal(again.get("image_bytes"), String(SCAN.byteLength));
    assert.equal(state(await ask("a.tif")), "ok hit -", "it is good for another while");
    assert.equal(state(await ask("a.tif", "size=100x100")), "ok hit -", "and so is its original");
    assert.deepEqual(server.asked(), []);
  });
}

test("a picture that changed on its server is fetched anew, under a new link", async (t) => {
  const { app, server, ask } = await trial(t);
  server.put("a.tif", { body: SCAN, headers: { ETag: '"one"' } });
  const first = await ask("a.tif");
  ageCache(app.cache, 31 * DAY);
  server.put("a.tif", { body: PILL, headers: { ETag: '"two"' } });
  const second = await ask("a.tif");
  assert.equal(state(second), "ok miss -");
  assert.equal(second.get("image_format"), "png");
  assert.notEqual(second.get("link"), first.get("link"));
  assert.deepEqual(server.asked(), ["a.tif 200", "a.tif 200"]);
});

test("another size of a picture past its age needs the server's word and no bytes", async (t) => {
  const { app, server, ask } = await trial(t);
  server.put("a.tif", { body: SCAN, headers: { ETag: '"one"' } });
  await ask("a.tif");
  ageCache(app.cache, 31 * DAY);
  assert.equal(state(await ask("a.tif", "size=200x200")), "ok revalidated -");
  assert.deepEqual(server.asked(), ["a.tif 200", "a.tif 304"]);
  assert.equal(state(await ask("a.tif")), "ok hit -", "the first size is the same picture");
});

for (const [said, conf, wanted, requests] of [
  ["max-age=60", "", "ok revalidated -", ["a.tif 200", "a.tif 304"]],
  ["no-cache", "", "ok revalidated -", ["a.tif 200", "a.tif 304"]],
  ["max-age=86400", "", "ok hit -", ["a.tif 200"]],
  ["max-age=60", "[cache]\nserver_age = false\n", "ok hit -", ["a.tif 200"]],
  ["no-store", "", "ok off -", ["a.tif 200", "a.tif 200"]],
  ["no-store", "[cache]\nserver_age = false\n", "ok hit -", ["a.tif 200"]],
] as const) {
  test(`"Cache-Control: ${said}" ${conf === "" ? "counts" : "is overruled by server_age = false"}`, async (t) => {
    const { app, server, ask } = await trial(t, conf);
    server.put("a.tif", { body: SCAN, headers: { ETag: '"one"', "Cache-Control": said } });
    const first = await ask("a.tif");
    assert.equal(first.get("image_status"), "ok");
    assert.notEqual(first.get("link"), "");
    ageCache(app.cache, HOUR);
    assert.equal(state(await ask("a.tif")), wanted);
    assert.deepEqual(server.asked(), requests);
  });
}

for (const [what, shelf] of [
  ["cuts the connection", { isDown: true }],
  ["answers 503", { status: 503 }],
  ["shows its login page", { headers: {} }],
] as const) {
  test(`a picture past its age is shown with a mark while its server ${what}`, async (t) => {
    const { app, server, ask } = await trial(t, `[fetch]\nretries = 0\n[cache]\nkeep_failing = ${HOUR}\n`);
    server.put("a.tif", { body: SCAN, headers: { ETag: '"one"' } });
    await ask("a.tif");
    const cached = await ask("a.tif");
    ageCache(app.cache, 33 * DAY);
    server.put("a.tif", { body: HTML, ...shelf });
    const stale = await ask("a.tif");
    assert.match(state(stale), /^stale stale \S+$/);
    assert.match(stale.get("image_error_text") ?? "", /as it was 33 days ago/);
    assert.notEqual(stale.get("link"), cached.get("link"), "its caption says that it is stale");
    const [before, after] = [cached, stale].map((row) => readFileSync(fileURLToPath(row.get("file_loc") ?? "")));
    assert.notDeepEqual(before, after);
    server.asked();
    assert.equal(state(await ask("a.tif")), state(stale), "and the next search does not wait for the server");
    assert.deepEqual(server.asked(), []);
    ageCache(app.cache, 5 * DAY);
    assert.match(state(await ask("a.tif")), /^error/, "after 7 more days it is gone");
  });
}

test("a picture that its server says is gone is not shown from the cache", async (t) => {
  const { app, server, ask } = await trial(t);
  server.put("a.tif", { body: SCAN, headers: { ETag: '"one"' } });
  await ask("a.tif");
  ageCache(app.cache, 31 * DAY);
  server.put("a.tif", { body: HTML, status: 404 });
  assert.equal(state(await ask("a.tif")), "error - not-found");
});

test("with revalidate_seconds a picture past its age is shown at once and renewed behind the search", async (t) => {
  const { app, server, ask } = await trial(t, `[cache]\nrevalidate_seconds = ${2 * DAY}\n`);
  server.put("a.tif", { body: SCAN, headers: { ETag: '"one"' } });
  await ask("a.tif");
  ageCache(app.cache, 31 * DAY);
  server.put("a.tif", { body: PILL, headers: { ETag: '"two"' } });
  const shown = await ask("a.tif");
  assert.deepEqual([state(shown), shown.get("image_format")], ["ok stale -", "tiff"]);
  const renewed = await notStale(() => ask("a.tif"));
  assert.deepEqual([state(renewed), renewed.get("image_format")], ["ok hit -", "png"]);
  assert.deepEqual(new Set(server.asked()), new Set(["a.tif 200"]));
});

for (const [status, code, key, seconds] of [
  [404, "not-found", "keep_missing", 300],
  [410, "not-found", "keep_missing", 300],
  [403, "forbidden", "keep_forbidden", 60],
  [401, "unauthorized", "keep_forbidden", 60],
  [500, "http-error", "keep_failing", 15],
] as const) {
  test(`a ${status} is remembered as long as ${key} says, by no search that asks anew`, async (t) => {
    const { app, server, ask } = await trial(t, `[cache]\n${key} = ${HOUR}\n`);
    server.put("a.tif", { body: HTML, status });
    assert.equal(state(await ask("a.tif")), `error - ${code}`);
    ageCache(app.cache, HOUR / 2);
    const again = await ask("a.tif");
    assert.deepEqual([state(again), again.get("image_http_status")], [`error - ${code}`, String(status)]);
    assert.deepEqual(server.asked(), [`a.tif ${status}`]);
    server.put("a.tif", { body: SCAN });
    assert.equal(state(await ask("a.tif", "cache=false")), "ok off -");
    assert.equal(state(await ask("a.tif", "refresh=true")), "ok miss -");
    assert.equal(state(await ask("a.tif")), "ok hit -", "an error picture is never stored as the picture");
  });

  test(`a ${status} is asked for again after ${seconds} s`, async (t) => {
    const { app, server, ask } = await trial(t);
    server.put("a.tif", { body: HTML, status });
    await ask("a.tif");
    ageCache(app.cache, seconds + 1);
    server.put("a.tif", { body: SCAN });
    assert.equal(state(await ask("a.tif")), "ok miss -");
  });
}

for (const [what, headers, requests] of [
  ["by its ETag", { ETag: '"bad"' }, ["a.tif 200", "a.tif 304"]],
  ["by its size", {}, ["a.tif 200", "a.tif 200"]],
] as const) {
  test(`what is no picture is not fetched again for an hour, while it is the same ${what}`, async (t) => {
    const { app, server, ask } = await trial(t);
    server.put("a.tif", { body: HTML, headers });
    assert.equal(state(await ask("a.tif")), "error - not-an-image");
    ageCache(app.cache, HOUR / 2);
    const again = await ask("a.tif");
    assert.equal(state(again), "error - not-an-image");
    assert.deepEqual(server.asked(), requests);
    server.put("a.tif", { body: SCAN, headers: { ETag: '"good"' } });
    assert.equal(state(await ask("a.tif")), "ok miss -", "mended on the server, it is shown at once");
  });
}

test("the server's word that a picture is gone counts for longer than it is remembered", async (t) => {
  const { app, server, ask } = await trial(t, "[fetch]\nretries = 0\n");
  server.put("a.tif", { body: SCAN, headers: { ETag: '"one"' } });
  await ask("a.tif");
  ageCache(app.cache, 31 * DAY);
  server.put("a.tif", { body: HTML, status: 403 });
  assert.equal(state(await ask("a.tif")), "error - forbidden");
  ageCache(app.cache, 100);
  server.put("a.tif", { body: HTML, isDown: true });
  assert.equal(state(await ask("a.tif")), "error - connect-failed", "the old picture does not come back");
});

test("a picture that a refresh finds gone is not shown by the next search", async (t) => {
  const { server, ask } = await trial(t);
  server.put("a.tif", { body: SCAN });
  await ask("a.tif");
  server.put("a.tif", { body: HTML, status: 404 });
  assert.equal(state(await ask("a.tif", "refresh=true")), "error - not-found");
  const next = await ask("a.tif");
  assert.equal(state(next), "error - not-found");
  assert.match(
    next.get("image_error_text") ?? "",
    /\(as an earlier search found at [\d:]{8} UTC; refresh=true asks again\)$/,
  );
});

test("with revalidate_seconds the server's refusal ends the showing", async (t) => {
  const { app, server, ask } = await trial(t, `[cache]\nrevalidate_seconds = ${2 * DAY}\n`);
  server.put("a.tif", { body: SCAN, headers: { ETag: '"one"' } });
  await ask("a.tif");
  ageCache(app.cache, 31 * DAY);
  server.put("a.tif", { body: HTML, status: 403 });
  assert.equal(state(await ask("a.tif")), "ok stale -");
  assert.equal(state(await notStale(() => ask("a.tif"))), "error - forbidden");
});

for (const [first, then, wanted] of [
  ["max-age=60", undefined, "ok revalidated -"],
  ["max-age=60", "no-store", "ok revalidated -"],
  ["max-age=60", "max-age=864000", "ok hit -"],
] as const) {
  test(`a 304 that says ${then ?? "nothing"} of a picture that was good for 60 s is counted so`, async (t) => {
    const { app, server, ask } = await trial(t);
    server.put("a.tif", { body: SCAN, headers: { ETag: '"one"', "Cache-Control": first } });
    await ask("a.tif");
    ageCache(app.cache, HOUR);
    server.put("a.tif", { body: SCAN, headers: { ETag: '"one"', ...(then && { "Cache-Control": then }) } });
    assert.equal(state(await ask("a.tif")), "ok revalidated -");
    ageCache(app.cache, HOUR);
    assert.equal(state(await ask("a.tif")), wanted);
  });
}

test("a page that a picture lacks is not looked for again and again", async (t) => {
  const { app, server, ask } = await trial(t);
  server.put("a.tif", { body: SCAN, headers: { ETag: '"one"' } });
  assert.equal(state(await ask("a.tif")), "ok miss -");
  for (const _ of [1, 2]) assert.equal(state(await ask("a.tif", "page=7")), "error - no-such-page");
  assert.deepEqual(server.asked().slice(1).length <= 1, true);
  ageCache(app.cache, HOUR / 2);
  server.asked();
  assert.equal(state(await ask("a.tif", "page=7")), "error - no-such-page");
  assert.deepEqual(server.asked(), ["a.tif 304"]);
});

test("searches that want a no-cache picture at once have its bytes sent once", async (t) => {
  const { server, ask } = await trial(t);
  server.put("a.tif", { body: SCAN, headers: { ETag: '"one"', "Cache-Control": "no-cache" } });
  const rows = await Promise.all(Array.from({ length: 6 }, () => ask("a.tif")));
  assert.deepEqual(new Set(rows.map((row) => row.get("image_status"))), new Set(["ok"]));
  assert.equal(server.asked().filter((request) => request === "a.tif 200").length, 1);
});
