import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutBrowser } from "../../helpers/browser.ts";
import { openGallery } from "../../helpers/gallery-page.ts";
import { badRow, goodRow, linkTo, manyRows, resultsOf } from "../../helpers/gallery-rows.ts";
import { placeText, shownPicture } from "../../helpers/lightbox.ts";

const skip = withoutBrowser;
const CALM = { reducedMotion: "reduce" } as const;

test("results that come while a search runs leave the tiles in view as they are", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  const rows = manyRows(400);
  await show(resultsOf(rows.slice(0, 200)));
  await page.evaluate(`document.querySelector(".gx-scroller").scrollTop = 2000`);
  await page.waitForFunction(
    `document.querySelector(".gx-row")?.getAttribute("aria-rowindex") !== null && document.querySelectorAll(".gx-row")[2].getAttribute("aria-rowindex") > 5`,
  );
  await page.evaluate(`window.kept = document.querySelectorAll(".gx-tile")[14]; kept.focus({ preventScroll: true })`);
  const scrollTop = await page.evaluate(`document.querySelector(".gx-scroller").scrollTop`);
  await show(resultsOf(rows));
  assert.equal(await page.evaluate(`document.querySelector(".gx-scroller").scrollTop`), scrollTop);
  assert.equal(await page.evaluate("kept === document.activeElement && kept.isConnected"), true);
  assert.match(await page.evaluate("kept.textContent"), /of 400$/, "only the total is another");
});

test("the place in the grid stays with its records when others come before them", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  const rows = manyRows(300);
  await show(resultsOf(rows.slice(60)));
  await page.getByRole("button", { name: /Elena Garcia 60 / }).focus();
  for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowDown");
  const name = await page.locator(".gx-tile:focus .gx-caption").innerText();
  await show(resultsOf(rows));
  assert.equal(await page.locator(".gx-tile:focus .gx-caption").innerText(), name);
  assert.equal(await page.locator(".gx-tile:focus").isVisible(), true);
});

test("whoever looks at a record stays there, zoomed as it is, when new results come", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf(manyRows(20)));
  await page.getByRole("button", { name: /Layla Haddad 3 / }).click();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  const before = await shownPicture(page);
  await show(resultsOf(manyRows(40).slice(2)));
  assert.equal(await placeText(page), "2 of 38");
  assert.deepEqual(await shownPicture(page), before);
  await page.keyboard.press("ArrowRight");
  assert.equal(await placeText(page), "3 of 38");
  assert.equal((await shownPicture(page)).alt, "Yuki Tanaka 4");
});

test("a record that is no longer among the results stays until the person walks on", { skip }, async (t) => {
  const { page, show, errors } = await openGallery(t, CALM);
  await show(resultsOf([0, 1, 2, 3, 4].map((number) => goodRow(number))));
  await page.getByRole("button", { name: /Astrid Lindqvist 2 / }).click();
  const before = await shownPicture(page);
  await show(resultsOf([0, 1, 3, 4].map((number) => goodRow(number))));
  assert.equal(await placeText(page), "not in the results now");
  assert.deepEqual(await shownPicture(page), before);
  await page.keyboard.press("ArrowRight");
  assert.equal((await shownPicture(page)).alt, "Layla Haddad 3, page 1");
  await show(resultsOf([]));
  await page.keyboard.press("ArrowLeft");
  assert.equal(await placeText(page), "not in the results now");
  await page.keyboard.press("Escape");
  await page.getByText("The search found no records.").waitFor();
  assert.deepEqual(errors, []);
});

test("a picture that comes at last takes the place of its error", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([badRow(0, { File: "a.tif" })]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await page.locator(".gx-stage .gx-error-panel").waitFor();
  await show(resultsOf([goodRow(0, { File: "a.tif" })]));
  assert.equal((await shownPicture(page)).alt, "Elena Garcia 0");
  assert.match(await page.getByRole("complementary").innerText(), /✔\s+Shown/);
});

test("a search that ran again does not load a picture anew that somebody looks at", { skip }, async (t) => {
  const { page, show, asked } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(0)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await shownPicture(page);
  const before = asked.length;
  await show(resultsOf([goodRow(0)]));
  await shownPicture(page);
  assert.equal(asked.length, before);
  await show(resultsOf([goodRow(0, { link: linkTo("pill_novak.png") })]));
  await page.waitForFunction(
    `document.querySelector(".gx-large")?.src.includes("${linkTo("pill_novak.png").slice(-40, -10)}")`,
  );
});
