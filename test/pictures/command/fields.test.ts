import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceKey } from "../../../src/pictures/cache/store/key.ts";
import { cellsInOrder } from "../../../src/pictures/command/columns.ts";
import {
  errorPictureNameFor,
  type FieldContext,
  type Fields,
  failureFields,
  pictureFields,
} from "../../../src/pictures/command/fields.ts";
import { CLASSIC_FIELDS, IMAGE_ERROR_CODES, type ImageError, OUTPUT_FIELDS } from "../../../src/pictures/contract.ts";
import { isConnectionFailure } from "../../../src/pictures/errors/memory.ts";
import { statusFailure } from "../../../src/pictures/fetch/failure.ts";
import type { Picture, SourceFacts } from "../../../src/pictures/produce/picture.ts";

const SHORTCUT = "/static/app/rx_image_review_app/cache/";
const CONTEXT: FieldContext = { shortcutUrl: SHORTCUT, at: new Date("2026-01-01T12:00:00Z"), ms: 42, thumb: false };
const KEY = sourceKey("http://img/rx/chest.tif");
const BASE = "http://img/rx";
const SOURCE: SourceFacts = { url: `${BASE}/chest.tif`, bytes: 1_234, status: 200 };

function picture(cache: Picture["cache"]): Picture {
  return {
    entry: {
      kind: "result",
      origin: {
        ...SOURCE,
        base: BASE,
        format: "tiff",
        etag: "",
        lastModified: "",
        fetchedAt: 0,
        checkedAt: CONTEXT.at.getTime() - 6 * 3_600_000,
      },
      width: 2_000,
      height: 1_000,
      pages: 3,
      page: 2,
      lastPage: 2,
      decoder: "magick",
      note: "the file has faults",
      format: "jpg",
      freshBytes: 99,
    },
    files: { fresh: "/var/my cache/fresh.jpg", cached: "/var/my cache/cached.jpg" },
    key: KEY,
    isKept: true,
    cache,
  };
}

/** The cells of a row that shows a picture. */
function shown(picture: Picture, name: string, newName: string, isFirst: boolean, context = CONTEXT): Fields {
  const view = { fresh: `${SHORTCUT}fresh.jpg`, cached: `${SHORTCUT}cached.jpg` };
  return pictureFields({ picture, view }, { name, newName, isFirst }, context);
}

/** The classic cells of a row, as the original's table lists them. */
function classic(fields: Fields): Record<string, string> {
  return Object.fromEntries(CLASSIC_FIELDS.map((name) => [name, fields[name] ?? "(absent)"]));
}

function failure(error: ImageError, source?: SourceFacts, name = "chest.tif"): Fields {
  const errorPictureName = errorPictureNameFor("chest", error);
  const errorPicture = { file: `/var/${errorPictureName}`, link: SHORTCUT + errorPictureName };
  return failureFields({ error, ...(source && { base: BASE, source }) }, name, errorPictureName, errorPicture, CONTEXT);
}

const FETCHED = {
  rc_wget: '2026-01-01 12:00:00 URL:http://img/rx/chest.tif [1234/1234] -> "chest.tif" [1]',
  rc_convert: "",
  new_image: "chest.jpg",
  image_size: "",
  file_loc: "file:///var/my%20cache/fresh.jpg",
  link: `${SHORTCUT}fresh.jpg`,
  cached_image: "N",
  wget_result: "Ok",
  app_shortcut_url: SHORTCUT,
};
const CACHED = {
  ...FETCHED,
  rc_wget: "",
  image_size: "1234",
  file_loc: "file:///var/my%20cache/cached.jpg",
  link: `${SHORTCUT}cached.jpg`,
  cached_image: "Y",
};

for (const [name, cache, isFirst, wanted] of [
  ["fetched", "miss", true, FETCHED],
  ["fetched for an earlier row of the search", "miss", false, CACHED],
  ["served from the cache", "hit", true, CACHED],
  ["served from the cache to a later row", "hit", false, CACHED],
  ["found unchanged on its server", "revalidated", true, CACHED],
  ["past its time, while it is asked for behind the search", "stale", true, CACHED],
  ["fetched with the cache off", "off", true, FETCHED],
  ["fetched with the cache off for an earlier row", "off", false, FETCHED],
] as const) {
  test(`classic fields of a picture ${name}`, () => {
    assert.deepEqual(classic(shown(picture(cache), "chest.tif", "chest.jpg", isFirst, CONTEXT)), wanted);
  });
}

