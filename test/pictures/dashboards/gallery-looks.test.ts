import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { withoutBrowser } from "../../helpers/browser.ts";
import { openGallery } from "../../helpers/gallery-page.ts";
import { manyRows, resultsOf } from "../../helpers/gallery-rows.ts";
import { shownPicture } from "../../helpers/lightbox.ts";
import { PROJECT } from "../../helpers/samples.ts";

const skip = withoutBrowser;
const AXE = readFileSync(join(PROJECT, "node_modules/axe-core/axe.min.js"), "utf8");
const SHOTS = join(PROJECT, "dist/screenshots");
mkdirSync(SHOTS, { recursive: true });

type Fault = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] };

/** What axe calls serious or critical, in the gallery and what it opens. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate<readonly Fault[]>(
    `axe.run(document.querySelector(".gx-lightbox") ?? ".gx-gallery", { resultTypes: ["violations"] }).then((result) => result.violations)`,
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
}

for (const theme of ["light", "dark"] as const) {
  test(`in the ${theme} theme axe finds no serious fault in tiles, lightbox, error and compared pictures`, {
    skip,
  }, async (t) => {
    const { page, show, errors, strayRequests } = await openGallery(t, { theme, reducedMotion: "reduce" });
    const shoot = (name: string) => page.screenshot({ path: join(SHOTS, `gallery-${name}-${theme}.png`) });
    await show(resultsOf(manyRows(300)));
    assert.equal(await page.locator(".gx-gallery").getAttribute("data-theme"), theme);
    await page.waitForFunction(
      `[...document.querySelectorAll(".gx-tile img")].every((image) => image.naturalWidth > 0)`,
    );
    await page.keyboard.press("Tab");
    assert.deepEqual(await faults(page), []);
    await shoot("grid");
    await page.getByRole("button", { name: /Layla Haddad 3 / }).click();
    await shownPicture(page);
    await page.waitForFunction(`document.querySelectorAll(".gx-page img").length === 3`);
    assert.equal(await page.locator(".gx-lightbox").getAttribute("data-theme"), theme);
    assert.deepEqual(await faults(page), []);
    await shoot("lightbox");
    await page.keyboard.press("c");
    await shownPicture(page, 0);
    await shownPicture(page, 1);
    assert.deepEqual(await faults(page), []);
    await shoot("compare");
    await page.keyboard.press("c");
    await page.keyboard.press("ArrowRight");
    await page.locator(".gx-stage .gx-error-panel").waitFor();
    assert.deepEqual(await faults(page), []);
    await shoot("error");
    await page.keyboard.press("Escape");
    assert.deepEqual([errors, strayRequests], [[], []]);
  });

  test(`a ${theme} page that does not say which theme it has is known by its colours`, { skip }, async (t) => {
    const { page, show } = await openGallery(t, { theme, saysTheme: false });
    await show(resultsOf(manyRows(5)));
    assert.equal(await page.locator(".gx-gallery").getAttribute("data-theme"), theme);
    const other = theme === "dark" ? "light" : "dark";
    await page.evaluate(`document.body.className = "${other}"`);
    await page.locator(`.gx-gallery[data-theme=${other}]`).waitFor();
  });
}

test("an open picture follows when the page's theme changes", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf(manyRows(5)));
  await page.locator(".gx-tile").first().click();
  await page.evaluate(`document.body.className = "dark"`);
  await page.locator(".gx-lightbox[data-theme=dark]").waitFor();
});

for (const width of [1920, 700, 380]) {
  test(`at ${width} pixels nothing is cut off or lies over anything else`, { skip }, async (t) => {
    const { page, show } = await openGallery(t, { viewport: { width, height: 760 }, reducedMotion: "reduce" });
    await show(resultsOf(manyRows(60)));
    const isWhole = () => page.evaluate("document.documentElement.scrollWidth <= innerWidth");
    assert.equal(await isWhole(), true);
    await page.getByRole("button", { name: /Layla Haddad 3 / }).click();
    await shownPicture(page);
    assert.equal(await isWhole(), true);
    const outside =
      await page.evaluate(`[...document.querySelectorAll(".gx-lightbox .gx-control")].filter((control) => {
      const { left, right, top } = control.getBoundingClientRect();
      return left < 0 || right > innerWidth || top < 0;
    }).length`);
    assert.equal(outside, 0);
    const stage = await page.locator(".gx-stage").nth(1).boundingBox();
    assert.ok((stage?.height ?? 0) > 150);
    await page.screenshot({ path: join(SHOTS, `gallery-lightbox-${width}.png`) });
  });
}

test("whoever goes by keyboard sees where the focus is", { skip }, async (t) => {
  const { page, show } = await openGallery(t);
  await show(resultsOf(manyRows(10)));
  await page.keyboard.press("Tab");
  const outline = () =>
    page.evaluate("getComputedStyle(document.activeElement).outlineStyle + document.activeElement.className");
  assert.equal(await outline(), "solidgx-tile");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.match(String(await outline()), /^solid/);
});

test("nothing moves by itself for whoever wants no motion", { skip }, async (t) => {
  const { page, show } = await openGallery(t, { reducedMotion: "reduce" });
  await show(resultsOf(manyRows(3)));
  await page.locator(".gx-tile").first().click();
  await page.keyboard.press("+");
  await shownPicture(page);
  const times = await page.evaluate(
    `[".gx-large", ".gx-picture"].map((name) => getComputedStyle(document.querySelector(name)).transitionDuration)`,
  );
  assert.deepEqual(times, ["0s", "0s"]);
});
