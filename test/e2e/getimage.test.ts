import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { deadPort } from "../../src/stand-in/image-server.ts";
import { getInfo, runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { distance, fingerprint } from "../helpers/fingerprint.ts";
import { csvOf, installApp, startCommand } from "../helpers/installed-app.ts";
import { ALLOW, column, GOOD, search, server, URL_BASE } from "../helpers/sample-search.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { withoutDecoder } from "../helpers/without-decoder.ts";

/** The built app, started by its launcher as splunkd starts it, over real frames and a real image server. */
function fileOf(result: SearchResult, row: number): string {
  return fileURLToPath(column(result, "file_loc")[row] ?? "");
}

test("the sample records get their pictures, each with its status", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const result = await search(app, readFileSync(join(PROJECT, "sample_logs/patients.records")));
  assert.equal(result.error, undefined);
  assert.deepEqual([result.stderr, result.exitCode], ["", 0]);
  const codes = new Map(result.rows.map((row) => [row.get("Patient_Name")?.trim(), row.get("image_error")]));
  const failed = Object.fromEntries([...codes].filter(([, code]) => code !== ""));
  assert.deepEqual(failed, {
    "Thandi Mbeki": "truncated",
    "Camille Dubois": "not-an-image",
    "Giulia Rossi": "forbidden",
    "Emre Yilmaz": "not-found",
    "Sofia Marchetti": "not-found",
    "Quentin Harrow": "bad-name",
  });
  const empty = result.rows.find((row) => row.get("Patient_Name")?.startsWith("Noah"));
  assert.equal(empty?.get("image_status"), "", "a row without a picture passes");
  for (const row of result.rows.filter((each) => each.get("image_status") !== "")) {
    assert.ok(existsSync(new URL(row.get("file_loc") ?? "")), `${row.get("image_file")}: ${row.get("file_loc")}`);
  }
  assert.match(app.log(), /event=search .*rows=19 hits=0 misses=12 errors=6/);
  assert.match(app.log(), /name=rx_garcia_0412\.tif server=127\.0\.0\.1:\d+ path=\S+ cache=miss/);
  assert.match(app.log(), /name=rx_missing_yilmaz\.tif server=127\.0\.0\.1:\d+ code=not-found/);
  assert.match(app.log(), /name=rx_garcia_0412\.tif .* ms=\d+ fetch_ms=\d+$/m, "what the server took is told apart");
  assert.match(app.log(), /name=rx_missing_yilmaz\.tif .* ms=\d+ fetch_ms=\d+ text=/);
  assert.doesNotMatch(app.log(), /code=bad-name .*fetch_ms/, "nobody was asked");
  const [, size = "", files = ""] =
    /event=sweep .* size=(\d+) files=(\d+) .* expired=0 evicted=0 freed=0/.exec(app.log()) ?? [];
  assert.ok(Number(size) > 0 && Number(files) > 12, `${size} bytes, ${files} files`);
  assert.doesNotMatch(app.log(), / host=/, "that is Splunk's own field");
});

test("a second search is answered from the cache, without network and without decoder", async (t) => {
  const app = installApp(tempFolder(t), `${ALLOW}[cache]\nkeep_source = false\n`);
  const first = await search(app, csvOf("image_file", GOOD));
  assert.deepEqual(
    column(first, "image_cache"),
    GOOD.map(() => "miss"),
  );
  assert.deepEqual(
    column(first, "cached_image"),
    GOOD.map(() => "N"),
  );
  const before = server.requests();
  const second = await search(withoutDecoder(app, tempFolder(t)), csvOf("image_file", GOOD));
  assert.deepEqual(
    column(second, "image_cache"),
    GOOD.map(() => "hit"),
  );
  assert.deepEqual(
    column(second, "cached_image"),
    GOOD.map(() => "Y"),
  );
  assert.equal(server.requests(), before);
  assert.match(app.log(), /event=search .*rows=5 hits=5 misses=0 errors=0 bytes=0/);
  const other = await search(withoutDecoder(app, tempFolder(t)), csvOf("image_file", GOOD), "size=100x100");
  assert.deepEqual(new Set(column(other, "image_error")), new Set(["decoder-unavailable"]), "the proof holds");
  for (const [index, link] of column(second, "link").entries()) {
    assert.match(link, /^\/static\/app\/rx_image_review_app\/cache\/[0-9a-f]{2}\/g[0-9a-f]{40}\.jpg$/);
    assert.notEqual(link, column(first, "link")[index], "a cached picture says so in its caption");
  }
  const looks = await Promise.all([first, second].map((each) => fingerprint(fileOf(each, 0))));
  assert.ok(distance(looks[0] ?? "", looks[1] ?? "") <= 4, "but for its caption it is the same picture");
});

test("cache=0 asks the server each time, refresh=true once more, another size needs no download", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = csvOf("image_file", ["rx_scan_0042"]);
  const run = async (...options: string[]): Promise<[string | undefined, number]> => {
    const before = server.requests();
    const [cache] = column(await search(app, csv, ...options), "image_cache");
    return [cache, server.requests() - before];
  };
  assert.deepEqual(await run("cache=0"), ["off", 1]);
  assert.deepEqual(await run("cache=false"), ["off", 1]);
  assert.deepEqual(await run("refresh=true"), ["miss", 1]);
  assert.deepEqual(await run(), ["hit", 0]);
  assert.deepEqual(await run("size=200x200", "format=png"), ["hit", 0]);
  assert.deepEqual(await run("refresh=true"), ["miss", 1]);
});

