import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { deflateSync } from "node:zlib";
import { startImageServer } from "../../src/stand-in/image-server.ts";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import { csvOf, type InstalledApp, installApp } from "../helpers/installed-app.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { colourful } from "../pictures/image/decoder/readers/pictures.ts";
import { type TinyPage, tinyTiff } from "../pictures/image/decoder/readers/tiny-tiff.ts";

/** The built app over pictures of several pages of which some are damaged. */
const KIND = { isLittle: true, isBig: false };

function page(shade: number): TinyPage {
  const data = new Uint8Array(60 * 40 * 3).fill(shade);
  return { picture: { width: 60, height: 40, data }, compression: 8, pack: deflateSync };
}
const damaged: TinyPage = { picture: colourful(60, 40), compression: 8, pack: (raw) => deflateSync(raw).fill(0x55, 8) };
const WHOLE = tinyTiff([page(40), page(120), page(200)], KIND);
const FIRST_DAMAGED = tinyTiff([damaged, page(120), page(200)], KIND);
const SECOND_DAMAGED = tinyTiff([page(40), damaged, page(200)], KIND);

type Office = {
  readonly app: InstalledApp;
  readonly put: (bytes: Buffer, where?: "server" | "mirror") => void;
  readonly search: (...options: string[]) => Promise<SearchResult>;
  readonly requests: () => number;
};

/** One file, scan.tif, on a server and on its mirror. */
async function openOffice(t: TestContext): Promise<Office> {
  const [folder, other] = [tempFolder(t), tempFolder(t)];
  const [server, mirror] = await Promise.all(
    [folder, other].map((each) => startImageServer({ folder: each, path: "/rx", forbidden: [] })),
  );
  assert.ok(server && mirror);
  t.after(() => Promise.all([server.close(), mirror.close()]));
  const [base, second] = [server, mirror].map(({ port }) => `http://127.0.0.1:${port}/rx`);
  const app = installApp(tempFolder(t), `[server:one]\nurl = ${base}\n[server:two]\nurl = ${second}\n`);
  return {
    app,
    put: (bytes, where = "server") => writeFileSync(join(where === "mirror" ? other : folder, "scan.tif"), bytes),
    search: (...options) => {
      const urls = options.includes("mirrored") ? [base ?? "", second ?? ""] : [base ?? ""];
      const args = ["image_file", ...urls, ...options.filter((option) => option !== "mirrored"), "annotate=false"];
      return runSearch(csvOf("image_file", ["scan.tif"]), { command: app.command, args });
    },
    requests: server.requests,
  };
}

function values(result: SearchResult, field: string): readonly string[] {
  return (result.rows[0]?.get(field) ?? "").split("\n");
}

test("with page=all a damaged first page costs itself, for one download", async (t) => {
  const { put, search, requests } = await openOffice(t);
  put(FIRST_DAMAGED);
  const result = await search("page=all");
  assert.deepEqual(values(result, "image_status"), ["error", "ok", "ok"]);
  assert.deepEqual(values(result, "image_page"), ["1", "2", "3"]);
  assert.deepEqual(values(result, "image_pages"), ["3", "3", "3"]);
  assert.match(values(result, "image_error_text")[0] ?? "", /^page 1: the TIFF picture /);
  assert.equal(requests(), 1);
  const again = await search("page=all");
  assert.deepEqual(values(again, "image_status"), ["error", "ok", "ok"]);
  assert.deepEqual(values(again, "image_cache"), ["", "hit", "hit"]);
  assert.equal(requests(), 1, "what was found a moment ago holds");
});

test("with page=all a damaged later page is not asked for again in the same search", async (t) => {
  const { put, search, requests } = await openOffice(t);
  put(SECOND_DAMAGED);
  for (const options of [[], ["refresh=true"], ["cache=false"]]) {
    const before = requests();
    const result = await search("page=all", ...options);
    assert.deepEqual(values(result, "image_status"), ["ok", "error", "ok"], options.join());
    assert.deepEqual(values(result, "image_page"), ["1", "2", "3"]);
    assert.equal(requests() - before, 1, options.join());
  }
});

for (const option of ["refresh=true", "cache=false"]) {
  test(`page=all ${option} does not believe what an earlier search found of a page`, async (t) => {
    const { put, search } = await openOffice(t);
    for (const spoilt of [SECOND_DAMAGED, FIRST_DAMAGED]) {
      put(spoilt);
      const before = await search("page=all", "refresh=true");
      assert.equal(values(before, "image_status").filter((status) => status === "error").length, 1);
      put(WHOLE);
      const result = await search("page=all", option);
      assert.deepEqual(values(result, "image_status"), ["ok", "ok", "ok"]);
    }
  });
}

test("a file that was cut off between two pages is had from the mirror", async (t) => {
  const { put, search } = await openOffice(t);
  put(SECOND_DAMAGED.subarray(0, SECOND_DAMAGED.byteLength >> 1));
  const alone = await search("page=1");
  assert.deepEqual(values(alone, "image_error"), ["truncated"]);
  assert.match(values(alone, "image_error_text")[0] ?? "", /the file ends behind page \d; further pages are lost/);
  put(WHOLE, "mirror");
  const result = await search("page=all", "mirrored");
  assert.deepEqual(values(result, "image_status"), ["ok", "ok", "ok"]);
});

test("a page that is not there is a code of its own, and the picture's pages are reported", async (t) => {
  const { put, search } = await openOffice(t);
  put(WHOLE);
  const result = await search("page=7");
  const told = ["image_error", "image_error_text", "image_page", "image_pages", "new_image"].map(
    (field) => values(result, field)[0],
  );
  assert.deepEqual(told, [
    "no-such-page",
    "expected page 7 of a picture that has 3 pages",
    "7",
    "3",
    "scan_sorry_no_such_page.png",
  ]);
});

test("explain=true foretells no stale picture of an original that gave none", async (t) => {
  const { put, search } = await openOffice(t);
  put(FIRST_DAMAGED);
  await search("page=all");
  const result = await search("page=1", "explain=true");
  assert.match(values(result, "image_error_text")[0] ?? "", /would fail: page 1: the TIFF picture/);
  assert.deepEqual(values(result, "image_cache"), ["miss"]);
});
