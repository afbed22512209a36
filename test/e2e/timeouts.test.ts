import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Times of getimage.conf and of the search, as the program applies them. */
const server = createServer((request, response) => {
  if (request.url === "/silent.jpg") return;
  response.writeHead(200, { "Content-Type": "image/jpeg" });
  const timer = setInterval(() => response.write(Buffer.alloc(4_096, 0xff)), 50);
  response.once("close", () => clearInterval(timer));
});
const port = await onLoopback({ after }, server);
const URL_BASE = `http://127.0.0.1:${port}`;

for (const [name, picture, conf, options, code, text] of [
  // The picture must have begun by then, on the busiest machine.
  ["a total below the idle time holds", "endless", "total_timeout = 4", [], "too-slow", /not there within 4 s$/],
  ["timeout= is the time for the first byte", "silent", "", ["timeout=0.3"], "timeout", /no answer within 0.3 s$/],
  [
    "timeout= raises a total that is too short for it",
    "silent",
    "total_timeout = 0.2",
    ["timeout=0.4"],
    "timeout",
    /no answer within 0.4 s$/,
  ],
] as const) {
  test(name, async (t) => {
    const app = installApp(tempFolder(t), `[server:a]\nurl = ${URL_BASE}\n[fetch]\n${conf}\n`);
    const args = ["image_file", URL_BASE, ...options];
    const { rows, error } = await runSearch(csvOf("image_file", [`${picture}.jpg`]), { command: app.command, args });
    assert.equal(error, undefined);
    assert.equal(rows[0]?.get("image_error"), code);
    assert.match(rows[0]?.get("image_error_text") ?? "", text);
  });
}
