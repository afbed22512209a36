import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, globSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import { deadPort } from "../../src/stand-in/image-server.ts";
import { runSearch } from "../../src/stand-in/splunkd/search-command.ts";
import { ageCache } from "../helpers/aged-cache.ts";
import { csvOf, type InstalledApp, installApp } from "../helpers/installed-app.ts";
import { ALLOW, column, GOOD, search, server } from "../helpers/sample-search.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** `getimage cache ...` as an admin types it, by the app's own launcher, beside what searches have left. */
function admin(app: InstalledApp, ...words: readonly string[]) {
  return adminAs(process.getuid?.(), app, ...words);
}

function adminAs(uid: number | undefined, { command }: InstalledApp, ...words: readonly string[]) {
  const [launcher, ...flags] = command.program;
  const { stdout, stderr, status } = spawnSync(launcher, ["cache", ...words, ...flags], {
    env: { ...command.env },
    encoding: "utf8",
    ...(uid === undefined ? {} : { uid }),
  });
  return { lines: stdout.trim().split("\n"), stdout, stderr, status };
}

test("cache stats says what is there, and which servers failed", async (t) => {
  const dead = `http://127.0.0.1:${await deadPort()}/rx`;
  const app = installApp(tempFolder(t), `${ALLOW}[server:dead]\nurl = ${dead}\n`);
  await search(app, csvOf("image_file", [...GOOD, "missing.tif"]));
  await runSearch(csvOf("image_file", ["a"]), { command: app.command, args: ["image_file", dead] });
  const { lines, stdout, status } = admin(app, "stats");
  const told = new Map(lines.map((line) => [line.slice(0, 22).trim(), line.slice(22)]));
  assert.equal(status, 0);
  assert.deepEqual(
    ["pictures", "originals", "error pictures", "failures remembered", "servers that failed"].map((n) => told.get(n)),
    [String(GOOD.length), String(GOOD.length), "2", "2", "1"],
  );
  assert.match(stdout, /\n {2}http:\/\/127\.0\.0\.1:\d+: failed 1 times in a row, .*\(Connection refused\.\)/);
});

test("cache verify deletes a damaged entry, and the next search fetches that picture again", async (t) => {
  const app = installApp(tempFolder(t), `${ALLOW}[cache]\nkeep_source = false\n`);
  await search(app, csvOf("image_file", GOOD));
  const [victim = ""] = globSync(`${app.cache}/v4/*/*.cached.jpg`);
  truncateSync(victim, 20);
  assert.match(admin(app, "verify").stdout, /Checked 5 entries: 1 were broken\.\n$/);
  assert.match(admin(app, "verify").stdout, /Checked 4 entries: 0 were broken\.\n$/);
  const states = column(await search(app, csvOf("image_file", GOOD)), "image_cache");
  assert.deepEqual(states.filter((state) => state !== "hit").length, 1);
});

test("cache sweep deletes all that is past its time, in one go", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const names = Array.from({ length: 60 }, (_, index) => `${GOOD[0]}?${index}`);
  await search(app, csvOf("image_file", [...GOOD, ...names]));
  assert.match(admin(app, "sweep").stdout, /\nDeleted 0 files/);
  ageCache(app.cache, 38 * 86_400);
  const { stdout, status } = admin(app, "sweep");
  assert.match(stdout, /\nDeleted \d+ files, [\d.]+ [KM]B\.\n$/);
  assert.deepEqual([status, globSync(`${app.cache}/v4/??/*.{json,source,jpg,failure}`)], [0, []]);
});

test("cache clear deletes every picture and all that is remembered", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  await search(app, csvOf("image_file", [...GOOD, "missing.tif"]));
  assert.match(admin(app, "clear").stdout, /\nDeleted [1-9]\d* files\.\n$/);
  const before = server.requests();
  await search(app, csvOf("image_file", [...GOOD, "missing.tif"]));
  assert.equal(server.requests() - before, GOOD.length + 1);
});