test("explain=true says what would be done, and does nothing", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = csvOf("image_file", ["pill_novak.png", "../x"]);
  const before = server.requests();
  const [cold, bad] = column(await search(app, csv, "explain=true"), "image_error_text");
  const url = `${URL_BASE}/pill_novak.png`;
  const facts = "allowed by [server:samples]; address 127.0.0.1 allowed; cache: nothing; server: closed";
  assert.equal(cold, `${url} (${facts}) would be fetched: it is not in the cache`);
  assert.match(bad ?? "", /^would fail: expected a file name/);
  assert.deepEqual([server.requests(), existsSync(app.cache)], [before, false]);
  await search(app, csv);
  const texts = async (...options: string[]): Promise<string> =>
    column(await search(app, csv, "explain=true", ...options), "image_error_text")[0] ?? "";
  assert.match(await texts(), /cache: picture, \d+ s old, good; .* is in the cache$/);
  assert.match(
    await texts("size=90x90"),
    /cache: original, \d+ s old, good; .* would be converted from its original in the cache$/,
  );
  assert.match(await texts("refresh=true"), /would be fetched: refresh=true$/);
  const dead = `http://127.0.0.1:${await deadPort()}/icons`;
  const down = installApp(tempFolder(t), `[server:dead]\nurl = ${dead}\n`);
  const ask = (...options: string[]) =>
    runSearch(csvOf("image_file", ["1", "2", "3", "4", "5"]), {
      command: down.command,
      args: ["image_file", dead, ...options],
    });
  await ask();
  const [known] = column(await ask("explain=true"), "image_error_text");
  assert.match(known ?? "", /remembered: connect-failed, \d+ s old; server: open until .* would fail: /);
  assert.equal(server.requests(), before + 1);
  assert.match(app.log(), /event=search .*rows=2 hits=0 misses=0 errors=0/);
});

test("a mirror answers where the first server is down, and image_source says which", async (t) => {
  const dead = `http://127.0.0.1:${await deadPort()}/icons`;
  const app = installApp(tempFolder(t), `${ALLOW}[server:dead]\nurl = ${dead}\n`);
  const csv = Buffer.from("image_file,folder\npill_novak.png,icons\nnope.tif,icons\n");
  const args = ["image_file", dead, `http://127.0.0.1:${server.port}/{folder}/`];
  const result = await runSearch(csv, { command: app.command, args });
  assert.deepEqual(column(result, "image_error"), ["", "connect-failed"]);
  assert.deepEqual(column(result, "image_source")[0]?.replace(/\/$/, ""), URL_BASE);
  assert.match(column(result, "image_error_text")[1] ?? "", /Connection refused/, "the first cause is told");
});

test("a server that nobody allowed is refused with the stanza to add, in the row and once above the results", async (t) => {
  const app = installApp(tempFolder(t), "");
  const before = server.requests();
  const result = await search(app, csvOf("image_file", ["a.tif", "b.tif"]));
  assert.deepEqual(column(result, "image_error"), ["host-refused", "host-refused"]);
  const stanza = `[server:127.0.0.1_${server.port}]\nurl = http://127.0.0.1:${server.port}`;
  assert.ok(column(result, "image_error_text")[0]?.endsWith(stanza), column(result, "image_error_text")[0]);
  const warnings = result.messages.filter(([level]) => level === "WARN");
  assert.equal(warnings.length, 1);
  assert.ok(warnings[0]?.[1].endsWith(stanza));
  assert.equal(server.requests(), before);
});

test("getinfo alone touches neither disk nor network", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const splunkd = startCommand(t, app);
  const reply = await splunkd.request(getInfo(["image_file", URL_BASE]));
  assert.deepEqual(reply?.metadata, { type: "stateful", generating: false, maxinputs: 500 });
  splunkd.close();
  assert.equal((await splunkd.exit).code, 0);
  assert.ok(!existsSync(join(app.home, "var")));
});

test("a session key never reaches the log, the rows or the messages", async (t) => {
  const app = installApp(tempFolder(t), `${ALLOW}[log]\nlevel = debug\n[splunkd]\nrequire_capability = false\n`);
  const splunkd = startCommand(t, app);
  const setup = await splunkd.request(getInfo(["image_file", URL_BASE], { session_key: "s3cret^key" }));
  const reply = await splunkd.request({ action: "execute", finished: true }, csvOf("image_file", GOOD));
  splunkd.close();
  await splunkd.exit;
  const seen = JSON.stringify([setup?.metadata, reply?.metadata]) + reply?.body.toString() + app.log() + splunkd.stderr;
  assert.ok(reply && app.log().includes("event=picture") && !seen.includes("s3cret"));
});

test("a public folder that cannot be written costs the links, not the pictures", async (t) => {
  const home = tempFolder(t);
  mkdirSync(join(home, "etc"));
  writeFileSync(join(home, "etc", "passwd"), "a file where a folder should be");
  const app = installApp(home, `${ALLOW}[serve]\nstatic_folder = ${home}/etc/passwd/x\n`);
  const result = await search(app, csvOf("image_file", ["rx_scan_0042"]));
  assert.deepEqual([column(result, "image_status"), column(result, "link")], [["ok"], [""]]);
  assert.match(result.messages.map(([, text]) => text).join(), /pictures have no link: ENOTDIR/);
});
