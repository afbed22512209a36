import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { onSmallDisk, withoutSmallDisks } from "../helpers/small-disk.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Documents of three pages, where the cache takes nothing any more. */
const PAGE = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#c02030" } })
  .png()
  .toBuffer();
const DOCUMENT = await sharp([PAGE, PAGE, PAGE], { join: { animated: true } })
  .tiff()
  .toBuffer();
const NAMES = Array.from({ length: 40 }, (_, number) => `${number}.tif`);

const DISKS = [
  ["that runs full", { bytes: 256 * 1024 }],
  ["that is read-only", { bytes: 2 ** 20, isReadOnly: true }],
] as const;
for (const [what, disk] of DISKS) {
  test(`page=all shows all pages over a disk ${what}`, { skip: withoutSmallDisks }, async (t) => {
    const server = createServer((_, response) => response.end(DOCUMENT));
    const base = `http://127.0.0.1:${await onLoopback(t, server)}`;
    const home = tempFolder(t);
    const cache = join(home, "disk");
    mkdirSync(cache);
    const app = installApp(home, `[server:a]\nurl = ${base}\n[cache]\nfolder = ${cache}\n`);
    const command = onSmallDisk(app.command, cache, disk);
    const { rows, error } = await runSearch(csvOf("image_file", NAMES), {
      command,
      args: ["image_file", base, "page=all"],
    });
    assert.equal(error, undefined);
    for (const row of rows) {
      assert.equal(row.get("image_error_text")?.trim(), "", row.get("image_file"));
      assert.deepEqual(row.get("image_status")?.split("\n"), ["ok", "ok", "ok"]);
    }
  });
}
