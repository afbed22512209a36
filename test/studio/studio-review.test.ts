import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { withoutBrowser } from "../helpers/browser.ts";
import { RECORDS } from "./site.ts";
import { openStudio, withoutRenderer } from "./studio.ts";

/**
 * The Studio twin of the review page: the shipped XML, drawn by Splunk's own renderer, over rows of the real command and
 * pictures of the real endpoint. What it proves of Splunk itself stands in the README of this folder.
 */
const skip = withoutBrowser || withoutRenderer;
const studio = skip ? undefined : await openStudio({ after });
const VIEW = "rx_images_studio";

async function opened(t: Parameters<NonNullable<typeof studio>["show"]>[0], query = "") {
  assert.ok(studio);
  const splunk = await studio.splunk({ records: RECORDS });
  const shown = await studio.show(t, splunk, `${VIEW}${query}`, 1250);
  await large(shown.page).waitFor();
  return { splunk, ...shown };
}

function large(page: Page) {
  return page.getByRole("img", { name: "The picture of the chosen record" });
}

/** Resolves with the size in pixels once the large picture is another one than before. */
async function nextPicture(page: Page, before: string): Promise<string> {
  const picture = `document.querySelector('img[alt="The picture of the chosen record"]')`;
  const isNew = `${picture}?.getAttribute("src") !== ${JSON.stringify(before)}`;
  await page.waitForFunction(`${isNew} && ${picture}.complete && ${picture}.naturalWidth > 0`);
  return (await large(page).getAttribute("src")) ?? "";
}

test("records, thumbnails and the picture of the first one are shown; nothing is wrong with the view", {
  skip,
}, async (t) => {
  const { page, faults, said, strangers, splunk, picture } = await opened(t);
  await page.getByText("6 of 19 records have no picture.").waitFor();
  assert.match(await nextPicture(page, ""), /^\/en-US\/splunkd\/__raw\/services\/rx_image_review_app\/image\//);
  const thumbs = page.locator('img[src^="data:image/jpeg;base64,"]');
  await page.waitForFunction("[...document.images].every((image) => image.complete && image.naturalWidth > 0)");
  assert.equal(await thumbs.count(), 12);
  for (const text of ["Elena Garcia", "rx_garcia_0412.tif", "✔ Shown", "TIFF, 1240 × 1754 pixels, page 1 of 1"]) {
    assert.ok((await page.getByText(text).count()) > 0, text);
  }
  await picture("review-light");
  assert.deepEqual([await faults(), said, strangers, splunk.faults], [[], [], [], []]);
});

test("a click on a row shows its picture and what is known of it, and that of an error row says why", {
  skip,
}, async (t) => {
  const { page, tokens, strangers, picture } = await opened(t, "?theme=dark");
  let source = await nextPicture(page, "");
  await page.getByText("Layla Haddad").first().click();
  source = await nextPicture(page, source);
  await page.getByText("Record 4: JPEG").waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("Camille Dubois").click();
  source = await nextPicture(page, source);
  await page.getByText("Record 14: not-an-image").waitFor();
  const { default: chosen } = await tokens();
  assert.equal(Reflect.get(Object(chosen), "picked"), "14");
  await page.getByText("Noah Becker").click();
  await page.getByText("Record 17: no picture is named").waitFor();
  await page.getByText("Quentin Harrow").click();
  await page.getByText("Record 19: bad-name").waitFor();
  await nextPicture(page, source);
  assert.deepEqual(strangers, []);
  await picture("review-dark");
});

test("only errors are listed when these are asked for, in table and thumbnails, and getimage runs once", {
  skip,
}, async (t) => {
  const { page, splunk } = await opened(t);
  await page.getByText("Elena Garcia").first().waitFor();
  await page
    .getByRole("button", { name: "All records" })
    .or(page.getByText("All records", { exact: true }))
    .first()
    .click();
  await page.getByRole("option", { name: "Only errors" }).click();
  await page.getByText("None of these records has a picture.").waitFor();
  await page.getByText("Thandi Mbeki").first().waitFor();
  assert.equal(await page.getByRole("cell", { name: "✔ Shown" }).count(), 0);
  assert.equal(splunk.searches.filter((search) => search.includes("| getimage ")).length, 1);
  assert.deepEqual(splunk.faults, []);
});

test("while the pictures are looked up the page says so", { skip }, async (t) => {
  assert.ok(studio);
  const { promise: held, resolve } = Promise.withResolvers<void>();
  const { page } = await studio.show(t, await studio.splunk({ records: RECORDS, held }), VIEW);
  assert.equal(await page.getByText("Pictures are being looked up ...").first().isVisible(), true);
  assert.equal(await page.getByText("$").count(), 0, "no name of a token is shown");
  resolve();
  await page.getByText("6 of 19 records have no picture.").waitFor();
});

test("without records the page says what to do", { skip }, async (t) => {
  assert.ok(studio);
  const splunk = await studio.splunk({});
  const { page, faults, said } = await studio.show(t, splunk, VIEW);
  await page.getByText("No records were found in this time.").waitFor();
  assert.deepEqual([await faults(), said, splunk.faults], [[], [], []]);
});
