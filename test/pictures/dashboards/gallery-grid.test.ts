import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { withoutBrowser } from "../../helpers/browser.ts";
import { openGallery } from "../../helpers/gallery-page.ts";
import { badRow, FIELDS, goodRow, linkTo, manyRows, resultsOf, staleRow } from "../../helpers/gallery-rows.ts";

const skip = withoutBrowser;

/** Waits until every picture among the tiles is there, and returns how many there are. */
async function loadedPictures(page: Page): Promise<number> {
  await page.waitForFunction(`[...document.querySelectorAll(".gx-tile img")].every((image) => image.naturalWidth > 0)`);
  return page.locator(".gx-tile img").count();
}

function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(`document.activeElement.querySelector(".gx-caption")?.textContent`);
}

test("tiles show thumbnails, captions, states and pages, and say them to screen readers", { skip }, async (t) => {
  const { page, show, errors, strayRequests } = await openGallery(t);
  await show(resultsOf([goodRow(0), badRow(1), staleRow(2), goodRow(3)]));
  assert.equal(await loadedPictures(page), 3);
  const names = [
    "Elena Garcia 0 ✔ Shown TIF , 1 of 4",
    /^✖ not-found The image server has no picture of this name.* Chidi Okafor 1 ✖ No picture , 2 of 4$/,
    "Astrid Lindqvist 2 ▲ Shown, with a note PNG , 3 of 4",
    "3 pages Layla Haddad 3 ✔ Shown TIF , 4 of 4",
  ];
  for (const [index, name] of names.entries()) {
    const texts = (await page.getByRole("gridcell").nth(index).innerText()).replace(/\s+/g, " ").trim();
    if (typeof name === "string") assert.equal(texts, name);
    else assert.match(texts, name);
  }
  await page.getByRole("button", { name: /Astrid Lindqvist 2 .*Shown, with a note/ }).waitFor();
  assert.equal(
    (await page.locator(".gx-summary").innerText()).replace(/\s+/g, " "),
    "4 records 2 ✔ Shown 1 ▲ Shown, with a note 1 ✖ No picture",
  );
  assert.deepEqual([errors, strayRequests], [[], []]);
});

test("a search without thumbnails gets small pictures from the endpoint, not large ones", { skip }, async (t) => {
  const { page, show, asked } = await openGallery(t);
  await show(
    resultsOf(
      [goodRow(0), goodRow(1)],
      FIELDS.filter((field) => field !== "thumb"),
    ),
  );
  await page.locator(".gx-tile img").nth(1).waitFor();
  assert.equal(await loadedPictures(page), 2);
  assert.deepEqual(
    asked.map((path) => path.split(".")[0]),
    ["256x256", "256x256"],
  );
});

test("large tiles are sharpened once they are looked at, unless the view says no", { skip }, async (t) => {
  const rows = resultsOf([goodRow(0)]);
  const sharp = await openGallery(t, { options: { tileSize: "300" } });
  await sharp.show(rows);
  await sharp.page.waitForFunction(`document.querySelector(".gx-tile img")?.naturalWidth > 200`);
  const plain = await openGallery(t, { options: { tileSize: "300", sharpen: "false" } });
  await plain.show(rows);
  await loadedPictures(plain.page);
  await plain.page.mouse.wheel(0, 50);
  assert.deepEqual([sharp.asked.length, plain.asked.length], [1, 0]);
});

test("words stand in the place of pictures that do not load, one after the other", { skip }, async (t) => {
  const { page, show, errors } = await openGallery(t);
  const gone = { link: linkTo("gone.tif"), thumb: "" };
  const damaged = { link: linkTo("gone.tif"), thumb: "data:image/jpeg;base64,AAAA" };
  const mended = { thumb: "data:image/jpeg;base64,AAAA" };
  await show(resultsOf([goodRow(0, gone), goodRow(1, damaged), goodRow(2, mended)]));
  await page.locator(".gx-error-panel").nth(1).waitFor();
  assert.match(await page.locator(".gx-error-panel").nth(0).innerText(), /Did not load\s+The server did not answer/);
  await page.locator(".gx-tile").nth(2).locator("img").waitFor();
  assert.equal(await loadedPictures(page), 1, "a thumbnail that is damaged is replaced by the picture");
  assert.deepEqual(errors, []);
});

test("the arrow keys, Home, End and the page keys walk over the tiles, and Tab leaves them", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf(manyRows(300)));
  const columns = Number(await page.getByRole("grid").getAttribute("aria-colcount"));
  await page.keyboard.press("Tab");
  const walk: readonly (readonly [key: string, index: number])[] = [
    ["ArrowRight", 1],
    ["ArrowDown", 1 + columns],
    ["Home", columns],
    ["End", 2 * columns - 1],
    ["ArrowLeft", 2 * columns - 2],
    ["ArrowUp", columns - 2],
    ["Control+End", 299],
    ["PageUp", 299 - 2 * columns],
    ["Control+Home", 0],
  ];
  for (const [key, index] of walk) {
    await page.keyboard.press(key);
    assert.match((await focused(page)) ?? "", new RegExp(` ${index}$`), key);
    const isSeen = await page.evaluate(`(() => {
      const place = document.activeElement.getBoundingClientRect();
      const frame = document.querySelector(".gx-scroller").getBoundingClientRect();
      return place.top >= frame.top && place.bottom <= frame.bottom + 12;
    })()`);
    assert.equal(isSeen, true, `${key} brings the tile into view`);
  }
  assert.equal(await page.locator('.gx-tile[tabindex="0"]').count(), 1);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), undefined);
});

