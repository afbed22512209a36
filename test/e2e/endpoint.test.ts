import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { openEndpoint } from "../helpers/endpoint.ts";
import { startPictureServer } from "../helpers/picture-server.ts";
import { ALLOW, column, server, URL_BASE } from "../helpers/sample-search.ts";
import { sample } from "../helpers/samples.ts";

/** The built app's endpoint over the framing of persistent handlers, asked for the links of real searches. */
const PILL = readFileSync(sample("pill_novak.png"));
const SHAPE = /^\/en-US\/splunkd\/__raw\/services\/rx_image_review_app\/image\/[\w.-]+\/fresh\.[\w-]+\?v=\w+$/;

test("a link of a search shows its picture, from the cache, with headers that keep it private", async (t) => {
  const { host, search, ask } = await openEndpoint(t, ALLOW);
  const links = column(await search(URL_BASE, ["pill_novak.png", "rx_garcia_0412.tif"]), "link");
  const before = server.requests();
  for (const link of links) {
    assert.match(link, SHAPE);
    const { status, headers, body } = await ask(link);
    assert.deepEqual([status, headers["Content-Type"]], [200, "image/jpeg"]);
    assert.equal(headers["X-Content-Type-Options"], "nosniff");
    assert.match(headers["Content-Security-Policy"] ?? "", /^default-src 'none'; sandbox$/);
    assert.match(headers["Cache-Control"] ?? "", /^private, max-age=\d+$/);
    const { width = 0, height = 0 } = await sharp(body).metadata();
    assert.ok(width > 100 && width <= 500 && height <= 500, `${width}x${height}`);
    for (const held of [headers["ETag"] ?? "", `"x", W/${headers["ETag"]}`]) {
      const again = await ask(link, { headers: { "if-none-match": held } });
      assert.deepEqual([again.status, again.body.byteLength, again.headers["ETag"]], [304, 0, headers["ETag"]]);
    }
    assert.equal((await ask(link, { headers: { "If-None-Match": '"other"' } })).status, 200);
  }
  assert.equal(server.requests(), before, "no request for what the search has fetched");
  host.close();
  assert.deepEqual(await host.exit, { code: 0, signal: null });
  assert.equal(host.stderr, "");
});

test("the first row shows the picture as it was fetched, later rows with the mark of the cache", async (t) => {
  const { search, ask } = await openEndpoint(t, ALLOW);
  const first = await search(URL_BASE, ["pill_novak.png"]);
  const later = await search(URL_BASE, ["pill_novak.png"]);
  const pictures = await Promise.all(
    [first, later].map(async (result) => {
      const { body } = await ask(column(result, "link")[0] ?? "");
      const file = new URL(column(result, "file_loc")[0] ?? "");
      assert.ok(body.equals(readFileSync(file)), "just the file that file_loc names");
      return body;
    }),
  );
  assert.ok(pictures[0] && pictures[1] && !pictures[0].equals(pictures[1]));
});

test("another search head makes the picture itself, and one that needs no link of its own keeps nothing from others", async (t) => {
  const images = await startPictureServer(t);
  images.put("a.png", { body: PILL });
  const conf = `[server:a]\nurl = ${images.base}\n`;
  const one = await openEndpoint(t, conf);
  const other = await openEndpoint(t, conf);
  const [link = ""] = column(await one.search(images.base, ["a.png"], "size=200x200", "format=webp"), "link");
  assert.deepEqual(images.asked(), ["a.png 200"]);
  const { status, headers, body } = await other.ask(link);
  assert.deepEqual([status, headers["Content-Type"]], [200, "image/webp"]);
  assert.equal((await sharp(body).metadata()).width, 200);
  assert.deepEqual(images.asked(), ["a.png 200"]);
  assert.equal((await other.ask(link)).status, 200);
  assert.deepEqual(images.asked(), [], "and keeps it");
  const [hit = ""] = column(await other.search(images.base, ["a.png"], "size=200x200", "format=webp"), "image_cache");
  assert.equal(hit, "hit", "for searches too");
});

