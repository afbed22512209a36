import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { deadPort, startImageServer } from "../../src/stand-in/image-server.ts";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { ageCache } from "../helpers/aged-cache.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { onLoopback } from "../helpers/on-loopback.ts";
import { sample } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Two image servers that hold different files under the same name, and searches that ask one or both. */
async function twoServers(t: TestContext) {
  const folders = [tempFolder(t), tempFolder(t)] as const;
  const servers = await Promise.all(folders.map((folder) => startImageServer({ folder, path: "/rx", forbidden: [] })));
  for (const server of servers) t.after(() => server.close());
  const [a, b] = servers.map(({ port }) => `http://127.0.0.1:${port}/rx`);
  const app = installApp(tempFolder(t), `[server:a]\nurl = ${a}\n[server:b]\nurl = ${b}\n`);
  const ask = async (...bases: (string | undefined)[]) => {
    const args = ["image_file", ...bases.filter((base) => base !== undefined)];
    const { rows } = await runSearch(csvOf("image_file", ["scan.jpg"]), { command: app.command, args });
    const row = rows[0] ?? new Map<string, string>();
    return ["image_cache", "image_error", "image_source", "image_bytes"].map((name) => row.get(name));
  };
  return { folders, a, b, ask, app };
}

test("a mirror's picture is never taken for the first server's own", async (t) => {
  const { folders, a, b, ask, app } = await twoServers(t);
  cpSync(sample("rx_scan_0042"), join(folders[1], "scan.jpg"));
  assert.deepEqual((await ask(a, b)).slice(0, 3), ["miss", "", b]);
  cpSync(sample("label_tanaka_cmyk.jpg"), join(folders[0], "scan.jpg"));
  ageCache(app.cache, 301);
  assert.deepEqual((await ask(a)).slice(0, 3), ["miss", "", a], "the first server is asked for its own");
  assert.deepEqual((await ask(b)).slice(0, 3), ["hit", "", b], "and the mirror's picture is still the mirror's");
});

test("a mirror is asked where the first server's picture cannot be decoded", async (t) => {
  const { folders, a, b, ask } = await twoServers(t);
  cpSync(sample("rx_mbeki_truncated.jpg"), join(folders[0], "scan.jpg"));
  cpSync(sample("rx_scan_0042"), join(folders[1], "scan.jpg"));
  assert.deepEqual((await ask(a, b)).slice(0, 3), ["miss", "", b]);
  assert.deepEqual((await ask(a)).slice(1, 3), ["truncated", a]);
});

test("where no server has the picture the first one's answer is reported", async (t) => {
  const { folders, a, b, ask } = await twoServers(t);
  mkdirSync(join(folders[0], "scan.jpg"));
  assert.deepEqual((await ask(a, b)).slice(1, 3), ["not-found", a]);
});

test("the addresses of one stanza are mirrors of each other, asked behind the one that the search names", async (t) => {
  const folders = [tempFolder(t), tempFolder(t)] as const;
  const servers = await Promise.all(folders.map((folder) => startImageServer({ folder, path: "/rx", forbidden: [] })));
  for (const server of servers) t.after(() => server.close());
  const [a, b] = servers.map(({ port }) => `http://127.0.0.1:${port}/rx`);
  const dead = `http://127.0.0.1:${await deadPort()}/rx`;
  const app = installApp(tempFolder(t), `[server:all]\nurl = ${dead}, ${a} \\\n  ${b}\n`);
  cpSync(sample("rx_scan_0042"), join(folders[1], "scan.jpg"));
  const ask = async (base: string) => {
    const csv = csvOf("image_file", ["scan.jpg", "none.jpg"]);
    const { rows } = await runSearch(csv, { command: app.command, args: ["image_file", base] });
    return rows.map((row) => ["image_error", "image_source", "image_error_text"].map((name) => row.get(name) ?? ""));
  };
  const [found, missing] = await ask(dead);
  assert.deepEqual(found, ["", b, ""]);
  assert.equal(missing?.[0], "connect-failed", "the first cause is told");
  assert.ok(
    missing?.[2]?.endsWith(`Connection refused.; also asked: ${a} (not-found), ${b} (not-found)`),
    missing?.[2],
  );
});

test("a mirror that was not asked, because the row's time was over, is not held for one that failed", async (t) => {
  const silent = createServer(() => {});
  const dead = `http://127.0.0.1:${await onLoopback(t, silent)}/rx`;
  const folder = tempFolder(t);
  const good = await startImageServer({ folder, path: "/rx", forbidden: [] });
  t.after(() => good.close());
  cpSync(sample("rx_scan_0042"), join(folder, "scan.jpg"));
  const base = `http://127.0.0.1:${good.port}/rx`;
  const home = tempFolder(t);
  const servers = `[server:a]\nurl = ${dead}\n[server:b]\nurl = ${base}\n[cache]\nkeep_failing = 3600\n`;
  const ask = async (seconds: number) => {
    const { command } = installApp(home, `${servers}[fetch]\ntotal_timeout = ${seconds}\n`);
    const { rows } = await runSearch(csvOf("image_file", ["scan.jpg"]), { command, args: ["image_file", dead, base] });
    return rows[0]?.get("image_error");
  };
  assert.equal(await ask(1), "timeout");
  assert.equal(await ask(300), "", "the next search passes by the first server and asks the mirror");
});

test("a user's own short timeout shuts a server for nobody else", async (t) => {
  const picture = readFileSync(sample("rx_scan_0042"));
  let isAwake = false;
  const slow = createServer((_, response) => {
    if (isAwake) response.end(picture);
  });
  const base = `http://127.0.0.1:${await onLoopback(t, slow)}/rx`;
  const app = installApp(tempFolder(t), `[server:slow]\nurl = ${base}\n`);
  const ask = async (names: readonly string[], ...options: string[]) => {
    const { rows } = await runSearch(csvOf("image_file", names), {
      command: app.command,
      args: ["image_file", base, ...options],
    });
    return rows.map((row) => row.get("image_error"));
  };
  const hasty = await ask(
    Array.from({ length: 30 }, (_, row) => `${row}`),
    "timeout=0.2",
  );
  assert.deepEqual(new Set(hasty), new Set(["timeout", "breaker-open"]), "its own rows fail");
  isAwake = true;
  assert.deepEqual(await ask(["0", "31"]), ["", ""]);
});
