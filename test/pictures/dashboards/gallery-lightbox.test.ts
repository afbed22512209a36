import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { withoutBrowser } from "../../helpers/browser.ts";
import { openGallery } from "../../helpers/gallery-page.ts";
import { badRow, goodRow, linkTo, manyRows, resultsOf } from "../../helpers/gallery-rows.ts";
import { control, placeText, scaleText, shownPicture } from "../../helpers/lightbox.ts";
import { sample } from "../../helpers/samples.ts";

const skip = withoutBrowser;
/** No thumbnail, and nothing smooth: what is measured is where it will stay. */
const CALM = { reducedMotion: "reduce" } as const;

async function focusedName(page: Page): Promise<string> {
  return page.evaluate(
    `document.activeElement.querySelector(".gx-caption")?.textContent ?? document.activeElement.className`,
  );
}

test("a click opens the picture large, with what the record says beside it", { skip }, async (t) => {
  const { page, show, errors } = await openGallery(t, CALM);
  await show(resultsOf(manyRows(20)));
  await page.getByRole("button", { name: /Chidi Okafor 1 / }).click();
  const dialog = page.getByRole("dialog", { name: "Chidi Okafor 1" });
  await dialog.waitFor();
  const shown = await shownPicture(page);
  assert.equal(shown.alt, "Chidi Okafor 1");
  assert.ok(shown.naturalWidth > 400 && Math.abs(shown.x) < 1 && Math.abs(shown.y) < 1);
  assert.equal(await placeText(page), "2 of 20");
  const facts = (await page.getByRole("complementary", { name: "Facts" }).innerText()).replace(/\s+/g, " ");
  for (const fact of [
    "Details Metformin 850 mg",
    "Image server http://img.example",
    "Format TIF",
    "Size 421 KiB",
    "Came from the cache",
  ]) {
    assert.ok(facts.includes(fact), `${fact} in ${facts}`);
  }
  assert.match(facts, /Original [\d,]+ × [\d,]+ pixels/);
  assert.deepEqual(errors, []);
});

test("an error shows its code and sentence, and offers no picture to open or keep", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf([badRow(0), goodRow(1)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await page.locator(".gx-stage .gx-error-panel", { hasText: "look for a typing error in the record" }).waitFor();
  const advice = page.getByRole("complementary").locator(".gx-advice");
  assert.match(await advice.innerText(), /^not-found\s+The image server has no picture/);
  for (const name of ["Download", "Open in original size in a new tab"]) {
    assert.equal(await page.getByRole("link", { name }).count(), 0, name);
  }
  for (const name of ["Zoom in", "Turn by 90 degrees"]) {
    assert.equal(await control(page, name).getAttribute("aria-disabled"), "true", name);
  }
  await page.keyboard.press("ArrowRight");
  await shownPicture(page);
  assert.equal(await control(page, "Zoom in").getAttribute("aria-disabled"), "false");
});

test("words stand in the place of a picture that does not load", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf([goodRow(0, { link: linkTo("gone.tif"), thumb: "" })]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await page.locator(".gx-stage .gx-error-panel", { hasText: "Did not load" }).waitFor();
});

test("keys and buttons walk through the records, and stop at the ends", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf(manyRows(20)));
  await page.getByRole("button", { name: /Elena Garcia 0 / }).click();
  const walk: readonly (readonly [key: string, place: string])[] = [
    ["ArrowRight", "2 of 20"],
    ["ArrowRight", "3 of 20"],
    ["ArrowLeft", "2 of 20"],
    ["End", "20 of 20"],
    ["ArrowRight", "20 of 20"],
    ["Home", "1 of 20"],
    ["ArrowLeft", "1 of 20"],
  ];
  for (const [key, place] of walk) {
    await page.keyboard.press(key);
    assert.equal(await placeText(page), place, key);
  }
  assert.equal(await control(page, "Previous record").getAttribute("aria-disabled"), "true");
  await control(page, "Next record").click();
  assert.equal(await placeText(page), "2 of 20");
  assert.match(await page.locator('.gx-lightbox [aria-live="polite"]').innerText(), /Chidi Okafor 1, 2 of 20/);
});

test("Escape and the close button lead back to the tile of the record that was shown last", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf(manyRows(300)));
  await page.getByRole("button", { name: /Elena Garcia 0 / }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await focusedName(page), "Elena Garcia 0");
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await control(page, "Close").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.match(await focusedName(page), / 299$/);
  assert.equal(await page.locator(".gx-tile:focus").isVisible(), true);
  await page.keyboard.press(" ");
  assert.equal(await placeText(page), "300 of 300");
});

