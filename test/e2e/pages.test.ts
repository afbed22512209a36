import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import type { SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { distance, fingerprint } from "../helpers/fingerprint.ts";
import { csvOf, installApp } from "../helpers/installed-app.ts";
import { ALLOW, search, server } from "../helpers/sample-search.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** The built app over a fax of three pages and pictures of one. */
const FAX = "rx_okafor_refills.tif";

function values(result: SearchResult, row: number, field: string): readonly string[] {
  return (result.rows[row]?.get(field) ?? "").split("\n");
}

test("page=all gives a picture for each page, as values in order, for one download", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const before = server.requests();
  const result = await search(app, csvOf("image_file", [FAX, "pill_novak.png"]), "page=all", "annotate=false");
  assert.deepEqual([result.stderr, result.exitCode], ["", 0]);
  assert.deepEqual(values(result, 0, "image_page"), ["1", "2", "3"]);
  assert.deepEqual(values(result, 0, "image_pages"), ["3", "3", "3"]);
  assert.deepEqual(values(result, 0, "image_cache"), ["miss", "miss", "miss"]);
  assert.deepEqual(values(result, 1, "image_page"), ["1"]);
  assert.equal(server.requests() - before, 2, "one for each file");
  const looks = await Promise.all(values(result, 0, "file_loc").map((file) => fingerprint(fileURLToPath(file))));
  assert.equal(new Set(values(result, 0, "link")).size, 3);
  assert.ok(distance(looks[0] ?? "", looks[1] ?? "") > 4, `pages look alike: ${looks}`);

  const again = await search(app, csvOf("image_file", [FAX]), "page=all", "annotate=false");
  assert.deepEqual(values(again, 0, "image_cache"), ["hit", "hit", "hit"]);
  assert.equal(server.requests() - before, 2);
  const third = await search(app, csvOf("image_file", [FAX]), "page=3", "annotate=false");
  assert.deepEqual([values(third, 0, "image_cache"), values(third, 0, "image_page")], [["hit"], ["3"]]);
});

test("page=all with cache=false asks the server once for each search", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  for (const round of [1, 2]) {
    const before = server.requests();
    const result = await search(app, csvOf("image_file", [FAX]), "page=all", "cache=false");
    assert.deepEqual(values(result, 0, "image_cache"), ["off", "off", "off"], `search ${round}`);
    assert.deepEqual(values(result, 0, "cached_image"), ["N", "N", "N"]);
    assert.equal(server.requests() - before, 1, `search ${round}`);
  }
});

test("pages above the limit are reported, and do not cost those below it", async (t) => {
  const app = installApp(tempFolder(t), `${ALLOW}[image]\nmax_pages = 2\n`);
  const result = await search(app, csvOf("image_file", [FAX]), "page=all");
  assert.deepEqual(values(result, 0, "image_status"), ["ok", "ok", "error"]);
  assert.deepEqual(values(result, 0, "image_error"), ["", "", "too-many-pages"]);
  assert.match(values(result, 0, "image_error_text")[2] ?? "", /at most 2 pages, received 3: .*page=3/);
});

test("page=sheet shows the pages side by side, page=largest one of them", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const sheet = await search(app, csvOf("image_file", [FAX]), "page=sheet", "annotate=false");
  assert.deepEqual([values(sheet, 0, "image_page"), values(sheet, 0, "image_pages")], [["1-3"], ["3"]]);
  const { width, height } = await sharp(fileURLToPath(values(sheet, 0, "file_loc")[0] ?? "")).metadata();
  assert.ok(width > 340 && width <= 500 && height > 450 && height <= 500, `${width}x${height}`);
  const largest = await search(app, csvOf("image_file", [FAX]), "page=largest");
  assert.deepEqual(values(largest, 0, "image_page"), ["1"]);
});

test("a caption says what the row says, and rows that say other things get other pictures", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = Buffer.from('image_file,patient\npill_novak.png,Novák\npill_novak.png,"Ødegård, Per"\n');
  const result = await search(app, csv, "annotate={patient} {page}/{pages}", "annotate_place=strip");
  const links = result.rows.map((row) => row.get("link"));
  assert.equal(new Set(links).size, 2);
  const [one = "", other = ""] = result.rows.map((row) => fileURLToPath(row.get("file_loc") ?? ""));
  const { width, height } = await sharp(one).metadata();
  assert.ok(width <= 500 && height > 333 && height <= 500, `${width}x${height}: the strip stands below the picture`);
  assert.notDeepEqual(readFileSync(one), readFileSync(other));
});

test("format=auto makes a fax a small PNG, and a photo a JPEG", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const names = [FAX, "photo_haddad_turned.jpg"];
  const result = await search(app, csvOf("image_file", names), "format=auto");
  assert.deepEqual(
    result.rows.map((row) => row.get("new_image")),
    ["rx_okafor_refills.png", "photo_haddad_turned.jpg"],
  );
  const jpeg = await search(app, csvOf("image_file", names), "format=jpg");
  const sizes = [result, jpeg].map(
    (each) => readFileSync(fileURLToPath(values(each, 0, "file_loc")[0] ?? "")).byteLength,
  );
  assert.ok((sizes[0] ?? 0) * 1.8 < (sizes[1] ?? 0), `${sizes} bytes`);
});
