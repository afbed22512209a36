import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { after, test } from "node:test";
import { ENDPOINT_URL } from "../../../src/pictures/contract.ts";
import { onLoopback } from "../../helpers/on-loopback.ts";
import { startPreview } from "../../helpers/preview.ts";
import { processesNaming, until } from "../../helpers/processes.ts";

// One preview for all tests of this file.
const preview = await startPreview({ after });

async function linesOf(order: object): Promise<readonly Record<string, unknown>[]> {
  const response = await post(JSON.stringify(order));
  const text = await response.text();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function post(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${preview.address}preview/search`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body,
  });
}

test("the preview leads to the app's first view", async () => {
  const response = await fetch(preview.address, { redirect: "manual" });
  assert.equal(response.status, 302);
  assert.equal(response.headers.get("location"), "/en-US/app/rx_image_review_app/rx_images_review");
});

test("every page says that it is a preview, with a policy that lets nothing in from elsewhere", async () => {
  for (const name of [
    "rx_images_review",
    "rx_images_gallery",
    "rx_images_classic",
    "search",
    "reports",
    "setup",
    "none",
  ]) {
    const response = await fetch(preview.view(name));
    const html = await response.text();
    assert.equal(response.status, name === "none" ? 404 : 200, name);
    assert.match(html, /Preview without Splunk/);
    assert.match(html, /<b>Real:<\/b>.*<b>Stand-in:<\/b>/);
    assert.match(
      response.headers.get("content-security-policy") ?? "",
      /^default-src 'self'; img-src 'self' data: blob:;/,
    );
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.doesNotMatch(html, /<script>(?!<)|\son\w+=|style=/);
  }
});

test("views that only Splunk can draw are in the menu, and say what they are", async () => {
  for (const name of ["search", "reports", "setup"]) {
    const html = await (await fetch(preview.view(name))).text();
    assert.match(html, /<p>This (page|is) [^<]*Splunk/, name);
    assert.match(html, /aria-current="page">[^<]*<span class="pv-outside">in Splunk/);
  }
});

test("nobody reaches it but this machine, by its own names", async () => {
  const { port } = new URL(preview.address);
  const elsewhere = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of elsewhere) {
    const refused = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), address, () => resolve(false)).on("error", () => resolve(true));
      socket.unref();
    });
    assert.ok(refused, address);
  }
  const status = await new Promise((resolve, reject) => {
    const asked = request(preview.address, { headers: { Host: "rebound.example" } }, ({ statusCode }) =>
      resolve(statusCode),
    );
    asked.on("error", reject).end();
  });
  assert.equal(status, 421);
});

test("what is no search is refused, and an endless one is cut", async () => {
  assert.equal((await post("no json")).status, 400);
  assert.equal((await post(JSON.stringify({ search: 1 }))).status, 400);
  assert.equal((await post("null")).status, 400);
  assert.equal((await post(JSON.stringify({ search: "x".repeat(300_000) }))).status, 413);
  assert.equal((await post("{}", { Origin: "http://evil.example" })).status, 403);
  assert.equal(
    (
      await fetch(`${preview.address}preview/other`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
      })
    ).status,
    404,
  );
});

for (const path of [
  "en-US/static/app/rx_image_review_app/../../../package.json",
  "en-US/static/app/rx_image_review_app/..%2f..%2f..%2flocal/getimage.conf",
  "en-US/static/app/rx_image_review_app/%2e%2e/%2e%2e/local/getimage.conf",
  "en-US/static/app/rx_image_review_app/visualizations",
  "preview/files/../../package.json",
  "preview/files/.hidden.js",
  "en-US/splunkd/__raw/services/search/jobs",
  "favicon.ico",
]) {
  test(`there is nothing at ${path}`, async () => {
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(preview.address);
      const asked = request({ port, host: "127.0.0.1", path: `/${path}` }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on("error", reject).end();
    });
    assert.equal(status, 404);
  });
}

test("a search runs the real command, and its link shows the picture through the real endpoint", async () => {
  const lines = await linesOf({
    search:
      "`rx_records` | head 2 | getimage `rx_image_field` `rx_image_server` thumb=true | table image_status, link, thumb",
  });
  const result = lines.at(-1);
  assert.deepEqual(
    [lines[0]?.["kind"], result?.["kind"], result?.["fields"]],
    ["progress", "result", ["image_status", "link", "thumb"]],
  );
  const [[status, link, thumb] = []] = (result?.["rows"] ?? []) as string[][];
  assert.equal(status, "ok");
  assert.ok(link?.startsWith(ENDPOINT_URL));
  assert.ok(thumb?.startsWith("data:image/jpeg;base64,"));
  const picture = await fetch(new URL(link ?? "", preview.address));
  assert.deepEqual([picture.status, picture.headers.get("content-type")], [200, "image/jpeg"]);
  assert.match(picture.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.deepEqual([...new Uint8Array(await picture.arrayBuffer()).subarray(0, 2)], [0xff, 0xd8]);
  const tag = picture.headers.get("etag") ?? "";
  const again = await fetch(new URL(link ?? "", preview.address), { headers: { "If-None-Match": tag } });
  assert.equal(again.status, 304);
});

test("pictures that several ask for at once all come, by two processes at most", async () => {
  const lines = await linesOf({
    search: "`rx_records` | getimage `rx_image_field` `rx_image_server` | search image_status=ok",
  });
  const { fields, rows } = lines.at(-1) as { fields: string[]; rows: string[][] };
  const links = rows.map((row) => row[fields.indexOf("link")] ?? "");
  assert.ok(links.length > 8);
  const statuses = await Promise.all(links.map(async (link) => (await fetch(new URL(link, preview.address))).status));
  assert.deepEqual([...new Set(statuses)], [200]);
  assert.equal(processesNaming(preview.var).filter((line) => line.includes("image-endpoint")).length, 2);
});

test("cells of several values stay apart, on their way to a page and to a further command", async () => {
  const search =
    "`rx_records` | search image_file=*refills* | getimage `rx_image_field` `rx_image_server` page=all | rename new_image as again";
  const [first] = (await linesOf({ search: `${search} | table image_page, link` })).slice(-1);
  const [[pages, links] = []] = (first?.["rows"] ?? []) as string[][][];
  assert.deepEqual([pages, links?.length], [["1", "2", "3"], 3]);
  const further = `${search} | getimage again \`rx_image_server\` prefix=b_ | table b_image_error`;
  const [second] = (await linesOf({ search: further })).slice(-1);
  assert.deepEqual(second?.["rows"], [[["not-found", "not-found", "not-found"]]]);
});