test("where no search has been yet, there is nothing to look after", (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  for (const verb of ["stats", "sweep", "verify", "clear"]) {
    const { stdout, stderr, status } = admin(app, verb);
    assert.match(stdout, /There is none yet/);
    assert.deepEqual([stderr, status], ["", 0]);
  }
});

test("an empty cache folder stays empty", (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  mkdirSync(app.cache, { recursive: true });
  for (const verb of ["stats", "sweep", "verify", "clear"]) {
    assert.match(admin(app, verb).stdout, /There is none yet/);
    assert.deepEqual(readdirSync(app.cache), []);
  }
});

const notRoot = process.getuid?.() === 0 ? false : "only root can be another user";

test("root looks at the cache of another user, and leaves it alone", { skip: notRoot }, (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  mkdirSync(`${app.cache}/v4`, { recursive: true });
  chownSync(`${app.cache}/v4`, 65_534, 65_534);
  assert.equal(admin(app, "stats").status, 0);
  for (const verb of ["sweep", "verify", "clear"]) {
    const { stderr, status } = admin(app, verb);
    assert.match(stderr, /run it as the user that Splunk runs as\n$/);
    assert.deepEqual([status, readdirSync(`${app.cache}/v4`)], [1, []]);
  }
});

test("who may not read the cache is told so in place of zeros", { skip: notRoot }, (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  mkdirSync(`${app.cache}/v4`, { recursive: true, mode: 0o700 });
  chmodSync(app.home, 0o755);
  for (const verb of ["stats", "sweep", "verify", "clear"]) {
    const { stdout, stderr, status } = adminAs(65_534, app, verb);
    assert.match(stderr, /^getimage: this user may not .*; run it as the user that Splunk runs as\n$/);
    assert.deepEqual([stdout, status], ["", 1]);
  }
});

test("a getimage.conf that cannot be read is reported in one line", (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const [conf = ""] = globSync(`${app.home}/etc/apps/*/local/getimage.conf`);
  rmSync(conf);
  mkdirSync(conf);
  const { stderr, status } = admin(app, "stats");
  assert.match(stderr, /^getimage: EISDIR[^\n]*\n$/);
  assert.equal(status, 1);
});

test("the launcher finds its program through a link, and with CDPATH set", (t) => {
  const folder = tempFolder(t);
  const app = installApp(folder, ALLOW);
  const [launcher, ...flags] = app.command.program;
  symlinkSync(launcher, `${folder}/getimage`);
  mkdirSync(`${folder}/decoy/bin`, { recursive: true });
  const env = { ...app.command.env, CDPATH: `${folder}/decoy` };
  for (const [program, cwd] of [
    [`${folder}/getimage`, folder],
    ["bin/getimage", dirname(dirname(launcher))],
  ] as const) {
    const { stdout, stderr } = spawnSync(program, ["cache", "stats", ...flags], { cwd, env, encoding: "utf8" });
    assert.equal(stderr, "");
    assert.match(stdout, /There is none yet/);
  }
});

for (const [words, wanted] of [
  [["empty"], /expected "cache" and one of stats, sweep, verify, clear, received "cache empty"/],
  [[], /received "cache"/],
  [["stats", "now"], /received "cache stats now"/],
] as const) {
  test(`"getimage cache ${words.join(" ")}" is refused with what can be said`, (t) => {
    const { stdout, stderr, status } = admin(installApp(tempFolder(t), ALLOW), ...words);
    assert.match(stderr, wanted);
    assert.deepEqual([stdout, status], ["", 2]);
  });
}

test("a fault in getimage.conf is reported in place of a wrong answer", (t) => {
  const { stderr, status } = admin(installApp(tempFolder(t), "[cache]\nmax_size = much\n"), "stats");
  assert.match(stderr, /local\/getimage\.conf \[cache\] max_size: expected a whole number/);
  assert.equal(status, 2);
});
