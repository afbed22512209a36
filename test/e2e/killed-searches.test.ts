import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { layoutOf } from "../../src/pictures/cache/store/layout.ts";
import { age } from "../helpers/files-of.ts";
import { installApp } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { until } from "../helpers/processes.ts";
import { type Ended, type RunningSearch, startSearch } from "../helpers/running-search.ts";
import { assertWhole } from "../helpers/shown-picture.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Searches that are killed at moments that have a name. `npm run soak` kills them at any, many of them. */
const PICTURE = await sharp({ create: { width: 400, height: 300, channels: 3, background: "#3070c0" } })
  .png({ compressionLevel: 0 })
  .toBuffer();
/** More than what a process that died has to be silent for; a sweep waits for longer than others do. */
const DEAD_AFTER_SECONDS = 61;

test("searches that are killed leave no torn picture, and nothing that holds up others or stays", async (t) => {
  const asked: string[] = [];
  const answers = new Map<string, ServerResponse>();
  const server = createServer(({ url = "" }, response) => {
    const name = url.slice(1);
    const isFirst = !asked.includes(name);
    asked.push(name);
    answers.set(name, response);
    if (isFirst && name === "silent.png") return;
    response.writeHead(200, { "Content-Type": "image/png", "Content-Length": PICTURE.byteLength });
    if (isFirst && name === "half.png") response.write(PICTURE.subarray(0, PICTURE.byteLength / 2));
    else response.end(PICTURE);
  });
  const base = `http://127.0.0.1:${await onLoopback(t, server)}`;
  // Whoever waits for a lease waits until its holder is seen to be dead, and not for a clock of its own.
  const app = installApp(tempFolder(t), `[server:a]\nurl = ${base}\n[cache]\nlease_wait = 60\n`);
  const layout = layoutOf(app.cache);
  const start = (...names: string[]): RunningSearch => startSearch(t, app, names, [base]);
  const come = (name: string) => until(`${name} is asked for`, () => asked.includes(name));

  const silent = start("silent.png");
  await come("silent.png");
  const half = start("half.png");
  await come("half.png");
  await until("half a picture is in a file", () => app.temporaryFiles().length > 2);
  const others = start("others.png", "silent.png", "half.png");
  await come("others.png");
  // It may be at any of the steps from the last byte of a picture to its place in the cache.
  const sent = start("sent.png");
  await come("sent.png");
  const answer = answers.get("sent.png");
  if (!answer?.writableFinished) await once(answer ?? assert.fail(), "finish");
  for (const victim of [silent, half, sent]) victim.kill();
  const victims = await Promise.all([silent, half, sent].map((victim) => victim.ended));
  await assertShown(await others.ended, 3);
  await assertShown(await start("sent.png").ended, 1);
  for (const { exitCode } of victims.slice(0, 2)) assert.equal(exitCode, null);
  assert.deepEqual(readdirSync(layout.locks), [], "the leases of the dead were taken over");
  const times = (name: string): number => asked.filter((each) => each === name).length;
  assert.deepEqual(["silent.png", "half.png", "others.png"].map(times), [2, 2, 1]);

  const left = readdirSync(layout.temporary);
  assert.ok(left.length >= 2, "what was on its way lies in the folders of the dead");
  age(DEAD_AFTER_SECONDS, ...left.map((name) => join(layout.temporary, name)));
  const [command, ...flags] = app.command.program;
  const swept = spawnSync(command, [...flags, "cache", "sweep"], { env: { ...app.command.env }, encoding: "utf8" });
  assert.deepEqual([swept.status, swept.stderr], [0, ""]);
  assert.deepEqual([readdirSync(layout.temporary), readdirSync(layout.locks)], [[], []]);
  const before = asked.length;
  await assertShown(await start("silent.png", "half.png", "sent.png", "others.png").ended, 4);
  assert.equal(asked.length, before, "all of them are in the cache");

  async function assertShown({ rows, ...ended }: Ended, count: number): Promise<void> {
    const states = rows.map((row) => row.get("image_error_text") || row.get("image_status"));
    assert.deepEqual(states, Array(count).fill("ok"));
    assert.deepEqual(ended, { messages: [], exitCode: 0, stderr: "" });
    for (const row of rows) await assertWhole(app, row);
  }
});
