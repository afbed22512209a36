import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { APP_ID } from "../../src/contract.ts";
import { openEndpoint } from "../helpers/endpoint.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { startPictureServer } from "../helpers/picture-server.ts";
import { ALLOW, column, server, URL_BASE } from "../helpers/sample-search.ts";
import { sample } from "../helpers/samples.ts";
import { USER_SESSION } from "../helpers/splunkd-rest.ts";

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

test("errors are pictures with a status that tells their kind, and are not kept by browsers", async (t) => {
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

test("nobody sees a picture without a session, or without the capability", async (t) => {
  const { app, search, ask, splunkd } = await openEndpoint(t, ALLOW, {
    capabilities: { admin: ["search", "get_images"], user: ["search"] },
  });
  const [link = ""] = column(await search(URL_BASE, ["pill_novak.png"]), "link");
  const before = splunkd.asked().length;
  for (const sessionKey of ["", "made-up", USER_SESSION]) {
    const { status, headers } = await ask(link, { sessionKey });
    assert.deepEqual([status, headers["Content-Type"]], [403, "image/png"], sessionKey);
  }
  assert.match(app.log(), /level=WARN pid=\d+ event=refused by=endpoint user=alice text="user alice lacks/);
  for (let count = 0; count < 5; count++) assert.equal((await ask(link)).status, 200);
  const asked = splunkd.asked().slice(before);
  assert.equal(asked.length, 3, `refusals are asked for each time, a right once a minute: ${asked}`);
});

test("a secret is read with the rights of whoever looks, though another has just read it", async (t) => {
  const images = createServer((request, response) => {
    const isKnown = request.headers.authorization === "Bearer of-scans";
    response.writeHead(isKnown ? 200 : 401).end(isKnown ? PILL : "");
  });
  const base = `http://127.0.0.1:${await onLoopback(t, images)}`;
  const conf = `[server:scans]\nurl = ${base}\nauth = bearer\n`;
  const { search, ask } = await openEndpoint(t, conf, { secrets: { "getimage:scans:": "of-scans" } });
  const explained = await search(base, ["a.png", "b.png"]);
  const [one = "", other = ""] = column(explained, "link");
  assert.equal((await ask(one)).status, 200);
  const fresh = (link: string): string => link.replace("/500x500.", "/200x200.");
  assert.equal((await ask(one, { sessionKey: USER_SESSION })).status, 200, "what the cache has needs no secret");
  assert.equal((await ask(fresh(one))).status, 200);
  const asOther = other.replace(/fresh\.[\w-]+/, `fresh.${inBase64([`${base}/c.png`])}`);
  assert.equal((await ask(asOther, { sessionKey: USER_SESSION })).status, 403);
  assert.equal((await ask(asOther)).status, 200);
});

test("a search of a user without the capability ends with a sentence, before anything is fetched", async (t) => {
  const { search, splunkd } = await openEndpoint(t, ALLOW, { capabilities: { admin: ["search"], user: [] } });
  const before = server.requests();
  const { error, rows } = await search(URL_BASE, ["pill_novak.png"]);
  assert.match(error ?? "", /user admin lacks the capability get_images; an admin can give it/);
  assert.deepEqual([rows.length, server.requests() - before, splunkd.asked().length], [0, 0, 1]);
});

const HOSTILE: readonly (readonly [what: string, path: string, status: number])[] = [
  ["nothing", "", 404],
  ["a way out of the cache", "../../../../etc/passwd", 404],
  ["an encoded way out", "%2e%2e/%2e%2e/etc/passwd", 404],
  ["a file address", `500x500.jpg.80.1.plain/fresh.${inBase64(["file:///etc/passwd"])}`, 403],
  ["the metadata service", `500x500.jpg.80.1.plain/fresh.${inBase64(["http://169.254.169.254/latest/"])}`, 403],
  ["splunkd itself", `500x500.jpg.80.1.plain/fresh.${inBase64(["https://127.0.0.1:8089/services"])}`, 403],
  ["a password in the address", `500x500.jpg.80.1.plain/fresh.${inBase64(["http://u:p@127.0.0.1/icons/a"])}`, 403],
  ["a box of a billion pixels", `99999x99999.jpg.80.1.plain/fresh.${inBase64([`${URL_BASE}/pill_novak.png`])}`, 404],
  ["another spelling of a recipe", `0500x500.jpg.80.1.plain/fresh.${inBase64([`${URL_BASE}/pill_novak.png`])}`, 404],
];
function inBase64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
test("hostile addresses are refused, and the process goes on", async (t) => {
  const { ask, host } = await openEndpoint(t, ALLOW);
  const root = "/services/rx_image_review_app/image/";
  for (const [what, path, status] of HOSTILE) {
    const reply = await ask(root + path);
    assert.equal(reply.status, status, what);
    assert.ok(!reply.body.toString("latin1").includes("root:"), what);
  }
  for (const method of ["POST", "PUT", "DELETE", "HEAD", "get", ""]) {
    const { status } = await ask(`${root}error/timeout`, { method });
    assert.equal(status, method === "" ? 400 : 405, method);
  }
  assert.equal((await ask(`${root}error/timeout`)).status, 504);
  host.close();
  assert.deepEqual(await host.exit, { code: 0, signal: null });
});

test("a change of getimage.conf counts at the next request, and one with a fault is told", async (t) => {
  const images = await startPictureServer(t);
  images.put("a.png", { body: PILL });
  const { app, search, ask } = await openEndpoint(t, `[server:a]\nurl = ${images.base}\n`);
  const [link = ""] = column(await search(images.base, ["a.png"]), "link");
  assert.equal((await ask(link)).status, 200);
  const file = join(app.home, "etc", "apps", APP_ID, "local", "getimage.conf");
  const before = readFileSync(file, "utf8");
  writeFileSync(file, before.replace("[server:a]", "[server:b]").replace(images.base, "http://img.example"));
  assert.equal((await ask(link)).status, 403, "its server is not allowed any more");
  writeFileSync(file, "[image]\nquality = 200\n");
  const { status, body } = await ask(link);
  assert.deepEqual([status, /quality: expected/.test(body.toString())], [500, true]);
  writeFileSync(file, before);
  assert.equal((await ask(link)).status, 200);
  rmSync(app.cache, { recursive: true });
  assert.equal((await ask(link)).status, 200, "a cache that somebody deletes is made again");
});

test("input that is not the protocol ends the process with a line in the log", async (t) => {
  for (const input of ["GET / HTTP/1.0\r\n\r\n", "\x022\nxx", "\x01999\n", "\x075"]) {
    const { app, host } = await openEndpoint(t, ALLOW);
    host.write(Buffer.from(input, "latin1"));
    host.close();
    assert.deepEqual(await host.exit, { code: 1, signal: null }, JSON.stringify(input));
    assert.match(app.log(), /level=ERROR pid=\d+ event=protocol by=endpoint text=/);
    assert.equal(host.stderr, "");
  }
});

test("a request that is no request gets 400, and the next one its picture", async (t) => {
  const { host, ask } = await openEndpoint(t, ALLOW);
  for (const block of ["", "null", "[]", '"x"', "{}", '{"method":5}', "{"]) {
    host.write(Buffer.concat([Buffer.from("\x070\n0\n", "latin1"), Buffer.from(`${block.length}\n${block}`)]));
    assert.equal((await host.piece())?.byteLength, 0);
    assert.equal(JSON.parse(String(await host.piece())).status, 400, block);
  }
  assert.equal((await ask("/services/rx_image_review_app/image/error/timeout")).status, 504);
});
