import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { MAX_THUMB_LENGTH, THUMB_PREFIX } from "../../src/pictures/contract.ts";
import { encodeFrame } from "../../src/splunk/chunked/frame.ts";
import { getInfo } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp, startCommand } from "../helpers/installed-app.ts";
import { until } from "../helpers/processes.ts";
import { ALLOW, column, GOOD, search, server, URL_BASE } from "../helpers/sample-search.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Small pictures as text, through the built app. */
const SOME = [...GOOD, "chest_moreau_16bit.tif", "rx_okafor_refills.tif", "label_tanaka_cmyk.jpg"];

async function pixelsOf(thumb: string): Promise<{ width: number; height: number; format: string; deviation: number }> {
  const bytes = Buffer.from(thumb.slice(THUMB_PREFIX.length), "base64");
  const { width = 0, height = 0, format } = await sharp(bytes).metadata();
  const { channels } = await sharp(bytes).stats();
  return { width, height, format, deviation: channels[0]?.stdev ?? 0 };
}

test("thumb=true gives each picture a small JPEG with something on it, below 4 kB, and an error none", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const result = await search(app, csvOf("image_file", [...SOME, "missing.tif", ""]), "thumb=true");
  const thumbs = column(result, "thumb");
  assert.deepEqual(thumbs.slice(SOME.length), ["", ""]);
  for (const thumb of thumbs.slice(0, SOME.length)) {
    assert.ok(thumb.startsWith(THUMB_PREFIX) && thumb.length < MAX_THUMB_LENGTH, `${thumb.length} characters`);
    const { width, height, format, deviation } = await pixelsOf(thumb);
    assert.equal(format, "jpeg");
    assert.ok(Math.max(width, height) >= 64 && Math.max(width, height) <= 128, `${width}x${height}`);
    assert.ok(deviation > 5, `deviation ${deviation}`);
  }
});

test("without thumb=true there are no columns of thumbnails, and a record's own are left alone", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = Buffer.from("image_file,thumb\npill_novak.png,own\n");
  const plain = await search(app, csv);
  assert.ok(!plain.columns.includes("image_markdown"));
  assert.deepEqual(column(plain, "thumb"), ["own"]);
  const asked = await search(app, csv, "thumb=true");
  assert.ok(column(asked, "thumb")[0]?.startsWith(THUMB_PREFIX));
});

test("a row that names no picture loses what it brought under the names of our columns", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const brought = "link,thumb,image_status,image_markdown";
  const csv = Buffer.from(`image_file,${brought},mine\n,javascript:alert(1),/x,ok,![x](//evil/x.png),kept\n`);
  const [row] = (await search(app, csv, "thumb=true")).rows;
  assert.deepEqual(
    brought.split(",").map((name) => row?.get(name)),
    ["", "", "", ""],
  );
  assert.equal(row?.get("mine"), "kept");
});

test("a search that ends while thumbnails are made leaves them to the next one", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = csvOf("image_file", SOME);
  await search(app, csv);
  const splunkd = startCommand(t, app);
  await splunkd.request(getInfo(["image_file", URL_BASE, "thumb=true"]));
  splunkd.write(Buffer.concat(encodeFrame({ action: "execute", finished: true }, [csv])));
  await until("thumbnails are being made", () => app.temporaryFiles().length > 0);
  splunkd.process.kill("SIGTERM");
  await splunkd.exit;
  for (const thumb of column(await search(app, csv, "thumb=true"), "thumb")) assert.ok(thumb.startsWith(THUMB_PREFIX));
});

test("without a folder for temporary files thumbnails are made in the cache's own", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = csvOf("image_file", GOOD);
  await search(app, csv);
  const env = { ...app.command.env, TMPDIR: "/nonexistent/tmp" };
  const result = await search({ ...app, command: { ...app.command, env } }, csv, "thumb=true");
  assert.deepEqual(new Set(column(result, "image_status")), new Set(["ok"]));
  for (const thumb of column(result, "thumb")) assert.ok(thumb.startsWith(THUMB_PREFIX));
});

test("the second search takes thumbnails from the cache, without a request and without a decoder", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const first = await search(app, csvOf("image_file", SOME), "thumb=true");
  const before = server.requests();
  const second = await search(app, csvOf("image_file", SOME), "thumb=true");
  assert.deepEqual(column(second, "thumb"), column(first, "thumb"));
  assert.equal(server.requests(), before);
  assert.deepEqual(new Set(column(second, "image_cache")), new Set(["hit"]));
});

for (const [what, keepsOriginals] of [
  ["their originals", true],
  ["themselves, where the originals are not kept", false],
] as const) {
  test(`pictures that were fetched without thumbnails get them later, of ${what}, and keep them`, async (t) => {
    const conf = keepsOriginals ? "" : "[cache]\nkeep_source = false\n";
    const app = installApp(tempFolder(t), ALLOW + conf);
    await search(app, csvOf("image_file", SOME));
    const before = server.requests();
    const added = await search(app, csvOf("image_file", SOME), "thumb=true");
    assert.equal(server.requests(), before);
    for (const thumb of column(added, "thumb")) {
      const { width, height, deviation } = await pixelsOf(thumb);
      assert.ok(Math.max(width, height) >= 64 && deviation > 5);
    }
    const third = await search(app, csvOf("image_file", SOME), "thumb=true");
    assert.deepEqual(column(third, "thumb"), column(added, "thumb"));
    assert.deepEqual(column(third, "link"), column(added, "link"));
  });
}

test("with page=all each page has a thumbnail of its own, now as well as later", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = csvOf("image_file", ["rx_okafor_refills.tif"]);
  await search(app, csv, "page=all");
  const [later] = column(await search(app, csv, "page=all", "thumb=true"), "thumb");
  const [now] = column(await search(app, csv, "page=all", "thumb=true", "refresh=true"), "thumb");
  for (const thumbs of [later?.split("\n") ?? [], now?.split("\n") ?? []]) {
    assert.ok(thumbs.length > 1);
    assert.equal(new Set(thumbs).size, thumbs.length);
  }
});

test("a row shows how bad it is by a word and a glyph", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const names = ["pill_novak.png", "missing.tif", ""];
  const result = await search(app, csvOf("image_file", names));
  const told = column(result, "image_severity").map((severity, row) => [severity, column(result, "image_icon")[row]]);
  assert.deepEqual(told, [
    ["low", "✔"],
    ["severe", "✖"],
    ["", ""],
  ]);
});

test("image_markdown is the thumbnail that leads to the picture, and plain words for an error", async (t) => {
  const app = installApp(tempFolder(t), `${ALLOW}[serve]\nserve = rest\n`);
  const result = await search(
    app,
    csvOf("image_file", ["pill_novak.png", "a](http://evil.example)[b.tif"]),
    "thumb=true",
  );
  const [picture, failure] = column(result, "image_markdown");
  const [thumb] = column(result, "thumb");
  const [link] = column(result, "link");
  assert.equal(picture, `[![pill\\_novak\\.jpg](${thumb})](${link})`);
  assert.equal(failure, "✖ bad\\-name `evil.example)[b.tif`");
});
