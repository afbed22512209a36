import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { makeTrialApp } from "../../src/stand-in/home/trial-app.ts";
import { deadPort } from "../../src/stand-in/image-server.ts";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf } from "../helpers/installed-app.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const HTTPD = "/usr/sbin/apache2";
const MODULES = "/usr/lib/apache2/modules";
const withoutApache = [HTTPD, MODULES].every((path) => existsSync(path)) ? false : "Apache (apache2-bin) is not here";
const isRoot = process.getuid?.() === 0;

const PICTURES = [
  "rx_garcia_0412.tif",
  "rx_okafor_refills.tif",
  "rx_scan_0042",
  "pill_novak.png",
  "chart_silva.gif",
  "archive 2024/räksmörgås #7 100%.png",
];
const [GONE = "", FORBIDDEN = "", ...OTHERS] = PICTURES;

type Apache = {
  readonly url: string;
  /** The folder whose pictures it serves. */
  readonly icons: string;
  /** Request lines of its own access log. */
  readonly asked: () => readonly string[];
  readonly stop: () => Promise<void>;
};

async function startApache(t: TestContext, folder: string): Promise<Apache> {
  const port = await deadPort();
  const icons = join(folder, "htdocs", "icons");
  for (const name of PICTURES) cpSync(join(PROJECT, "sample_images", name), join(icons, name));
  mkdirSync(join(folder, "run"));
  const conf = `
    ServerRoot "${folder}"
    DefaultRuntimeDir "${folder}/run"
    PidFile "${folder}/run/httpd.pid"
    Mutex file:${folder}/run
    LoadModule mpm_event_module ${MODULES}/mod_mpm_event.so
    LoadModule authz_core_module ${MODULES}/mod_authz_core.so
    ${isRoot ? "User www-data\nGroup www-data" : ""}
    ServerName localhost
    Listen 127.0.0.1:${port}
    DocumentRoot "${folder}/htdocs"
    ErrorLog "${folder}/error.log"
    CustomLog "${folder}/access.log" "%r"
  `;
  writeFileSync(join(folder, "httpd.conf"), conf);
  const child = spawn(HTTPD, ["-DFOREGROUND", "-f", join(folder, "httpd.conf")], { stdio: "inherit" });
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  t.after(stop);
  while (!(await answers(port))) {
    assert.equal(child.exitCode, null, "Apache did not start");
    await wait(20);
  }
  return {
    url: `http://127.0.0.1:${port}/icons`,
    icons,
    asked: () => readFileSync(join(folder, "access.log"), "utf8").trim().split("\n"),
    stop,
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test("the article's own tests, with a real Apache", { skip: withoutApache, timeout: 300_000 }, async (t) => {
  const folder = tempFolder(t);
  chmodSync(folder, 0o755);
  const apache = await startApache(t, folder);
  const program = [process.execPath, join(PROJECT, "src/programs/pictures/getimage.ts")] as const;
  const { command } = makeTrialApp({
    app: join(PROJECT, "app"),
    var: join(folder, "var"),
    program,
    servers: [apache.url],
  });
  const search = async (...options: readonly string[]): Promise<SearchResult["rows"]> => {
    const result = await runSearch(csvOf("image_file", PICTURES), {
      command,
      args: ["image_file", apache.url, ...options],
    });
    assert.deepEqual([result.error, result.stderr, result.exitCode], [undefined, "", 0]);
    assert.deepEqual(
      result.rows.map((row) => row.get("image_file")),
      PICTURES,
    );
    return result.rows;
  };
  const column = (rows: SearchResult["rows"], name: string): (string | undefined)[] => rows.map((row) => row.get(name));
  const each = (value: string): string[] => PICTURES.map(() => value);

  await t.test("all pictures come from the server", async () => {
    const rows = await search();
    assert.deepEqual(column(rows, "image_status"), each("ok"));
    assert.deepEqual(column(rows, "image_cache"), each("miss"));
    assert.deepEqual(column(rows, "cached_image"), each("N"));
    assert.deepEqual(column(rows, "image_http_status"), each("200"));
    for (const rc of column(rows, "rc_wget")) assert.match(rc ?? "", /^[\d-]+ [\d:]+ URL:http:\S+ \[(\d+)\/\1\]/);
  });

  await t.test("the second time all come from the cache, and the server is not asked", async () => {
    const rows = await search();
    assert.deepEqual(column(rows, "image_cache"), each("hit"));
    assert.deepEqual(column(rows, "cached_image"), each("Y"));
    const addresses = PICTURES.map((name) => name.split("/").map(encodeURIComponent).join("/"));
    assert.deepEqual([...apache.asked()].sort(), addresses.map((path) => `GET /icons/${path} HTTP/1.1`).sort());
  });

  await t.test("a picture that was removed is a 404, and the others come", async () => {
    rmSync(join(apache.icons, GONE));
    const [gone, ...others] = await search("refresh=true");
    assert.deepEqual([gone?.get("image_error"), gone?.get("image_http_status")], ["not-found", "404"]);
    assert.match(gone?.get("rc_wget") ?? "", / ERROR 404: Not Found\.$/);
    assert.match(gone?.get("new_image") ?? "", /_sorry_not_found\.png$/);
    assert.match(gone?.get("link") ?? "", /^\/static\/app\//);
    assert.deepEqual(column(others, "image_cache"), each("miss").slice(1));
  });

  await t.test("a picture that Apache may not read is a 403, and the others come", async () => {
    // Apache's workers are www-data when it is started by root, and the user that runs this test otherwise.
    chmodSync(join(apache.icons, FORBIDDEN), isRoot ? 0o600 : 0o000);
    const [, forbidden, ...others] = await search("refresh=true");
    assert.deepEqual([forbidden?.get("image_error"), forbidden?.get("image_http_status")], ["forbidden", "403"]);
    assert.match(forbidden?.get("rc_wget") ?? "", / ERROR 403: Forbidden\.$/);
    assert.deepEqual(
      column(others, "image_cache"),
      OTHERS.map(() => "miss"),
    );
  });

  await t.test("without the server a refresh fails in wget's words", async () => {
    await apache.stop();
    const rows = await search("refresh=true");
    assert.deepEqual(column(rows, "image_error"), each("connect-failed"));
    assert.deepEqual(column(rows, "rc_wget"), each("failed: Connection refused."));
    assert.deepEqual(column(rows, "link"), each("ERROR CONNECTION TO IMAGE SERVER Connection refused."));
    assert.deepEqual(column(rows, "image_http_status"), each(""));
  });

  await t.test(
    "without the server its pictures still come from the cache, but for those it has taken back",
    async () => {
      const [gone, forbidden, ...others] = await search();
      assert.deepEqual([gone?.get("image_status"), forbidden?.get("image_status")], ["error", "error"]);
      assert.deepEqual(new Set(column(others, "image_status")), new Set(["ok"]));
      assert.deepEqual(new Set(column(others, "image_cache")), new Set(["hit"]));
      assert.deepEqual(new Set(column(others, "cached_image")), new Set(["Y"]));
      for (const row of others) assert.ok(existsSync(new URL(row.get("file_loc") ?? "")), row.get("file_loc"));
    },
  );
});
