import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { APP_ID } from "../../src/pictures/contract.ts";
import { configureApp } from "../../src/stand-in/home/splunk-home.ts";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf } from "../helpers/installed-app.ts";
import { packApp, unpackApp } from "../helpers/packed-app.ts";
import { ALLOW, column, GOOD, server, URL_BASE } from "../helpers/sample-search.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

function search(home: string, app: string, more: NodeJS.ProcessEnv = {}): Promise<SearchResult> {
  const env = { SPLUNK_HOME: home, PATH: "/usr/bin:/bin", ...more };
  const command = { program: [join(app, "bin", "getimage")] as const, env };
  return runSearch(csvOf("image_file", GOOD), { command, args: ["image_file", URL_BASE] });
}

test("a package unpacked over an older one keeps the settings in local and every picture in the cache", async (t) => {
  const home = tempFolder(t);
  const app = unpackApp(home, packApp());
  configureApp(app, ALLOW);
  const settings = readFileSync(join(app, "local", "getimage.conf"), "utf8");
  const first = await search(home, app);
  assert.deepEqual(new Set(column(first, "image_cache")), new Set(["miss"]));
  const requests = server.requests();

  assert.equal(unpackApp(home, packApp()), app);
  assert.equal(readFileSync(join(app, "local", "getimage.conf"), "utf8"), settings);
  const second = await search(home, app);
  assert.deepEqual(new Set(column(second, "image_cache")), new Set(["hit"]));
  assert.equal(server.requests(), requests, "no picture is fetched anew");
});

test("all that is left when the app's folder is removed is named in docs/pictures/uninstall.md", async (t) => {
  const home = tempFolder(t);
  const temporary = tempFolder(t);
  const app = unpackApp(home, packApp());
  configureApp(app, ALLOW);
  await search(home, app, { TMPDIR: temporary });
  rmSync(app, { recursive: true });
  const find = ["-mindepth", "1", "(", "-type", "f", "-o", "-type", "d", "-empty", ")"];
  const left = execFileSync("find", [home, ...find], { encoding: "utf8" })
    .trim()
    .split("\n");
  const known = [`var/run/${APP_ID}`, "var/log/splunk/getimage.log"];
  const document = readFileSync(join(PROJECT, "docs/pictures/uninstall.md"), "utf8");
  for (const place of known) assert.ok(document.includes(`$SPLUNK_HOME/${place}`), place);
  for (const path of left) {
    const isKnown = known.some((place) => path.startsWith(join(home, place))) || path === join(home, "etc", "apps");
    assert.ok(isKnown, `${path} is left and not named`);
  }
  assert.ok(left.length > GOOD.length, "the cache stays");
  assert.deepEqual(readdirSync(temporary), [], "nothing stays in the temporary folder");
});
