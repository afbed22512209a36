import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { APP_ID } from "../../src/pictures/contract.ts";
import { HandlerProcess } from "../../src/stand-in/splunkd/handler-process.ts";
import { openEndpoint } from "../helpers/endpoint.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { startPictureServer } from "../helpers/picture-server.ts";
import { ALLOW, column, server, URL_BASE } from "../helpers/sample-search.ts";
import { sample } from "../helpers/samples.ts";
import { USER_SESSION } from "../helpers/splunkd-rest.ts";

/** Who may ask the endpoint, and for what; odd input and settings that change. */
const PILL = readFileSync(sample("pill_novak.png"));

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

test("a change of getimage.conf counts at the next request, and one with a fault is reported", async (t) => {
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

test("whoever starts it by hand for help is told what it is", async (t) => {
  const { app } = await openEndpoint(t, ALLOW);
  const { program, env } = app.endpoint;
  const host = new HandlerProcess({ program: [...program, "--help"], env });
  assert.deepEqual(await host.exit, { code: 0, signal: null });
  assert.match(host.stderr, /^image-endpoint is started by splunkd/);
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
