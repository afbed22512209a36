import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { CommandLine } from "../../src/stand-in/splunkd/app-process.ts";
import { startAlbum } from "../helpers/album.ts";
import { installApp } from "../helpers/installed-app.ts";
import { type Ended, startSearch } from "../helpers/running-search.ts";
import { assertWhole } from "../helpers/shown-picture.ts";
import { onSmallDisk, withoutSmallDisks } from "../helpers/small-disk.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** A cache that takes no more pictures, or none at all: rows are shown all the same, and one message says why. */
const MEGABYTE = 2 ** 20;
const PICTURES = Array.from({ length: 100 }, (_, number) => `${number}.png`);

/**
 * Runs a search over 100 pictures of some 30 KB and checks what holds whatever is wrong with the cache.
 * @param place makes the place of the cache, at the path that it is given, into what the search is to find there
 * @returns how many rows had their picture kept, and the message
 */
async function searchWith(
  t: TestContext,
  conf: string,
  place: (command: CommandLine, folder: string) => CommandLine,
): Promise<{ readonly kept: number; readonly message: string }> {
  const home = tempFolder(t);
  const [cache, temporary] = [join(home, "disk"), join(home, "tmp")];
  mkdirSync(temporary);
  const album = await startAlbum(t, { side: 100, slowest: 10 });
  const installed = installApp(home, `${album.allow}[cache]\nfolder = ${cache}\n${conf}`);
  const { program, env } = installed.command;
  const app = { ...installed, command: place({ program, env: { ...env, TMPDIR: temporary } }, cache) };
  const { rows, messages, exitCode, stderr }: Ended = await startSearch(t, app, PICTURES, [album.base]).ended;
  assert.deepEqual([exitCode, stderr], [0, ""]);
  assert.deepEqual(
    rows.map((row) => row.get("image_error_text") || row.get("image_status")),
    PICTURES.map(() => "ok"),
  );
  assert.equal(messages.length, 1, messages.join("\n"));
  assert.match(messages[0] ?? "", /^WARN getimage: cache-error: /);
  // The disk of the cache is gone with the search; what browsers are given lies elsewhere.
  for (const row of rows) await assertWhole(app, new Map(row).set("file_loc", ""));
  assert.deepEqual(readdirSync(temporary), []);
  const kept = rows.filter((row) => row.get("image_cache") === "miss").length;
  return { kept, message: messages[0] ?? "" };
}

test("a disk that runs full costs no row", { skip: withoutSmallDisks }, async (t) => {
  const { kept, message } = await searchWith(t, "", (command, folder) => {
    mkdirSync(folder);
    return onSmallDisk(command, folder, { bytes: 2 * MEGABYTE });
  });
  assert.ok(kept > 0 && kept < PICTURES.length, `${kept} pictures were kept`);
  assert.match(message, /ENOSPC|no space/);
});

test("a disk with less room than min_free costs no row", { skip: withoutSmallDisks }, async (t) => {
  const { kept, message } = await searchWith(t, "min_free = 90\n", (command, folder) => {
    mkdirSync(folder);
    return onSmallDisk(command, folder, { bytes: 16 * MEGABYTE, used: 4 * MEGABYTE });
  });
  assert.equal(kept, 0);
  assert.match(message, /\d% free, and min_free keeps 90%/);
});

test("a disk that cannot be written costs no row", { skip: withoutSmallDisks }, async (t) => {
  const { kept, message } = await searchWith(t, "", (command, folder) => {
    mkdirSync(folder);
    return onSmallDisk(command, folder, { bytes: MEGABYTE, isReadOnly: true });
  });
  assert.equal(kept, 0);
  // Node takes a missing folder that cannot be made there for a missing folder.
  assert.match(message, /EROFS|ENOENT/);
});

test("a file where the folder of the cache should be costs no row", async (t) => {
  const { kept, message } = await searchWith(t, "", (command, folder) => {
    writeFileSync(folder, "a file");
    return command;
  });
  assert.equal(kept, 0);
  assert.match(message, /ENOTDIR/);
});