test("a picture past its time is shown, and the row says that its server failed and how old it is", () => {
  const doubt: ImageError = { code: "connect-failed", text: "img: Connection refused.", brief: "Connection refused." };
  const fields = shown({ ...picture("stale"), doubt }, "chest.tif", "chest.jpg", true, CONTEXT);
  assert.deepEqual(classic(fields), {
    ...CACHED,
    rc_wget: "failed: Connection refused.",
    wget_result: "Connection refused.",
  });
  assert.deepEqual([fields.image_status, fields.image_cache, fields.image_error], ["stale", "stale", "connect-failed"]);
  assert.match(fields.image_error_text ?? "", /6\.0 hours ago.*Connection refused/);
  assert.equal(fields.image_http_status, "");
});

for (const [minutes, told] of [
  [0.2, "less than a minute ago"],
  [1, "a minute ago"],
  [42, "42 minutes ago"],
  [90, "1.5 hours ago"],
  [4_320, "3 days ago"],
] as const) {
  test(`a stale picture that was checked ${minutes} minutes before says so`, () => {
    const { entry, ...rest } = picture("stale");
    const origin = { ...entry.origin, checkedAt: CONTEXT.at.getTime() - minutes * 60_000 };
    const doubt: ImageError = { code: "timeout", text: "no answer" };
    const fields = shown({ ...rest, entry: { ...entry, origin }, doubt }, "chest.tif", "chest.jpg", true, CONTEXT);
    assert.ok(fields.image_error_text?.includes(` ${told}, because`), fields.image_error_text);
  });
}

test("a page that could not be decoded is reported, and how many there are", () => {
  const fields = failure({ code: "corrupt", text: "page 3: odd", page: 3, pages: 5 }, SOURCE);
  assert.deepEqual([fields.image_page, fields.image_pages, fields.image_error_text], ["3", "5", "page 3: odd"]);
  const unknown = failure({ code: "not-found", text: "no", httpStatus: 404 });
  assert.deepEqual([unknown.image_page, unknown.image_pages], ["", ""]);
});

test("a picture that was not kept has a link and no file", () => {
  const fields = shown({ ...picture("off"), isKept: false }, "chest.tif", "chest.jpg", true, CONTEXT);
  assert.deepEqual([fields.file_loc, fields.link], ["", `${SHORTCUT}fresh.jpg`]);
});

const ERROR_PICTURE = {
  rc_convert: "convert was not called",
  new_image: "chest_sorry_not_found.png",
  image_size: "",
  file_loc: "file:///var/chest_sorry_not_found.png",
  link: `${SHORTCUT}chest_sorry_not_found.png`,
  cached_image: "N",
  app_shortcut_url: SHORTCUT,
};

for (const [status, reason, code] of [
  [404, "Not Found", "not-found"],
  [403, "Forbidden", "forbidden"],
  [401, "Unauthorized", "unauthorized"],
  [503, "Service Unavailable", "http-error"],
] as const) {
  test(`classic fields of a picture that the server answers with ${status}`, () => {
    const fields = failure(statusFailure(status, reason, "img", ""));
    assert.deepEqual(classic(fields), {
      ...ERROR_PICTURE,
      rc_wget: `2026-01-01 12:00:00 ERROR ${status}: ${reason}.`,
      wget_result: `${status}: ${reason}.`,
    });
    assert.deepEqual([fields.image_error, fields.image_http_status], [code, String(status)]);
  });
}

for (const [code, brief] of [
  ["connect-failed", "Connection refused."],
  ["timeout", "Connection timed out."],
  ["dns-failed", "Name or service not known."],
  ["tls-failed", undefined],
  ["too-slow", undefined],
  ["host-refused", undefined],
  ["breaker-open", undefined],
] as const) {
  test(`classic fields of a picture whose server cannot be had: ${code}`, () => {
    const fields = failure({ code, text: "img: the long story", ...(brief && { brief }) });
    const words = brief ?? "img: the long story";
    const file = `chest_sorry_${code.replace("-", "_")}.png`;
    assert.deepEqual(classic(fields), {
      ...ERROR_PICTURE,
      rc_wget: `failed: ${words}`,
      new_image: file,
      file_loc: `file:///var/${file}`,
      link: `ERROR CONNECTION TO IMAGE SERVER ${words}`,
      cached_image: "",
      wget_result: words,
    });
    assert.equal(fields.image_error_text, "img: the long story");
  });
}

