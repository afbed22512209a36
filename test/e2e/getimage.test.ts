import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { cellText, scanTable } from "../../src/chunked/csv.ts";
import { deadPort, type ImageServer, startImageServer } from "../../src/preview/image-server.ts";
import { getInfo, runSearch, type SearchResult } from "../../src/preview/splunkd.ts";
import { distance, fingerprint } from "../helpers/fingerprint.ts";
import { csvOf, type InstalledApp, installApp, startCommand } from "../helpers/installed-app.ts";
import { PROJECT } from "../helpers/samples.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** The built app, started by its launcher as splunkd starts it, over real frames and a real image server. */
const server: ImageServer = await startImageServer({
  folder: join(PROJECT, "sample_images"),
  path: "/icons",
  forbidden: ["rx_private_rossi.jpg"],
});
after(() => server.close());
const URL_BASE = `http://127.0.0.1:${server.port}/icons`;
const ALLOW = `[server:samples]\nurl = ${URL_BASE}\n`;
const GOOD = ["rx_garcia_0412.tif", "rx_scan_0042", "pill_novak.png", "chart_silva.gif", "rx_petrov_mobile.webp"];

function search(app: InstalledApp, csv: Buffer, ...options: string[]): Promise<SearchResult> {
  return runSearch(csv, { command: app.command, args: ["image_file", URL_BASE, ...options] });
}

function column(result: SearchResult, name: string): string[] {
  return result.rows.map((row) => row.get(name) ?? "");
}

/** The same app, but a program beside which no decoder lies: a search that needs one fails its rows. */
function withoutDecoder(app: InstalledApp, folder: string): InstalledApp {
  const [launcher, ...flags] = app.command.program;
  const programs = join(dirname(launcher), "..", "linux_x86_64", "bin");
  cpSync(join(programs, "getimage.mjs"), join(folder, "getimage.mjs"));
  cpSync(join(programs, "chunks"), join(folder, "chunks"), { recursive: true });
  const { NODE_OPTIONS: _, ...env } = app.command.env;
  return { ...app, command: { program: [join(programs, "node"), join(folder, "getimage.mjs"), ...flags], env } };
}

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
  assert.deepEqual(new Set(column(other, "image_error")), new Set(["decoder-crashed"]), "the proof holds");
  for (const [index, link] of column(second, "link").entries()) {
    assert.match(link, /^\/static\/app\/rx_image_review_app\/cache\/[0-9a-f]{2}\/[0-9a-f]{40}\.jpg$/);
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

test("ten thousand rows that name ten pictures fetch ten times and keep their order", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const names = Array.from({ length: 10_000 }, (_, row) => (row % 2 ? GOOD[row % 5] : `missing-${row % 10}.tif`) ?? "");
  const before = server.requests();
  const result = await search(app, csvOf("image_file", names));
  assert.deepEqual(column(result, "image_file"), names);
  assert.equal(server.requests() - before, new Set(names).size);
  const caches = column(result, "image_cache");
  assert.equal(caches.filter((cache) => cache === "miss").length, 5);
  assert.equal(caches.filter((cache) => cache === "hit").length, 4_995);
  assert.match(app.log(), /rows=10000 hits=4995 misses=5 errors=5000 error_not_found=5000/);
});

test("several values in one field give several results, aligned", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = Buffer.from(
    'image_file,__mv_image_file\n"rx_scan_0042\nno-such.tif\npill_novak.png",$rx_scan_0042$;$no-such.tif$;$pill_novak.png$\nrx_scan_0042,\n',
  );
  // The columns are sent as splunkd sends them, so the stand-in must not add its own.
  const splunkd = startCommand(t, app);
  await splunkd.request(getInfo(["image_file", URL_BASE]));
  const reply = await splunkd.request({ action: "execute", finished: true }, csv);
  splunkd.close();
  await splunkd.exit;
  const table = scanTable(reply?.body ?? Buffer.alloc(0), (names) => names);
  assert.equal(cellText(table, 0, "__mv_image_status"), "$ok$;$error$;$ok$");
  assert.equal(
    cellText(table, 0, "__mv_new_image"),
    "$rx_scan_0042.jpg$;$no-such_sorry_not_found.png$;$pill_novak.jpg$",
  );
  assert.equal(cellText(table, 0, "__mv_image_error"), "$$;$not-found$;$$");
  assert.equal(cellText(table, 1, "image_status"), "ok");
  assert.equal(cellText(table, 1, "__mv_image_status"), "");
});