test("of thousands of tiles only those in view are there, in a grid that says how many there are", {
  skip,
}, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf(manyRows(3000)));
  const grid = page.getByRole("grid", { name: "Pictures" });
  const [rows, columns] = await Promise.all(["aria-rowcount", "aria-colcount"].map((name) => grid.getAttribute(name)));
  assert.ok(Number(rows) * Number(columns) >= 3000);
  assert.ok((await page.getByRole("gridcell").count()) < 100);
  await page.locator(".gx-scroller").evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight / 2));
  const middle = page.getByRole("row").nth(4);
  await page.waitForFunction(`document.querySelectorAll(".gx-row")[4]?.getAttribute("aria-rowindex") > 200`);
  assert.ok(Number(await middle.getAttribute("aria-rowindex")) < Number(rows));
  assert.ok((await page.getByRole("gridcell").count()) < 100);
});

test("opening a tile hands the row's fields to the dashboard, unless the view wants no drilldown", {
  skip,
}, async (t) => {
  const row = goodRow(3, { Details: ["first", "second"] });
  const { page, show, tokens } = await openGallery(t, { drilldown: "all" });
  await show(resultsOf([row]));
  await page.getByRole("button", { name: /Layla/ }).click();
  const [opened] = await tokens();
  assert.equal(opened?.action, "fieldvalue");
  assert.deepEqual(
    [opened?.data["Record"], opened?.data["Details"], opened?.data["link"], opened?.data["image_note"]],
    [row["Record"], "first", row["link"], ""],
  );
  await page.getByRole("dialog").waitFor();
  const without = await openGallery(t, { drilldown: "none" });
  await without.show(resultsOf([row]));
  await without.page.getByRole("button", { name: /Layla/ }).click();
  await without.page.getByRole("dialog").waitFor();
  assert.deepEqual(await without.tokens(), []);
});

test("a search without records, and one without pictures, say so in a sentence", { skip }, async (t) => {
  const { page, show, errors } = await openGallery(t);
  await show(resultsOf([]));
  await page.getByText("The search found no records.").waitFor();
  await show(resultsOf([goodRow(0)], ["Record", "File"]));
  await page.getByRole("status").filter({ hasText: "The gallery needs the field link or thumb" }).waitFor();
  await show(resultsOf([goodRow(0)]));
  await page.getByRole("button", { name: /Elena/ }).waitFor();
  assert.equal(await page.getByText("The gallery needs").isVisible(), false);
  assert.equal(await page.getByText("The search found no records.").isVisible(), false);
  assert.deepEqual(errors, []);
});

test("where Splunk hands over no more rows, the panel says that there are others", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  assert.deepEqual(await page.evaluate("shown.dataParams"), { outputMode: "json_rows", count: 10_000 });
  const small = ["Record", "image_severity", "link"];
  await show(resultsOf(manyRows(10_000), small));
  await page.getByText("The first 10,000 records; narrow the search to see others").waitFor();
});

test("other options show the same results in another way", { skip }, async (t) => {
  const { page, show, setOptions, asked } = await openGallery(t);
  await show(resultsOf(manyRows(40)));
  await page.locator(".gx-tile img").first().waitFor();
  const before = await page.locator(".gx-picture").first().boundingBox();
  await setOptions({ tileSize: "96", fit: "cover", captionField: "Details", sort: "status", sharpen: "false" });
  await page.waitForFunction(`document.querySelector(".gx-picture")?.clientWidth < ${before?.width ?? 0}`);
  const first = page.getByRole("gridcell").first();
  assert.match(await first.innerText(), /not-found.*(Amoxicillin|Metformin).*No picture/s);
  const fit = await page.evaluate(`getComputedStyle(document.querySelector(".gx-tile img")).objectFit`);
  assert.equal(fit, "cover");
  assert.equal(asked.length, new Set(asked).size, "no picture is asked for twice");
});

test("the tiles follow the panel when that becomes narrower", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf(manyRows(40)));
  const columns = () => page.getByRole("grid").getAttribute("aria-colcount").then(Number);
  const before = await columns();
  await page.evaluate(`document.getElementById("place").style.width = "500px"; shown.resize()`);
  assert.ok((await columns()) < before);
  assert.equal(await page.locator(".gx-scroller").evaluate((node) => node.scrollWidth <= node.clientWidth), true);
});

test("a panel that is hidden while its results come shows them once it is there", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await page.evaluate(`document.getElementById("place").style.display = "none"`);
  await show(resultsOf(manyRows(40)));
  await page.evaluate(`document.getElementById("place").style.display = ""`);
  await page.waitForFunction(`document.querySelector(".gx-grid").getAttribute("aria-colcount") > 4`);
  await page.getByRole("button", { name: /Elena Garcia 0/ }).waitFor();
});

test("a gallery that is removed leaves nothing behind, and listens to nothing", { skip }, async (t) => {
  const { page, show, errors } = await openGallery(t);
  await show(resultsOf(manyRows(40)));
  await page.getByRole("button", { name: /Elena Garcia 0/ }).click();
  await page.getByRole("dialog").waitFor();
  const element = await page.locator(".gx-gallery").elementHandle();
  await page.evaluate("shown.remove()");
  await page.evaluate(`document.body.className = "dark"; dispatchEvent(new Event("resize"))`);
  assert.equal(await page.locator(".gx-gallery, .gx-lightbox").count(), 0);
  assert.equal(await element?.getAttribute("data-theme"), "light");
  assert.deepEqual(errors, []);
});