test("Tab stays within the lightbox, and every control has a name", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf([goodRow(3)]));
  await page.getByRole("button", { name: /Layla/ }).click();
  await shownPicture(page);
  const seen = new Set<string>();
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press("Tab");
    const [isInside, name] = await page.evaluate<[boolean, string]>(`(() => {
      const at = document.activeElement;
      const label = at.labels?.[0]?.textContent;
      return [!!at.closest(".gx-lightbox"), at.getAttribute("aria-label") || label || ""];
    })()`);
    assert.equal(isInside, true, name);
    assert.notEqual(name, "");
    seen.add(name);
  }
  for (const name of ["Close", "Download", "Compare", "Facts", "Page ", "Page 1", "Layla Haddad 3, page 1"]) {
    assert.ok(seen.has(name), `${name} among ${[...seen]}`);
  }
});

test("buttons, keys and the wheel zoom; 0 fits the window, W its width, 1 shows each pixel", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(0, { thumb: "" })]));
  await page.getByRole("button", { name: /Elena/ }).click();
  const whole = await shownPicture(page);
  const stage = await page.locator(".gx-stage").nth(1).boundingBox();
  assert.ok(stage && Math.abs(whole.height - stage.height) < 1, "the whole page fits");
  await control(page, "Zoom in").click();
  const closer = await shownPicture(page);
  assert.ok(Math.abs(closer.height / whole.height - 1.4) < 0.01);
  await page.keyboard.press("-");
  assert.ok(Math.abs((await shownPicture(page)).height - whole.height) < 1);
  await page.keyboard.press("+");
  await page.mouse.move((stage?.x ?? 0) + 100, (stage?.y ?? 0) + 100);
  await page.mouse.wheel(0, -300);
  await page.waitForFunction(`document.querySelector(".gx-large").clientHeight > ${closer.height + 50}`);
  await page.keyboard.press("w");
  const wide = await shownPicture(page);
  assert.ok(Math.abs(wide.width - (stage?.width ?? 0)) < 1);
  assert.ok(wide.y > 100, "it begins at the head of the page");
  await control(page, "Actual size").click();
  assert.equal(await scaleText(page), "100 %");
  assert.equal(await control(page, "Actual size").getAttribute("aria-pressed"), "true");
  await page.keyboard.press("0");
  assert.ok(Math.abs((await shownPicture(page)).height - whole.height) < 1);
});

test("whoever looks closer gets a larger picture from the endpoint, and nothing moves", { skip }, async (t) => {
  const { page, show, asked } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(7, { thumb: "", link: linkTo("rx_garcia_0412.tif", { side: 300 }) })]));
  await page.getByRole("button", { name: /Chidi/ }).click();
  await page.waitForFunction(`document.querySelector(".gx-large")?.naturalWidth > 400`);
  assert.ok(
    asked.some((path) => path.startsWith("1024x1024.")),
    "the window shows more pixels than the search asked for",
  );
  const before = await shownPicture(page);
  await page.keyboard.press("1");
  await page.waitForFunction(`document.querySelector(".gx-large").naturalWidth > 800`);
  const after = await shownPicture(page);
  const { width, height } = await sharp(sample("rx_garcia_0412.tif")).metadata();
  assert.ok(Math.abs(after.width - width) < 2 && Math.abs(after.height - height) < 2);
  assert.equal(await scaleText(page), "100 %");
  assert.ok(Math.abs(after.x - before.x) < 1, "it is still in the middle");
});

test("dragging, the arrow keys and Shift with the wheel push a picture that is larger than the window", {
  skip,
}, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(0)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await shownPicture(page);
  for (let step = 0; step < 5; step++) await page.keyboard.press("+");
  const start = await shownPicture(page);
  const stage = await page.locator(".gx-stage").nth(1).boundingBox();
  const [x, y] = [(stage?.x ?? 0) + 300, (stage?.y ?? 0) + 300];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 40, { steps: 3 });
  await page.mouse.up();
  const dragged = await shownPicture(page);
  assert.ok(Math.abs(dragged.x - start.x - 60) < 1 && Math.abs(dragged.y - start.y - 40) < 1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowRight");
  const pushed = await shownPicture(page);
  assert.ok(Math.abs(pushed.y - dragged.y + 80) < 1 && Math.abs(pushed.x - dragged.x + 80) < 1);
  assert.equal(await placeText(page), "1 of 1");
});

