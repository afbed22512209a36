import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type TestContext, test } from "node:test";
import { deadPort } from "../../src/stand-in/image-server.ts";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { ageCache } from "../helpers/aged-cache.ts";
import { csvOf, type InstalledApp, installApp } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { startPictureServer } from "../helpers/picture-server.ts";
import { column } from "../helpers/sample-search.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Image servers that are down, seen by searches of the built program that share what they learn. */
const ROWS = 3_000;
/** Moves what is known of a server so many seconds on: it stays open, however long the machine takes for the next search. */
const STILL_OPEN = -40;
const PER_HOST = 8;
const QUICK = "[fetch]\nfirst_byte_timeout = 1\nretries = 0\n";

/** Rows that all name different pictures of a server that takes requests and never answers. */
async function silentServer(t: TestContext) {
  let requests = 0;
  const server = createServer(() => requests++);
  const port = await onLoopback(t, server);
  const base = `http://127.0.0.1:${port}/rx`;
  const app = installApp(tempFolder(t), `[server:silent]\nurl = ${base}\n${QUICK}`);
  const ask = (rows: number, from = 0) =>
    searchFor(
      app,
      Array.from({ length: rows }, (_, row) => `${from + row}.tif`),
      base,
    );
  return { requests: () => requests, app, ask };
}

function searchFor(app: InstalledApp, names: readonly string[], base: string): Promise<SearchResult> {
  return runSearch(csvOf("image_file", names), { command: app.command, args: ["image_file", base] });
}

function countsOf(result: SearchResult): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of column(result, "image_error")) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

test("3,000 rows against a server that never answers cost one wave of requests, and the next search none", async (t) => {
  const { requests, app, ask } = await silentServer(t);
  const first = await ask(ROWS);
  const { timeout = 0, "breaker-open": open = 0, ...others } = countsOf(first);
  assert.deepEqual(others, {});
  assert.equal(timeout + open, ROWS, "every row is answered");
  assert.ok(timeout <= PER_HOST, `${timeout} rows waited`);
  assert.equal(requests(), timeout);
  assert.match(column(first, "image_error_text").at(-1) ?? "", /was found down .*no answer within 1 s/);
  assert.match(column(first, "link").at(-1) ?? "", /^ERROR CONNECTION TO IMAGE SERVER /);

  ageCache(app.cache, STILL_OPEN);
  const second = await ask(100, ROWS);
  assert.deepEqual(countsOf(second), { "breaker-open": 100 });
  assert.equal(requests(), timeout, "it never touched the network");
  assert.match(app.log(), /event=search .*error_breaker_open=100/);
  assert.match(app.log(), /event=picture .*server=127\.0\.0\.1:\d+ code=breaker-open/, "the log tells which server");
});

test("once its time is over one row tries the server, and the others wait for what it finds", async (t) => {
  const { requests, app, ask } = await silentServer(t);
  await ask(50);
  const asked = requests();
  ageCache(app.cache, 30);
  const again = await ask(50, 50);
  const states = [...app.log().matchAll(/event=breaker .*state=(\S+) /g)].map(([, state]) => state);
  assert.deepEqual(states, ["open", "half-open", "open"]);
  assert.deepEqual(countsOf(again), { timeout: 1, "breaker-open": 49 });
  assert.equal(requests(), asked + 1);
});

test("searches of one row each add up to a server that is found down", async (t) => {
  const port = await deadPort();
  const base = `http://127.0.0.1:${port}/rx`;
  const app = installApp(tempFolder(t), `[server:dead]\nurl = ${base}\n`);
  const codes: string[] = [];
  for (const row of [1, 2, 3, 4, 5, 6]) {
    if (row === 6) ageCache(app.cache, STILL_OPEN);
    codes.push(...column(await searchFor(app, [`${row}.tif`], base), "image_error"));
  }
  assert.deepEqual(codes, [...Array.from({ length: 5 }, () => "connect-failed"), "breaker-open"]);
  assert.doesNotMatch(app.log(), /code=breaker-open .*fetch_ms/, "a server that was not asked took no time");
  const told = app.log().match(/event=breaker .*/g) ?? [];
  assert.equal(told.length, 1, "the log tells it once");
  assert.match(told[0] ?? "", /sid=\S+ user=admin server=127\.0\.0\.1:\d+ state=open failures=5 open_s=10 text=".+"$/);
});

test("answers that refuse a picture never count against their server", async (t) => {
  const server = await startPictureServer(t);
  const app = installApp(tempFolder(t), `[server:stern]\nurl = ${server.base}\n`);
  const names = Array.from({ length: 100 }, (_, row) => `${row}.tif`);
  for (const name of names.slice(50)) server.put(name, { body: Buffer.alloc(0), status: 403 });
  assert.deepEqual(countsOf(await searchFor(app, names, server.base)), { "not-found": 50, forbidden: 50 });
});
