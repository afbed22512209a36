import assert from "node:assert/strict";
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, type InstalledApp, installApp } from "../helpers/installed-app.ts";
import { type PictureServer, startPictureServer } from "../helpers/picture-server.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** A document whose pages all bear one colour, so that pages of two versions can be told apart. */
async function pages(count: number, background: string): Promise<Buffer> {
  const page = await sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .png()
    .toBuffer();
  return sharp(Array(count).fill(page), { join: { animated: true } })
    .tiff({ compression: "none" })
    .toBuffer();
}

const RED = await pages(3, "#c02030");
const BLUE = await pages(3, "#2030c0");

function search(app: InstalledApp, { base }: PictureServer, ...options: string[]): Promise<SearchResult> {
  const args = ["image_file", base, "annotate=false", ...options];
  return runSearch(csvOf("image_file", ["doc.tif"]), { command: app.command, args });
}

function values(result: SearchResult, field: string): readonly string[] {
  return (result.rows[0]?.get(field) ?? "").split("\n");
}

/** Which pictures a row shows, by the colour of each. */
async function coloursIn(result: SearchResult): Promise<readonly string[]> {
  return Promise.all(
    values(result, "file_loc").map(async (file) => {
      const [red = 0, , blue = 0] = await sharp(fileURLToPath(file)).raw().toBuffer();
      return red > blue ? "red" : "blue";
    }),
  );
}

test("all pages are of one version, though the cache has lost the original and the server has another", async (t) => {
  const images = await startPictureServer(t);
  const app = installApp(tempFolder(t), `[server:a]\nurl = ${images.base}\n`);
  images.put("doc.tif", { body: RED });
  await search(app, images, "page=1");
  for (const file of globSync(join(app.cache, "**", "*.source"))) rmSync(file);
  images.put("doc.tif", { body: BLUE });
  images.asked();
  assert.deepEqual(await coloursIn(await search(app, images, "page=all")), ["blue", "blue", "blue"]);
  assert.deepEqual(images.asked(), ["doc.tif 200"]);
  assert.deepEqual(await coloursIn(await search(app, images, "page=all")), ["blue", "blue", "blue"]);
  assert.deepEqual(images.asked(), []);
});

for (const [what, headers, option] of [
  ["a server that says no-store", { "Cache-Control": "no-store" }, ""],
  ["cache=false", {}, "cache=false"],
  ["an original that is not kept", {}, "refresh=true"],
] as const) {
  test(`${what} costs one request for all pages, and another for the next search`, async (t) => {
    const images = await startPictureServer(t);
    const app = installApp(tempFolder(t), `[server:a]\nurl = ${images.base}\n[cache]\nkeep_source = false\n`);
    for (const body of [RED, BLUE]) {
      images.put("doc.tif", { body, headers });
      const result = await search(app, images, "page=all", ...(option === "" ? [] : [option]));
      const colour = body === RED ? "red" : "blue";
      if (what.includes("no-store")) assert.deepEqual(values(result, "image_status"), ["ok", "ok", "ok"]);
      else assert.deepEqual(await coloursIn(result), [colour, colour, colour]);
      assert.deepEqual(images.asked(), ["doc.tif 200"]);
      assert.deepEqual(app.temporaryFiles(), [], "what was held is gone");
    }
  });
}

test("nothing of a document that must not be stored is kept, though its first page is damaged", async (t) => {
  const images = await startPictureServer(t);
  images.put("doc.tif", { body: withDamagedPages(RED, [1]), headers: { "Cache-Control": "no-store" } });
  const app = installApp(tempFolder(t), `[server:a]\nurl = ${images.base}\n`);
  assert.deepEqual(values(await search(app, images, "page=all"), "image_status"), ["error", "ok", "ok"]);
  assert.deepEqual(globSync(join(app.cache, "**", "*.{jpg,source}")), []);
});

test("searches at once that keep nothing cost a request each, whatever they leave for one another", async (t) => {
  const images = await startPictureServer(t);
  images.put("doc.tif", { body: await pages(20, "#c02030") });
  const app = installApp(tempFolder(t), `[server:a]\nurl = ${images.base}\n`);
  const results = await Promise.all([1, 2, 3].map(() => search(app, images, "page=all", "cache=0")));
  for (const result of results) assert.deepEqual(new Set(values(result, "image_status")), new Set(["ok"]));
  assert.deepEqual(images.asked(), Array(3).fill("doc.tif 200"));
});

test("a document whose later pages are damaged costs one request, and the next search none for them", async (t) => {
  const images = await startPictureServer(t);
  const whole = await pages(6, "#c02030");
  images.put("doc.tif", { body: withDamagedPages(whole, [3, 5]) });
  const app = installApp(tempFolder(t), `[server:a]\nurl = ${images.base}\n`);
  const first = await search(app, images, "page=all");
  assert.deepEqual(values(first, "image_status"), ["ok", "ok", "error", "ok", "error", "ok"]);
  const again = await search(app, images, "page=all");
  assert.deepEqual(values(again, "image_status"), ["ok", "ok", "error", "ok", "error", "ok"]);
  assert.deepEqual(images.asked(), ["doc.tif 200"]);
});

/** The strips of these pages lie behind the end of the file. */
function withDamagedPages(tiff: Buffer, damaged: readonly number[]): Buffer {
  const bytes = Buffer.from(tiff);
  let directory = bytes.readUInt32LE(4);
  for (let page = 1; directory !== 0; page++) {
    const tags = bytes.readUInt16LE(directory);
    for (let at = directory + 2; at < directory + 2 + 12 * tags; at += 12) {
      if (bytes.readUInt16LE(at) === 273 && damaged.includes(page)) bytes.writeUInt32LE(bytes.length + 9, at + 8);
    }
    directory = bytes.readUInt32LE(directory + 2 + 12 * tags);
  }
  return bytes;
}