test("two fingers zoom, and one pushes", { skip }, async (t) => {
  const { page, show } = await openGallery(t, { ...CALM, hasTouch: true });
  await show(resultsOf([goodRow(0)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  const before = await shownPicture(page);
  const stage = await page.locator(".gx-stage").nth(1).boundingBox();
  const [x, y] = [(stage?.x ?? 0) + (stage?.width ?? 0) / 2, (stage?.y ?? 0) + 300];
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...at: readonly number[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: at.map((dx, id) => ({ x: x + dx, y, id })) });
  await touch("touchStart", -50);
  await touch("touchStart", -50, 50);
  for (const apart of [75, 100, 125, 150]) await touch("touchMove", -apart, apart);
  await touch("touchEnd");
  const after = await shownPicture(page);
  assert.ok(Math.abs(after.height / before.height - 3) < 0.3, `${after.height} of ${before.height}`);
  await touch("touchStart", 0);
  await touch("touchMove", 40);
  await touch("touchEnd");
  assert.ok(Math.abs((await shownPicture(page)).x - after.x - 40) < 2);
});

test("a double click shows each pixel at that point, and another one all of the picture", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(7)]));
  await page.getByRole("button", { name: /Chidi/ }).click();
  const before = await shownPicture(page);
  await page.locator(".gx-stage").nth(1).dblclick();
  assert.equal(await scaleText(page), "100 %");
  await page.locator(".gx-stage").nth(1).dblclick();
  assert.ok(Math.abs((await shownPicture(page)).height - before.height) < 1);
});

test("R turns by a quarter, and a picture stays turned when somebody comes back to it", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(0), goodRow(1)]));
  await page.getByRole("button", { name: /Elena/ }).click();
  const upright = await shownPicture(page);
  assert.ok(upright.height > upright.width);
  await page.keyboard.press("r");
  const turned = await shownPicture(page);
  assert.ok(turned.width > turned.height, "it lies, and fits the window so");
  const stage = await page.locator(".gx-stage").nth(1).boundingBox();
  assert.ok(turned.width <= (stage?.width ?? 0) + 1 && turned.height <= (stage?.height ?? 0) + 1);
  await page.keyboard.press("ArrowRight");
  await shownPicture(page);
  await page.keyboard.press("ArrowLeft");
  const again = await shownPicture(page);
  assert.ok(again.width > again.height);
  await page.keyboard.press("Shift+R");
  const back = await shownPicture(page);
  assert.ok(back.height > back.width);
});

test("a picture can be kept under a safe name, and opened in its original size in a tab of its own", {
  skip,
}, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf([goodRow(0, { new_image: "../../Garcia <b>.jpg" })]));
  await page.getByRole("button", { name: /Elena/ }).click();
  await shownPicture(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "Garcia-b.jpg");
  const { width = 0 } = await sharp(await download.path()).metadata();
  assert.ok(width > 400);
  const original = page.getByRole("link", { name: "Open in original size in a new tab" });
  assert.deepEqual(
    [await original.getAttribute("target"), await original.getAttribute("rel")],
    ["_blank", "noopener noreferrer"],
  );
  const [tab] = await Promise.all([page.context().waitForEvent("page"), original.click()]);
  await tab.waitForLoadState();
  assert.match(tab.url(), /\/4096x4096\.jpg/);
  assert.equal(await tab.evaluate("window.opener"), null);
});

test("I hides and shows the facts, and the picture takes their room", { skip }, async (t) => {
  const { page, show } = await openGallery(t, CALM);
  await show(resultsOf([goodRow(2)]));
  await page.getByRole("button", { name: /Astrid/ }).click();
  const beside = await shownPicture(page);
  await page.keyboard.press("i");
  assert.equal(await page.getByRole("complementary").isVisible(), false);
  await page.waitForFunction(
    `document.querySelector(".gx-large").getBoundingClientRect().width > ${beside.width + 20}`,
  );
  await control(page, "Facts").click();
  assert.equal(await page.getByRole("complementary").isVisible(), true);
});

test("keys with Ctrl, and keys in the page's number, are the browser's", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf([goodRow(3), goodRow(1)]));
  await page.getByRole("button", { name: /Layla/ }).click();
  await page.keyboard.press("Control+ArrowRight");
  await page.getByRole("spinbutton", { name: "Page" }).focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await placeText(page), "1 of 2");
});
