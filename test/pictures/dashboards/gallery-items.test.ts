import assert from "node:assert/strict";
import { test } from "node:test";
import { itemsOf, sorted } from "../../../src/pictures/dashboards/gallery/items.ts";
import { DEFAULTS, readOptions, type Sort, wantsDrilldown } from "../../../src/pictures/dashboards/gallery/options.ts";
import { pagesOf } from "../../../src/pictures/dashboards/gallery/pages.ts";
import { lackOf, MAX_ROWS, readResults } from "../../../src/pictures/dashboards/gallery/results.ts";
import { downloadName } from "../../../src/pictures/dashboards/gallery/toolbar-state.ts";
import { badRow, emptyRow, type GalleryRow, goodRow, linkTo, resultsOf, staleRow } from "../../helpers/gallery-rows.ts";

const NAMESPACE = "display.visualizations.custom.rx_image_review_app.image_gallery.";

function items(rows: readonly GalleryRow[], captionField = "") {
  return itemsOf(readResults(resultsOf(rows)), captionField);
}

function item(row: GalleryRow) {
  const [first] = items([row]);
  assert.ok(first);
  return first;
}

test("options are read by their whole names, by parts of them, and bare", () => {
  for (const prefix of [NAMESPACE, "rx_image_review_app.image_gallery.", "image_gallery.", ""]) {
    const config = { [`${prefix}tileSize`]: "240", [`${prefix}sort`]: "status", [`${prefix}sharpen`]: "false" };
    const { tileSize, sort, sharpen } = readOptions(config, NAMESPACE);
    assert.deepEqual([tileSize, sort, sharpen], [240, "status", false], prefix);
  }
});

const SIZES: readonly (readonly [given: unknown, tileSize: number])[] = [
  ["96", 96],
  [96, 96],
  ["3", 64],
  ["1e9", 400],
  ["-5", 160],
  ["$tile$", 160],
  ["", 160],
  [{}, 160],
  [null, 160],
];
for (const [given, tileSize] of SIZES) {
  test(`a tile size of ${JSON.stringify(given)} makes tiles of ${tileSize}`, () => {
    assert.equal(readOptions({ [`${NAMESPACE}tileSize`]: given }, NAMESPACE).tileSize, tileSize);
  });
}

test("options that are none are the defaults, also where there is no configuration at all", () => {
  const bad = { fit: "javascript:", sort: "constructor", sharpen: "maybe", captionField: "x".repeat(1_000_000) };
  for (const config of [undefined, null, "text", [], bad]) {
    const { fit, sort, sharpen, captionField } = readOptions(config, NAMESPACE);
    assert.deepEqual([fit, sort, sharpen], [DEFAULTS.fit, DEFAULTS.sort, true]);
    assert.ok(captionField.length <= 300);
  }
});

test("a view may switch drilldowns off, under either name", () => {
  assert.equal(wantsDrilldown({}), true);
  assert.equal(wantsDrilldown({ "display.visualizations.custom.drilldown": "all" }), true);
  assert.equal(wantsDrilldown({ "display.visualizations.custom.drilldown": "none" }), false);
  assert.equal(wantsDrilldown({ drilldown: "none" }), false);
});

test("results may name their fields as texts or objects, and be anything at all", () => {
  assert.deepEqual(readResults({ fields: ["a", { name: "b" }], rows: [["1", null]] }).fields, ["a", "b"]);
  for (const data of [undefined, null, "x", { fields: 3, rows: "y" }, { rows: [null, 5] }]) readResults(data);
  assert.equal(readResults({ fields: ["a"], rows: Array(MAX_ROWS + 5).fill(["x"]) }).rows.length, MAX_ROWS);
});

test("a search without pictures is answered with what to add; one without rows is not", () => {
  const fields = ["Record", "image_file"];
  assert.match(lackOf(readResults(resultsOf([goodRow(1)], fields))) ?? "", /Add `\| getimage .* thumb=true`/);
  assert.equal(lackOf(readResults(resultsOf([], fields))), undefined);
  assert.equal(lackOf(readResults(resultsOf([goodRow(1)], ["link"]))), undefined);
});

test("the caption is the field that was named, else the first of the record, else the picture's name", () => {
  assert.equal(items([goodRow(1)], "Details")[0]?.caption, "Metformin 850 mg, 1 tablet twice daily with meals");
  assert.equal(items([goodRow(1)], "nonsense")[0]?.caption, "Chidi Okafor 1");
  assert.equal(items([goodRow(1, { Record: "" })])[0]?.caption, "chest_moreau_16bit.jpg");
  assert.equal(items([{}])[0]?.caption, "Record 1");
});

test("a record keeps its key when its link changes, and twins have keys of their own", () => {
  const before = items([goodRow(1), goodRow(1)]);
  const after = items([goodRow(1, { link: linkTo("other.tif"), image_cache: "miss" })]);
  assert.equal(after[0]?.key, before[0]?.key);
  assert.notEqual(before[1]?.key, before[0]?.key);
});

const SEVERITIES: readonly (readonly [title: string, row: GalleryRow, severity: string | undefined])[] = [
  ["what the row says", { image_severity: "elevated", link: "/x" }, "elevated"],
  ["severe by the status", { image_status: "error" }, "severe"],
  ["elevated by a note", { image_status: "ok", image_note: "page 3 is damaged" }, "elevated"],
  ["low by a link alone", { link: linkTo("a.tif") }, "low"],
  ["none without a picture", { Record: "x" }, undefined],
  ["the worst of several", { link: ["a", "b"], image_severity: ["low", "severe"] }, "severe"],
];
for (const [title, row, severity] of SEVERITIES) {
  test(`the state of a tile is ${title}`, () => assert.equal(item(row).severity, severity));
}

