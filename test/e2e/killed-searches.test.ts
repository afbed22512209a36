import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as after } from "node:timers/promises";
import { seededRandom } from "../../src/base/random.ts";
import { layoutOf } from "../../src/pictures/cache/store/layout.ts";
import { startAlbum } from "../helpers/album.ts";
import { installApp } from "../helpers/installed-app.ts";
import { watchLeases } from "../helpers/lease-watch.ts";
import { type Ended, startSearch } from "../helpers/running-search.ts";
import { assertWhole } from "../helpers/shown-picture.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const MS = 30_000;
const VICTIMS = 4;
const PICTURES = 60;
const LONGEST_LIFE_MS = 1_200;
const LONGEST_WAIT_MS = 10_000;
/** After which a sweep takes a process that gave no sign for dead. */
const DEAD_AFTER_MS = 61_000;

test("searches that are killed at any moment leave no torn picture, and nothing that holds up others or stays", async (t) => {
  const album = await startAlbum(t, { side: 100, slowest: 150 });
  const app = installApp(tempFolder(t), album.allow);
  const layout = layoutOf(app.cache);
  const longestHeld = watchLeases(t, layout);
  const random = seededRandom(20_160_412);
  const until = performance.now() + MS;
  let isOver = false;
  t.after(() => {
    isOver = true;
  });
  const goesOn = (): boolean => !isOver && performance.now() < until;
  let round = 0;
  const namesOf = (nth: number): string[] => Array.from({ length: PICTURES }, (_, number) => `${nth}-${number}.png`);
  const start = (names: readonly string[]) => startSearch(t, app, names, [album.base]);

  async function kill(): Promise<number> {
    let killed = 0;
    while (goesOn()) {
      const victim = start(namesOf(round));
      // The moment of death is what varies here; nothing waits for it.
      await after(random() * LONGEST_LIFE_MS);
      victim.kill();
      const ended = await victim.ended;
      if (ended.exitCode === null) killed++;
      await assertShown(ended);
    }
    return killed;
  }

  async function read(): Promise<void> {
    for (; goesOn(); round++) {
      const ended = await start(namesOf(round)).ended;
      await assertAllShown(ended, namesOf(round));
      const slowest = Math.max(...ended.rows.map((row) => Number(row.get("image_ms"))));
      assert.ok(slowest < LONGEST_WAIT_MS, `a row waited for ${slowest} ms`);
    }
  }

  async function assertAllShown({ rows, ...ended }: Ended, names: readonly string[]): Promise<void> {
    const states = rows.map((row) => row.get("image_error_text") || row.get("image_status"));
    assert.deepEqual(
      states,
      names.map(() => "ok"),
    );
    assert.deepEqual(ended, { messages: [], exitCode: 0, stderr: "" });
    await assertShown({ rows });
  }

  async function assertShown({ rows }: Pick<Ended, "rows">): Promise<void> {
    for (const row of rows) await assertWhole(app, row);
  }

  const [, ...killed] = await Promise.all([read(), ...Array.from({ length: VICTIMS }, kill)]);
  const [workspaces, locks] = [readdirSync(layout.temporary), readdirSync(layout.locks)];
  t.diagnostic(`${killed.join(" + ")} killed in ${round} rounds; ${workspaces.length} of them were at work`);
  t.diagnostic(`a lease was held for ${Math.round(longestHeld())} ms at the most; ${locks.length} are left`);
  assert.ok(workspaces.length > 10, "searches were killed at work");
  assert.ok(longestHeld() < LONGEST_WAIT_MS);

  const longAgo = (Date.now() - DEAD_AFTER_MS) / 1_000;
  for (const name of workspaces) utimesSync(join(layout.temporary, name), longAgo, longAgo);
  const { program, env } = app.command;
  const [command, ...flags] = program;
  const swept = spawnSync(command, [...flags, "cache", "sweep"], { env: { ...env }, encoding: "utf8" });
  assert.deepEqual([swept.status, swept.stderr], [0, ""]);
  const left = () => [...readdirSync(layout.temporary), ...readdirSync(layout.locks)];
  assert.deepEqual(left(), []);

  for (let nth = 0; nth < round; nth++) await assertAllShown(await start(namesOf(nth)).ended, namesOf(nth));
  assert.deepEqual(left(), []);
});