test("a picture that was fetched and proved useless says so in rc_convert", () => {
  const fields = failure({ code: "not-an-image", text: "expected a picture, received an HTML page" }, SOURCE);
  const { rc_wget, wget_result, rc_convert, new_image, cached_image, link } = classic(fields);
  assert.deepEqual([rc_wget, wget_result], [FETCHED.rc_wget, "Ok"]);
  assert.equal(rc_convert, "expected a picture, received an HTML page");
  assert.deepEqual([new_image, cached_image], ["chest_sorry_not_an_image.png", "N"]);
  assert.equal(link, `${SHORTCUT}chest_sorry_not_an_image.png`);
  assert.deepEqual([fields.image_http_status, fields.image_bytes, fields.image_source], ["200", "1234", BASE]);
});

test("dashboards that search rc_wget for ERROR or fail find the failed fetches and nothing else", () => {
  const alarms = ({ rc_wget = "" }: Fields) => /error|fail/i.test(rc_wget);
  for (const name of ["chest.tif", "ERROR.tif", "failed scan.tif", "no_errors/x.tif", "Failure"]) {
    for (const cache of ["miss", "hit", "off"] as const) {
      assert.ok(!alarms(shown(picture(cache), name, "x.jpg", true, CONTEXT)), `${name} ${cache}`);
    }
    for (const code of IMAGE_ERROR_CODES) {
      assert.ok(alarms(failure({ code, text: "the long story" }, undefined, name)), `${name} ${code}`);
      assert.ok(!alarms(failure({ code, text: "the long story" }, SOURCE, name)), `${name} ${code} after the fetch`);
    }
  }
});

test("an error without an error picture has neither file nor link, but for the text of a lost connection", () => {
  const lost = failureFields({ error: { code: "cache-error", text: "disk full" } }, "a", "a.png", undefined, CONTEXT);
  assert.deepEqual([lost.file_loc, lost.link], ["", ""]);
  assert.ok(
    !isConnectionFailure({ code: "timeout", text: "", httpStatus: 504 }),
    "a server that answers is no lost one",
  );
});

test("new fields of a picture", () => {
  const fields = shown(picture("miss"), "chest.tif", "chest.jpg", true, CONTEXT);
  const { image_status, image_error, image_cache, image_format, image_width, image_height } = fields;
  assert.deepEqual([image_status, image_error, image_cache], ["ok", "", "miss"]);
  assert.deepEqual([image_format, image_width, image_height, fields.image_pages], ["tiff", "2000", "1000", "3"]);
  assert.deepEqual([fields.image_bytes, fields.image_ms, fields.image_source], ["1234", "42", BASE]);
  assert.deepEqual(
    [fields.image_page, fields.image_decoder, fields.image_note],
    ["2", "magick", "the file has faults"],
  );
  assert.equal(shown(picture("miss"), "a", "a.jpg", false, CONTEXT).image_cache, "hit");
  const { entry } = picture("miss");
  const sheet = { ...picture("miss"), entry: { ...entry, page: 1, lastPage: 16 } };
  assert.equal(shown(sheet, "a", "a.jpg", true, CONTEXT).image_page, "1-16");
});

function withoutNote({ entry: { note: _, ...entry }, ...rest }: Picture): Picture {
  return { ...rest, entry };
}

test("a picture about which something is to be known is elevated, and one that is not there severe", () => {
  const severity = ({ image_severity, image_icon }: Fields): string => `${image_severity} ${image_icon}`;
  const severityOf = (it: Picture): string => severity(shown(it, "a.tif", "a.jpg", true, CONTEXT));
  const plain = withoutNote(picture("hit"));
  assert.equal(severityOf(plain), "low ✔");
  assert.equal(severityOf({ ...plain, entry: { ...plain.entry, note: "greys were stretched" } }), "elevated ▲");
  assert.equal(severityOf({ ...plain, doubt: { code: "timeout", text: "no answer" } }), "elevated ▲");
  const failure = failureFields({ error: { code: "timeout", text: "no answer" } }, "a", "a.png", undefined, CONTEXT);
  assert.equal(severity(failure), "severe ✖");
});

test("a picture and a failure name all columns, or leave them empty, in the order of the columns", () => {
  const fetched = shown(picture("hit"), "chest.tif", "chest.jpg", true, { ...CONTEXT, thumb: true });
  assert.deepEqual(Object.keys(fetched).sort(), [...OUTPUT_FIELDS].sort());
  const cells = cellsInOrder({ image_markdown: "last", rc_convert: "second" }, OUTPUT_FIELDS);
  assert.deepEqual(cells, ["", "second", ...Array.from({ length: OUTPUT_FIELDS.length - 3 }, () => ""), "last"]);
  assert.equal(cells.length, OUTPUT_FIELDS.length);
});