test("several values are several pictures, each with its own cells, also where some are empty", () => {
  const pages = item({
    ...goodRow(3),
    link: [linkTo("a.tif"), "", linkTo("a.tif", { page: "3" })],
    thumb: ["", "", ""],
    image_severity: ["low", "severe", "low"],
    image_error: ["", "corrupt", ""],
    image_page: ["1", "2", "3"],
    image_pages: "3",
    image_width: ["1", "2"],
  }).pictures();
  assert.deepEqual(
    pages.map(({ severity, page, pages: count, link, value }) => [severity, page, count, !!link, value("image_error")]),
    [
      ["low", 1, 3, true, ""],
      ["severe", 2, 3, false, "corrupt"],
      ["low", 3, 3, true, ""],
    ],
  );
  assert.equal(pages[0]?.size, undefined, "two values for three pictures belong to nobody knows which");
});

test("a file with pages can be leafed through by the endpoint, up to its bound", () => {
  const pages = pagesOf(item(goodRow(0, { image_pages: "12", image_page: "4", link: linkTo("a.tif", { page: "4" }) })));
  assert.deepEqual([pages.count, pages.start, pages.label(11)], [12, 3, "Page 12"]);
  assert.match(pages.at(6).link ?? "", /\/1000x1000\.jpg\.80\.7\.plain\//);
  assert.match(pages.small(6) ?? "", /\/128x128\.jpg\.80\.7\.plain\//);
  assert.equal(pages.at(6).thumb, undefined);
  assert.notEqual(pages.at(3).thumb, undefined, "the row's own page keeps what the row knows of it");
  assert.equal(pagesOf(item(goodRow(0, { image_pages: "999999999" }))).count, 10_000);
});

test("a sheet of pages stands before its pages", () => {
  const row = goodRow(0, { image_pages: "12", image_page: "1-12", link: linkTo("a.tif", { page: "sheet" }) });
  const pages = pagesOf(item(row));
  assert.deepEqual(
    [pages.count, pages.start, pages.firstNumber, pages.label(0), pages.label(12)],
    [13, 0, 0, "Sheet", "Page 12"],
  );
  assert.match(pages.at(12).link ?? "", /\.80\.12\.plain/);
});

test("a file in the static cache has the one page that was made", () => {
  const pages = pagesOf(item(goodRow(0, { image_pages: "12", link: "/static/app/rx_image_review_app/cache/a.jpg" })));
  assert.equal(pages.count, 1);
});

const ORDERS: readonly (readonly [sort: Sort, captions: string])[] = [
  ["none", "b2 a10 c a9"],
  ["caption", "a9 a10 b2 c"],
  ["status", "a10 a9 b2 c"],
  ["format", "a9 c b2 a10"],
  ["size", "c b2 a9 a10"],
  ["pages", "a9 b2 c a10"],
];
for (const [sort, captions] of ORDERS) {
  test(`sorted by ${sort}`, () => {
    const rows = [
      goodRow(0, { Record: "b2", image_format: "tiff", image_bytes: "50", image_pages: "2" }),
      badRow(1, { Record: "a10" }),
      emptyRow(2),
      { ...staleRow(3), Record: "a9", image_format: "gif", image_bytes: "9", image_pages: "30" },
    ];
    const third = goodRow(2, { Record: "c", image_format: "png", image_bytes: "4000", image_pages: "1" });
    const ordered = sorted(items([rows[0] ?? {}, rows[1] ?? {}, third, rows[3] ?? {}]), sort);
    assert.equal(ordered.map(({ caption }) => caption).join(" "), captions);
  });
}

const NAMES: readonly (readonly [newImage: string, caption: string, name: string])[] = [
  ["rx_garcia_0412.jpg", "", "rx_garcia_0412.jpg"],
  ["", "Elena Garcia 0", "Elena-Garcia-0.jpg"],
  ["../../etc/passwd", "", "passwd.jpg"],
  ["..\\..\\evil.exe", "", "evil.jpg"],
  ["<img src=x onerror=alert(1)>.html", "", "img-src-x-onerror-alert-1.jpg"],
  ["\u202egpj.exe", "", "gpj.jpg"],
  ["con.jpg", "", "picture.jpg"],
  ["...", "", "picture.jpg"],
  ["x".repeat(1_000_000), "", `${"x".repeat(80)}.jpg`],
  ["Ærø 診断.tif", "", "Ærø-診断.jpg"],
];
for (const [newImage, caption, name] of NAMES) {
  test(`${JSON.stringify(newImage.slice(0, 40))} is kept as ${name.slice(0, 40)}`, () => {
    const [picture] = item(goodRow(0, { new_image: newImage })).pictures();
    assert.ok(picture);
    assert.equal(downloadName(picture, caption), name);
  });
}

test("the name of a page says which it is, and ends as the endpoint's format does", () => {
  const row = goodRow(0, { image_pages: "3", image_page: "2", link: linkTo("a.tif").replace(".jpg.80.", ".png.0.") });
  const [picture] = item(row).pictures();
  assert.ok(picture);
  assert.equal(downloadName(picture, ""), "rx_lindqvist_colour-page-2.png");
});
