import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type OutgoingHttpHeaders } from "node:http";
import { test } from "node:test";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, type InstalledApp, installApp } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { column } from "../helpers/sample-search.ts";
import { sample } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { withoutDecoder } from "../helpers/without-decoder.ts";

const DATE = "Mon, 01 Jan 2024 00:00:00 GMT";
const SERVERS: readonly (readonly [what: string, headers: OutgoingHttpHeaders, hasLength: boolean])[] = [
  ["names a length", {}, true],
  ["names nothing", {}, false],
  ["has an ETag and never looks at it", { ETag: '"1"' }, true],
  ["has a date and never looks at it", { "Last-Modified": DATE }, true],
];

for (const [what, headers, hasLength] of SERVERS) {
  test(`a damaged picture is not decoded again for an hour, where its server ${what}`, async (t) => {
    let body = readFileSync(sample("rx_mbeki_truncated.jpg"));
    const server = createServer((_, response) => {
      response.writeHead(200, {
        ...headers,
        ...(hasLength && { "Content-Length": body.byteLength }),
      });
      response.write(body);
      response.end();
    });
    const base = `http://127.0.0.1:${await onLoopback(t, server)}/rx`;
    const app = installApp(tempFolder(t), `keep_failing = 0\n[server:s]\nurl = ${base}\n`);
    const without = withoutDecoder(app, tempFolder(t));
    const errorOf = async ({ command }: InstalledApp): Promise<string | undefined> =>
      column(
        await runSearch(csvOf("image_file", ["a.jpg"]), {
          command,
          args: ["image_file", base],
        }),
        "image_error",
      )[0];
    assert.equal(await errorOf(app), "truncated");
    for (const _ of "ab") assert.equal(await errorOf(without), "truncated");
    // A byte less: the picture is another.
    body = body.subarray(0, -1);
    assert.equal(await errorOf(without), "decoder-unavailable");
  });
}
