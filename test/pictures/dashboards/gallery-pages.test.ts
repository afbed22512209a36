import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutBrowser } from "../../helpers/browser.ts";
import { openGallery } from "../../helpers/gallery-page.ts";
import { goodRow, linkTo, resultsOf } from "../../helpers/gallery-rows.ts";
import { shownPicture } from "../../helpers/lightbox.ts";

const skip = withoutBrowser;
const REFILLS = "rx_okafor_refills.tif";

test("a scan of several pages has a strip, whose pages the endpoint shows", { skip }, async (t) => {
  const { page, show, asked } = await openGallery(t);
  await show(resultsOf([goodRow(3)]));
  await page.getByRole("button", { name: /3 pages Layla/ }).click();
  const strip = page.getByRole("group", { name: "Pages" });
  await strip.getByRole("button", { name: "Page 3" }).waitFor();
  await page.waitForFunction(
    `[...document.querySelectorAll(".gx-page img")].filter((image) => image.naturalWidth > 0).length === 3`,
  );
  assert.ok(
    asked.some((path) => path.startsWith("128x128.jpg.80.3.")),
    "small pictures for the strip",
  );
  await strip.getByRole("button", { name: "Page 2" }).click();
  assert.equal((await shownPicture(page)).alt, "Layla Haddad 3, page 2");
  assert.ok(asked.some((path) => path.startsWith("1000x1000.jpg.80.2.")));
  assert.equal(await strip.getByRole("button", { name: "Page 2" }).getAttribute("aria-current"), "true");
  assert.match((await page.getByRole("complementary").innerText()).replace(/\s+/g, " "), /Part Page 2 of 3/);
});

test("the page keys, the strip's arrow keys and the number lead to pages", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf([goodRow(3), goodRow(0)]));
  await page.getByRole("button", { name: /Layla/ }).click();
  const current = page.locator('.gx-page[aria-current="true"]');
  const number = page.getByRole("spinbutton", { name: "Page" });
  await page.keyboard.press("PageDown");
  assert.equal(await current.getAttribute("aria-label"), "Page 2");
  await current.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await current.getAttribute("aria-label"), "Page 3");
  assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), "Page 3");
  await page.keyboard.press("ArrowRight");
  assert.equal(await current.getAttribute("aria-label"), "Page 3");
  await number.fill("1");
  await number.press("Enter");
  assert.equal(await current.getAttribute("aria-label"), "Page 1");
  await number.fill("99");
  await number.press("Enter");
  assert.equal(await current.getAttribute("aria-label"), "Page 3");
  await number.fill("-4");
  await number.press("Enter");
  assert.equal(await number.inputValue(), "3");
  await page.getByRole("button", { name: "Next record" }).click();
  assert.equal(await page.locator(".gx-strip").isVisible(), false, "one page needs no strip");
});

test("of 10,000 pages only those in view are there and asked for", { skip }, async (t) => {
  const { page, show, asked } = await openGallery(t);
  await show(resultsOf([goodRow(0, { image_pages: "10000", link: linkTo("long.tif") })]));
  await page.getByRole("button", { name: /10,000 pages Elena/ }).click();
  const number = page.getByRole("spinbutton", { name: "Page" });
  await number.fill("9000");
  await number.press("Enter");
  assert.equal((await shownPicture(page)).alt, "Elena Garcia 0, page 9000");
  await page.waitForFunction(`document.querySelector('.gx-page[aria-label="Page 9001"] img')?.naturalWidth > 0`);
  assert.ok((await page.locator(".gx-page").count()) < 40);
  assert.ok(asked.length < 80, `${asked.length} requests`);
  const strip = await page.getByRole("group", { name: "Pages" }).boundingBox();
  const current = await page.locator('.gx-page[aria-current="true"]').boundingBox();
  assert.ok(strip && current && current.x >= strip.x && current.x + current.width <= strip.x + strip.width);
});

test("several values of a row are its pages, and one that failed says so", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  const row = goodRow(3, {
    link: [1, 2, 3].map((each) => (each === 2 ? "" : linkTo(REFILLS, { page: String(each) }))),
    thumb: ["", "", ""],
    image_page: ["1", "2", "3"],
    image_pages: ["3", "3", "3"],
    image_severity: ["low", "severe", "low"],
    image_status: ["ok", "error", "ok"],
    image_error: ["", "corrupt", ""],
    image_error_text: ["", "page 2 is damaged; scan it again", ""],
  });
  await show(resultsOf([row]));
  await page.getByRole("button", { name: /3 pages Layla Haddad 3 1 of 3 missing/ }).click();
  await page.keyboard.press("PageDown");
  await page.locator(".gx-stage .gx-error-panel", { hasText: "Page 2 is damaged; scan it again" }).waitFor();
  await page.keyboard.press("PageDown");
  assert.equal((await shownPicture(page)).alt, "Layla Haddad 3, page 3");
});