test("a search goes on with the result of another, and only while that is held", async () => {
  const [base] = (await linesOf({ search: "`rx_records` | fields Patient_Name" })).slice(-1);
  const [counted] = (await linesOf({ search: "stats count", base: base?.["sid"] })).slice(-1);
  assert.deepEqual(counted?.["rows"], [["19"]]);
  const [gone] = (await linesOf({ search: "stats count", base: "unknown" })).slice(-1);
  assert.match(String(gone?.["text"]), /gone/);
});

test("records have the time of the preview's start, so that a time range finds them or not", async () => {
  const count = async (earliest: string, latest: string): Promise<unknown> =>
    (await linesOf({ search: "`rx_records` | stats count", earliest, latest })).at(-1)?.["rows"];
  assert.deepEqual(await count("-7d@h", "now"), [["19"]]);
  assert.deepEqual(await count("", ""), [["19"]]);
  assert.deepEqual(await count("0", "-1d"), [["0"]]);
});

test("what the preview does not run, and what the command refuses, is reported", async () => {
  const [unknown] = await linesOf({ search: "* | rex x" });
  assert.match(String(unknown?.["text"]), /"rex" is not part of this preview/);
  const [missing] = await linesOf({ search: "`rx_records` | table Patient" });
  assert.match(String(missing?.["text"]), /^Error in 'table' command: no row has the field "Patient"; there are: /);
  const refused = (await linesOf({ search: "* | getimage image_file" })).at(-1);
  assert.match(String(refused?.["text"]), /^Error in 'getimage' command: no image server given/);
  const forbidden = (
    await linesOf({ search: "* | head 1 | getimage image_file http://10.0.0.1/x | table image_error" })
  ).at(-1);
  assert.deepEqual(forbidden?.["rows"], [["host-refused"]]);
  assert.match(JSON.stringify(forbidden?.["messages"]), /WARN.*10\.0\.0\.1/);
});

test("a search that nobody wants any more is ended with its process", async (t) => {
  const silent = await onLoopback(
    t,
    createServer(() => {}),
  );
  const slow = await startPreview(t, { servers: [`http://127.0.0.1:${silent}/icons`] });
  const isRunning = (): boolean => processesNaming(slow.var).some((line) => line.includes("getimage.ts"));
  const gone = new AbortController();
  const asked = fetch(`${slow.address}preview/search`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ search: "`rx_records` | getimage `rx_image_field` `rx_image_server` timeout=60" }),
    signal: gone.signal,
  }).then((response) => response.text());
  await until("the command runs", isRunning);
  gone.abort();
  await assert.rejects(asked);
  await until("the command has ended", () => !isRunning());
});
