import assert from "node:assert/strict";
import { test } from "node:test";
import { getInfo, rowsOf, runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, installApp, startCommand } from "../helpers/installed-app.ts";
import { ALLOW, column, GOOD, search, server, URL_BASE } from "../helpers/sample-search.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

/** Many rows, several values in a row, and columns that are there already, through the built app. */
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
  const [first, second] = rowsOf(reply);
  assert.equal(first?.get("__mv_image_status"), "$ok$;$error$;$ok$");
  assert.equal(first?.get("__mv_new_image"), "$rx_scan_0042.jpg$;$no-such_sorry_not_found.png$;$pill_novak.jpg$");
  assert.equal(first?.get("__mv_image_error"), "$$;$not-found$;$$");
  assert.equal(second?.get("image_status"), "ok");
  assert.equal(second?.get("__mv_image_status"), "");
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
  const [first, second] = rowsOf(reply);
  assert.equal(first?.get("__mv_image_error"), "$$;$host-refused$");
  assert.equal(second?.get("image_error"), "");
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

test("a field that no row has is reported, and the rows pass", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const result = await runSearch(csvOf("image_file", ["a.tif"]), {
    command: app.command,
    args: ["imagefile", URL_BASE],
  });
  assert.deepEqual(column(result, "image_file"), ["a.tif"]);
  assert.deepEqual(result.messages, [["WARN", 'getimage: no row has the field "imagefile"; the rows have image_file']]);
});

test("a field of the caption that no row has is reported once, and one that some rows have is not", async (t) => {
  const app = installApp(tempFolder(t), ALLOW);
  const csv = Buffer.from("image_file,patient\nrx_scan_0042,Rossi\npill_novak.png,\n");
  const result = await search(app, csv, "annotate={patient} {patent} {name} {page} {doctor}", "size=64x64");
  assert.deepEqual(column(result, "image_status"), ["ok", "ok"]);
  assert.deepEqual(result.messages, [
    ["WARN", 'getimage: no row has what annotate names: "patent", "doctor"; the rows have image_file, patient'],
  ]);
});

function toCsv({ columns, rows }: SearchResult): Buffer {
  const kept = columns.filter((name) => !name.startsWith("__mv_"));
  const lines = rows.map((row) => kept.map((name) => `"${(row.get(name) ?? "").replaceAll('"', '""')}"`).join(","));
  return Buffer.from([kept.join(","), ...lines].join("\n"));
}
