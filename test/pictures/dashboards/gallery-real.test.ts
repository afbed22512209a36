import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_THUMB_LENGTH } from "../../../src/pictures/contract.ts";
import { withoutBrowser } from "../../helpers/browser.ts";
import { openEndpoint } from "../../helpers/endpoint.ts";
import { openGallery } from "../../helpers/gallery-page.ts";
import { shownPicture } from "../../helpers/lightbox.ts";
import { ALLOW, URL_BASE } from "../../helpers/sample-search.ts";

const skip = withoutBrowser;
const NAMES = [
  "rx_okafor_refills.tif",
  "pill_novak.png",
  "missing.tif",
  "label_tanaka_cmyk.jpg",
  "rx_private_rossi.jpg",
];
const FIELDS = [
  "image_file",
  "thumb",
  "image_severity",
  "image_error",
  "image_error_text",
  "image_pages",
  "image_page",
  "link",
];

test("rows of a real search with thumb=true, and the real endpoint, make a gallery", { skip }, async (t) => {
  const { search, ask } = await openEndpoint(t, ALLOW);
  const { rows } = await search(URL_BASE, NAMES, "thumb=true", "size=400x400");
  const gallery = await openGallery(t, { endpoint: (address) => ask(address), reducedMotion: "reduce" });
  const { page, show, asked, errors, strayRequests } = gallery;
  await show({
    fields: FIELDS.map((name) => ({ name })),
    rows: rows.map((row) => FIELDS.map((field) => row.get(field) ?? null)),
  });
  await page.waitForFunction(
    `[...document.querySelectorAll(".gx-tile img")].filter((image) => image.naturalWidth > 20).length === 3`,
  );
  for (const row of rows) assert.ok((row.get("thumb") ?? "").length < MAX_THUMB_LENGTH);
  await page.getByRole("button", { name: /^not-found .* missing.tif No picture/ }).waitFor();
  await page.getByRole("button", { name: /^forbidden .* rx_private_rossi.jpg No picture/ }).waitFor();

  await page.getByRole("button", { name: /3 pages rx_okafor/ }).click();
  assert.ok((await shownPicture(page)).naturalWidth > 200);
  await page.waitForFunction(
    `[...document.querySelectorAll(".gx-page img")].filter((image) => image.naturalWidth > 20).length === 3`,
  );
  await page.keyboard.press("PageDown");
  assert.equal((await shownPicture(page)).alt, "rx_okafor_refills.tif, page 2");
  await page.keyboard.press("1");
  await page.waitForFunction(`document.querySelector(".gx-large").naturalWidth > 800`);
  assert.ok(asked.some((path) => /^\d+x\d+\.\w+\.\d+\.2\./.test(path)));
  assert.deepEqual([errors, strayRequests], [[], []]);
});
