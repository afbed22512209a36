import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { withoutCredentials } from "../../src/base/redact.ts";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** User names, passwords and tokens that stand in addresses show up nowhere. */
for (const [text, clean] of [
  ["http://bob:pw@img/a.jpg", "http://***@img/a.jpg"],
  ["go to https://u@h and ftp://x:y@z/p", "go to https://***@h and ftp://***@z/p"],
  ["http://img/mail@home.jpg", "http://img/mail@home.jpg"],
  ["mail a@b.c", "mail a@b.c"],
] as const) {
  test(`${text} is shown as ${clean}`, () => assert.equal(withoutCredentials(text), clean));
}

test("neither a record, nor a redirect, nor getimage.conf spills a password into rows, messages or the log", async (t) => {
  const server = createServer((_, response) => {
    response.writeHead(302, { Location: "http://svc:S3cret@login.example/sso?token=S3cret" });
    response.end();
  });
  const port = await onLoopback(t, server);
  const url = `http://127.0.0.1:${port}`;
  const app = installApp(tempFolder(t), `[server:a]\nurl = ${url}\n`);
  const csv = csvOf("image_file", ["moved.tif", "http://bob:S3cret@img/a.jpg"]);
  const result = await runSearch(csv, { command: app.command, args: ["image_file", url] });
  const rows = result.rows.map((row) => [...row].filter(([name]) => name !== "image_file").map(([, cell]) => cell));
  assert.deepEqual(
    result.rows.map((row) => row.get("image_error")),
    ["redirect-refused", "bad-name"],
  );
  const seen = JSON.stringify([rows, result.messages]) + app.log();
  assert.ok(seen.includes("login.example") && !seen.includes("S3cret"), seen);

  const broken = installApp(tempFolder(t), "[server:a]\nurl = http://svc:S3cret@img/\n");
  const { error } = await runSearch(csv, { command: broken.command, args: ["image_file", "http://img"] });
  assert.match(error ?? "", /\[server:a\] url: expected .*received "http:\/\/\*\*\*@img\/"$/);
});
