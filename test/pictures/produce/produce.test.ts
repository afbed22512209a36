import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ImageError } from "../../../src/pictures/contract.ts";
import { TimeBudget } from "../../../src/pictures/fetch/time-budget.ts";
import { CacheHealth } from "../../../src/pictures/produce/desk.ts";
import { produceOptions } from "../../../src/pictures/produce/options.ts";
import { produce } from "../../../src/pictures/produce/produce.ts";
import type { PictureTask } from "../../../src/pictures/produce/task.ts";
import type { World } from "../../../src/pictures/produce/world.ts";
import { realDecoder } from "../../helpers/decoder.ts";
import { openStore } from "../../helpers/entries.ts";
import { openFetching, serverAt } from "../../helpers/fetching.ts";
import { onLoopback } from "../../helpers/on-loopback.ts";
import { contextOf, planOf } from "../../helpers/planning.ts";
import { sample } from "../../helpers/samples.ts";
import { settingsOf } from "../../helpers/settings-of.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

type Server = { readonly origin: string; readonly asked: () => number };

/** A real server that answers each request like this. */
async function serving(t: TestContext, status: number, headers = {}, heard = () => {}): Promise<Server> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    heard();
    response.writeHead(status, headers).end(status === 200 ? readFileSync(sample("rx_weiss_small.png")) : "");
  });
  return { origin: `http://127.0.0.1:${await onLoopback(t, server)}`, asked: () => asked };
}

/** Real cache, network and decoder for one picture. */
function taskFor(t: TestContext, servers: readonly Server[], conf: string, special: Partial<World> = {}) {
  const stanzas = servers.map(({ origin }, index) => `[server:s${index}]\nurl = ${origin}\n`).join("");
  const context = contextOf(["f", ...servers.map(({ origin }) => origin)], stanzas + conf);
  const { downloader } = openFetching(t, { servers: servers.map(({ origin }) => serverAt([origin])) });
  const store = openStore(t, tempFolder(t));
  const decoder = realDecoder(t);
  const background: Promise<unknown>[] = [];
  const world: World = {
    store,
    spare: () => assert.fail("the cache works"),
    cacheHealth: new CacheHealth((text) => assert.fail(text)),
    downloader,
    refusal: () => undefined,
    awaitProbes: async () => {},
    serverState: () => "",
    budgetFor: () => new TimeBudget(120),
    decode: decoder.decode,
    inBackground: (work) => background.push(work()),
    now: Date.now,
    signal: new AbortController().signal,
    ...special,
  };
  const options = produceOptions(context.search, settingsOf(stanzas + conf));
  const task: PictureTask = { plan: planOf("rx.png", context), options, world };
  return { task, store, background };
}

test("a mirror that is down when the row begins, and up when its turn comes, is asked", async (t) => {
  let isDown = true;
  const first = await serving(t, 404, {}, () => {
    isDown = false;
  });
  const mirror = await serving(t, 404);
  const down: ImageError = { code: "breaker-open", text: "down" };
  const { task } = taskFor(t, [first, mirror], "", {
    refusal: ({ origin }) => (isDown && origin === mirror.origin ? down : undefined),
  });
  const produced = await produce(task, () => "");
  assert.ok(!produced.ok);
  assert.deepEqual([first.asked(), mirror.asked()], [1, 1]);
  assert.match(produced.error.error.text, /also asked: .* \(not-found\)$/);
});

test("what a renewal behind the search makes, and the cache must not keep, leaves no file", async (t) => {
  const headers: Record<string, string> = { "Cache-Control": "max-age=0", ETag: '"1"' };
  const server = await serving(t, 200, headers);
  const { task, store, background } = taskFor(t, [server], "[cache]\nrevalidate_seconds = 600\n");
  assert.equal((await produce(task, () => "")).ok, true);
  headers["Cache-Control"] = "no-store";
  headers["ETag"] = '"2"';
  const shown = await produce(task, ({ cache }) => cache);
  assert.ok(shown.ok);
  assert.deepEqual([shown.value.view, background.length], ["stale", 1]);
  await Promise.all(background);
  assert.equal(server.asked(), 2);
  const left = readdirSync(store.layout.temporary).flatMap((name) => readdirSync(join(store.layout.temporary, name)));
  assert.deepEqual(left, []);
});

test("an original that is swept away while its server says that it still holds is sent again", async (t) => {
  const statuses: number[] = [];
  const server = createServer(({ headers }, response) => {
    const isKnown = headers["if-none-match"] === '"1"';
    if (isKnown) sweepAway();
    statuses.push(isKnown ? 304 : 200);
    response.writeHead(isKnown ? 304 : 200, { "Cache-Control": "max-age=0", ETag: '"1"' });
    response.end(isKnown ? "" : readFileSync(sample("rx_weiss_small.png")));
  });
  const origin = `http://127.0.0.1:${await onLoopback(t, server)}`;
  const { task, store } = taskFor(t, [{ origin, asked: () => statuses.length }], "");
  const [{ sourceKey, resultKey }] = task.plan.candidates;
  const sweepAway = (): void => {
    rmSync(store.layout.sidecar(sourceKey));
    rmSync(store.layout.source(sourceKey));
  };
  assert.equal((await produce(task, () => "")).ok, true);
  store.forget(resultKey);
  const produced = await produce(task, ({ cache }) => cache);
  assert.ok(produced.ok, produced.ok ? "" : produced.error.error.text);
  assert.deepEqual([produced.value.view, statuses], ["miss", [200, 304, 200]]);
  assert.notEqual(store.findSource(sourceKey), undefined);
});