test("links begin where Splunk Web lies, as its own settings or ours say", async (t) => {
  for (const [conf, root] of [
    ["", "/splunk"],
    ["[serve]\nweb_root = /behind/proxy\n", "/behind/proxy"],
  ] as const) {
    const { app, search, ask } = await openEndpoint(t, ALLOW + conf);
    const system = join(app.home, "etc", "system", "local");
    mkdirSync(system, { recursive: true });
    writeFileSync(join(system, "web.conf"), "[settings]\nroot_endpoint = /splunk/\n");
    const [link = ""] = column(await search(URL_BASE, ["pill_novak.png"]), "link");
    assert.ok(link.startsWith(`${root}/en-US/splunkd/__raw/services/rx_image_review_app/image/`), link);
    assert.equal((await ask(link)).status, 200);
  }
});

test("each page of page=all has its link", async (t) => {
  const { search, ask } = await openEndpoint(t, ALLOW);
  const [links = ""] = column(await search(URL_BASE, ["rx_okafor_refills.tif"], "page=all", "annotate=false"), "link");
  const pages = await Promise.all(links.split("\n").map(async (link) => (await ask(link)).body.toString("base64")));
  assert.equal(pages.length, 3);
  assert.equal(new Set(pages).size, 3);
});

test("what a server says must not be kept is shown, and asked for again", async (t) => {
  const images = await startPictureServer(t);
  images.put("a.png", { body: PILL, headers: { "Cache-Control": "no-store" } });
  const { search, ask } = await openEndpoint(t, `[server:a]\nurl = ${images.base}\n`);
  const [link = ""] = column(await search(images.base, ["a.png"]), "link");
  const { status, headers, body } = await ask(link);
  assert.deepEqual([status, headers["Cache-Control"]], [200, "private, no-store"]);
  assert.equal((await sharp(body).metadata()).format, "jpeg");
  assert.deepEqual(images.asked(), ["a.png 200", "a.png 200"]);
});

test("a picture past its time is shown, marked, while its server fails", async (t) => {
  const images = await startPictureServer(t);
  images.put("a.png", { body: PILL, headers: { "Cache-Control": "max-age=0" } });
  const { search, ask } = await openEndpoint(t, `[server:a]\nurl = ${images.base}\n`);
  const [link = ""] = column(await search(images.base, ["a.png"]), "link");
  const good = await ask(link);
  images.put("a.png", { body: PILL, isDown: true });
  const stale = await ask(link);
  assert.deepEqual([good.status, stale.status], [200, 200]);
  assert.ok(!good.body.equals(stale.body), "the mark is on it");
});

test("errors are pictures with a status of their kind, and are not kept by browsers", async (t) => {
  const images = await startPictureServer(t);
  images.put("secret.png", { body: PILL, status: 403 });
  images.put("broken.png", { body: PILL.subarray(0, 900) });
  images.put("page.png", { body: Buffer.from("<!doctype html><title>Login</title>") });
  images.put("busy.png", { body: Buffer.from(""), status: 500 });
  images.put("cut.png", { body: PILL, isDown: true });
  const { search, ask } = await openEndpoint(t, `[server:a]\nurl = ${images.base}\n`);
  const names = ["none.png", "secret.png", "broken.png", "page.png", "busy.png", "../up.png"];
  const result = await search(images.base, names);
  const links = column(result, "link");
  const statuses: number[] = [];
  for (const link of links) {
    const { status, headers, body } = await ask(link);
    statuses.push(status);
    assert.deepEqual([headers["Content-Type"], headers["Cache-Control"]], ["image/png", "private, no-store"], link);
    assert.equal((await sharp(body).metadata()).format, "png");
  }
  assert.deepEqual(statuses, [404, 403, 502, 415, 502, 400]);
  assert.match(links.at(-1) ?? "", /\/image\/error\/bad-name$/, "what no address has is told in general words");
  const [missing = ""] = links;
  images.put("none.png", { body: PILL });
  assert.equal((await ask(missing)).status, 404, "a failure is remembered, as by a search");
});
