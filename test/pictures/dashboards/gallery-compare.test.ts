import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutBrowser } from "../../helpers/browser.ts";
import { openGallery } from "../../helpers/gallery-page.ts";
import { goodRow, resultsOf } from "../../helpers/gallery-rows.ts";
import { control, placeText, shownPicture } from "../../helpers/lightbox.ts";

const skip = withoutBrowser;
const CALM = { reducedMotion: "reduce" } as const;

test("a picture that is marked stays on the left, while the other is walked", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(0), goodRow(1), goodRow(3)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await control(page, "Compare").click();
  assert.equal(await control(page, "Compare").getAttribute("aria-pressed"), "true");
  const names = () => page.locator(".gx-pane-name").allInnerTexts();
  assert.deepEqual(await names(), ["Elena Garcia 0", "Chidi Okafor 1"]);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("PageDown");
  assert.deepEqual(await names(), ["Elena Garcia 0", "Layla Haddad 3, page 2"]);
  assert.equal(await placeText(page), "3 of 3");
  assert.deepEqual(
    [(await shownPicture(page, 0)).alt, (await shownPicture(page, 1)).alt],
    ["Elena Garcia 0", "Layla Haddad 3, page 2"],
  );
  await page.keyboard.press("c");
  assert.equal(await page.locator(".gx-pane").first().isVisible(), false);
  assert.equal((await shownPicture(page)).alt, "Layla Haddad 3, page 2");
});

test("both are zoomed and pushed together, from either side, also when the walked one changes", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(0), goodRow(7), goodRow(3)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await page.keyboard.press("c");
  const before = [await shownPicture(page, 0), await shownPicture(page, 1)];
  const left = await page.locator(".gx-stage").first().boundingBox();
  await page.mouse.move((left?.x ?? 0) + (left?.width ?? 0) / 2, (left?.y ?? 0) + (left?.height ?? 0) / 2);
  for (let turn = 0; turn < 3; turn++) await page.mouse.wheel(0, -300);
  await page.waitForFunction(
    `document.querySelector(".gx-large").getBoundingClientRect().height > ${2 * (before[0]?.height ?? 0)}`,
  );
  const after = [await shownPicture(page, 0), await shownPicture(page, 1)];
  const factors = after.map(({ height }, side) => height / (before[side]?.height ?? 1));
  assert.ok(Math.abs((factors[0] ?? 0) - (factors[1] ?? 1)) < 0.02, String(factors));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const [one, other] = [await shownPicture(page, 0), await shownPicture(page, 1)];
  assert.ok(Math.abs(one.y / one.height - other.y / other.height) < 0.02, "they show the same part");
  assert.ok(one.y < -100);
  await page.keyboard.press("ArrowRight");
  const next = await shownPicture(page, 1);
  assert.ok(Math.abs(next.y / next.height - one.y / one.height) < 0.02, "the next one too");
});

test("only the walked one is turned", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(0), goodRow(7)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await page.keyboard.press("c");
  await shownPicture(page, 1);
  await page.keyboard.press("r");
  const [left, right] = [await shownPicture(page, 0), await shownPicture(page, 1)];
  assert.ok(left.height > left.width && right.width > right.height);
});

test("closing ends it, and the next picture stands alone", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(0), goodRow(1)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await page.keyboard.press("c");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /Elena/ }).click();
  await shownPicture(page);
  assert.equal(await page.locator(".gx-pane").first().isVisible(), false);
  assert.equal(await page.getByRole("complementary").isVisible(), true);
});