test("explain=true tells what would be done, and does nothing", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = csvOf("image_file", ["pill_novak.png", "../x"]);
  const before = server.requests();
  const [cold, bad] = column(await search(app, csv, "explain=true"), "image_error_text");
  const url = `${URL_BASE}/pill_novak.png`;
  assert.equal(cold, `${url} (allowed by [server:samples]) would be fetched: it is not in the cache`);
  assert.match(bad ?? "", /^would fail: expected a file name/);
  assert.deepEqual([server.requests(), existsSync(app.cache)], [before, false]);
  await search(app, csv);
  const texts = async (...options: string[]): Promise<string> =>
    column(await search(app, csv, "explain=true", ...options), "image_error_text")[0] ?? "";
  assert.match(await texts(), /is in the cache, \d+ s old$/);
  assert.match(await texts("size=90x90"), /would be converted from its original in the cache, \d+ s old$/);
  assert.match(await texts("refresh=true"), /would be fetched: refresh=true$/);
  assert.equal(server.requests(), before + 1);
  assert.match(app.log(), /event=search .*rows=2 hits=0 misses=0 errors=0/);
});

test("placeholders take the first value of a field, or one for each picture", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = Buffer.from(
    "image_file,__mv_image_file,where,__mv_where\n" +
      '"pill_novak.png\nrx_scan_0042",$pill_novak.png$;$rx_scan_0042$,"icons\nnowhere",$icons$;$nowhere$\n' +
      'pill_novak.png,,"icons\nnowhere",$icons$;$nowhere$\n',
  );
  const splunkd = startCommand(t, app);
  await splunkd.request(getInfo(["image_file", `http://127.0.0.1:${server.port}/{where}`]));
  const reply = await splunkd.request({ action: "execute", finished: true }, csv);
  splunkd.close();
  const table = scanTable(reply?.body ?? Buffer.alloc(0), (names) => names);
  assert.equal(cellText(table, 0, "__mv_image_error"), "$$;$host-refused$");
  assert.equal(cellText(table, 1, "image_error"), "");
});

test("the command may stand twice in a search, with a prefix or over its own columns", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const once = await search(app, csvOf("image_file", ["rx_scan_0042", "nope.tif"]), "prefix=front_");
  assert.deepEqual(column(once, "front_image_status"), ["ok", "error"]);
  const twice = await search(app, toCsv(once));
  assert.deepEqual(column(twice, "front_image_cache"), ["miss", ""]);
  assert.deepEqual(column(twice, "image_cache"), ["hit", ""]);
  const thrice = await search(app, toCsv(twice));
  assert.deepEqual(column(thrice, "image_cache"), ["hit", ""]);
  assert.deepEqual(
    thrice.columns.filter((name) => name === "image_cache"),
    ["image_cache"],
  );
  assert.deepEqual(column(thrice, "front_image_cache"), ["miss", ""]);
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

test("a field that no row has is told, and the rows pass", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const result = await runSearch(csvOf("image_file", ["a.tif"]), {
    command: app.command,
    args: ["imagefile", URL_BASE],
  });
  assert.deepEqual(column(result, "image_file"), ["a.tif"]);
  assert.deepEqual(result.messages, [["WARN", 'getimage: no row has the field "imagefile"; the rows have image_file']]);
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
  const app = installApp(tempFolder(t), `${ALLOW}[log]\nlevel = debug\n`);
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

function toCsv({ columns, rows }: SearchResult): Buffer {
  const kept = columns.filter((name) => !name.startsWith("__mv_"));
  const lines = rows.map((row) => kept.map((name) => `"${(row.get(name) ?? "").replaceAll('"', '""')}"`).join(","));
  return Buffer.from([kept.join(","), ...lines].join("\n"));
}
