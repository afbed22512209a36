import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Locator } from "playwright-core";
import { ENDPOINT_URL } from "../../../../src/pictures/contract.ts";
import { startBrowser, withoutBrowser } from "../../../helpers/browser.ts";
import { openPreviewPage, settled, startPreview, untilTrue } from "../../../helpers/preview.ts";
import { PROJECT } from "../../../helpers/samples.ts";

const SHOTS = join(PROJECT, "dist/screenshots");

/** Whether all pictures in a place have come. */
async function areLoaded(pictures: Locator): Promise<boolean> {
  return pictures.evaluateAll((all) => all.every((each) => "naturalWidth" in each && Number(each.naturalWidth) > 0));
}

if (withoutBrowser) test("the shipped views in the preview", { skip: withoutBrowser }, () => {});
else await testViews();

async function testViews(): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  const [browser, preview] = await Promise.all([startBrowser(), startPreview({ after })]);
  after(() => browser.close());

  for (const theme of ["light", "dark"] as const) {
    test(`review shows records with thumbnails, and a click the large picture (${theme})`, async (t) => {
      const { page, faults } = await openPreviewPage(t, browser, preview.view("rx_images_review"), {
        colorScheme: theme,
      });
      const records = page.locator("#records tbody tr");
      await records.nth(9).waitFor();
      assert.equal(await records.count(), 10);
      await page.locator("#records img.rx-thumb").nth(9).waitFor();
      assert.ok(await areLoaded(page.locator("#records img.rx-thumb")));
      assert.equal(await page.locator("#rx-picture").isVisible(), false);

      await records.first().click();
      const large = page.locator("#rx-picture img");
      await large.waitFor();
      await untilTrue(page, "document.querySelector('#rx-picture img').naturalWidth > 0");
      assert.ok((await large.getAttribute("src"))?.startsWith(ENDPOINT_URL));
      assert.match(await page.locator("#rx-picture").innerText(), /Elena Garcia/);
      assert.equal(await page.locator("#rx-picture").getAttribute("data-theme"), theme);
      await page.screenshot({ path: join(SHOTS, `preview-review-${theme}.png`), fullPage: true });
      assert.deepEqual(faults, []);
    });

    test(`classic shows both tables, and a click opens the picture by itself (${theme})`, async (t) => {
      const { page, faults } = await openPreviewPage(t, browser, preview.view("rx_images_classic"), {
        colorScheme: theme,
      });
      await page.locator("#troubleshooting tbody tr").nth(9).waitFor();
      const rows = page.locator("#pictures tbody tr");
      await rows.nth(9).waitFor();
      await page.locator("#pictures .rx-badge").first().waitFor();
      const [opened] = await Promise.all([page.context().waitForEvent("page"), rows.first().click()]);
      await opened.waitForLoadState();
      assert.ok(new URL(opened.url()).pathname.startsWith(ENDPOINT_URL));
      assert.equal(await opened.evaluate("document.contentType"), "image/jpeg");
      await page.screenshot({ path: join(SHOTS, `preview-classic-${theme}.png`), fullPage: true });
      assert.deepEqual(faults, []);
    });

    test(`gallery shows a tile for each record, with its picture (${theme})`, async (t) => {
      const { page, faults } = await openPreviewPage(t, browser, preview.view("rx_images_gallery"), {
        colorScheme: theme,
      });
      await page.locator("#gallery img").nth(5).waitFor();
      await untilTrue(page, "[...document.querySelectorAll('#gallery img')].every((each) => each.naturalWidth > 0)");
      await page.screenshot({ path: join(SHOTS, `preview-gallery-${theme}.png`), fullPage: true });
      assert.deepEqual(faults, []);
    });
  }

  test("inputs run the searches anew, and the address keeps them", async (t) => {
    const { page, faults } = await openPreviewPage(t, browser, preview.view("rx_images_review"));
    await page.locator("#records tbody tr").nth(9).waitFor();
    await page.getByLabel("Only errors").check();
    await page.locator("#records .pv-status", { hasText: "6 results" }).waitFor();
    assert.equal(await page.locator("#records .rx-severe").count(), 6);
    assert.match(page.url(), /form\.shown=image_status%3Derror/);

    const servers = page.getByLabel("Image server");
    assert.equal(await servers.locator("option").count(), 2);
    await page.getByLabel("All records").check();
    await servers.selectOption({ index: 1 });
    await page.locator("#counts .pv-status", { hasText: "2 results" }).waitFor();
    await page.locator("#records .pv-status", { hasText: /^1\d results/ }).waitFor();

    await page.getByLabel("Time").selectOption("Last 15 minutes");
    await page.locator("#records .pv-status", { hasText: /^1\d results/ }).waitFor();
    await page.reload();
    assert.equal(await page.getByLabel("Time").inputValue(), "-15m to now");
    await page.locator("#records .pv-status", { hasText: /^1\d results/ }).waitFor();
    assert.deepEqual(faults, []);
  });

  test("a row can be walked to and opened by the keyboard, and the table turned and put in order", async (t) => {
    const { page, faults } = await openPreviewPage(t, browser, preview.view("rx_images_review"));
    const rows = page.locator("#records tbody tr");
    await rows.nth(9).waitFor();
    await rows.nth(1).focus();
    await page.keyboard.press("Enter");
    await page.locator("#rx-picture", { hasText: "Chidi Okafor" }).waitFor();

    await page.locator("#records th button", { hasText: "Record" }).click();
    const names = page.locator('#records td[data-field="Record"]');
    const ascending = await names.allInnerTexts();
    assert.deepEqual(ascending, ascending.toSorted());
    assert.equal(await page.locator('#records th[aria-sort="ascending"]').innerText(), "Record");
    await page.locator("#records th button", { hasText: "Record" }).click();
    assert.equal(await page.locator('#records th[aria-sort="descending"]').count(), 1);
    await page.getByRole("navigation", { name: "Pages of the table" }).getByLabel("Page 2").click();
    assert.equal(await rows.count(), 9);
    assert.deepEqual(faults, []);
  });

  test("the theme can be chosen, stays chosen, and the app's own parts follow it", async (t) => {
    const { page } = await openPreviewPage(t, browser, preview.view("rx_images_review"), { colorScheme: "light" });
    await page.locator("#rx-picture[data-theme=light]").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Dark colours" }).click();
    await page.locator("#rx-picture[data-theme=dark]").waitFor({ state: "attached" });
    await page.reload();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  });

  test("a link carries the values of all inputs", async (t) => {
    const values = { "form.rows": "50", "form.shown": "image_status=error", "form.when.earliest": "-15m" };
    const { page } = await openPreviewPage(
      t,
      browser,
      preview.view("rx_images_review", `?${new URLSearchParams(values)}`),
    );
    await page.locator("#records .pv-status", { hasText: "6 results" }).waitFor();
    assert.equal(await page.getByLabel("Only errors").isChecked(), true);
    assert.equal(await page.getByLabel("Records at most").inputValue(), "50");
    assert.equal(await page.getByLabel("Time").inputValue(), "-15m to now");
    const query = new URL(page.url()).searchParams;
    for (const [name, value] of Object.entries(values)) assert.equal(query.get(name), value);
  });

  for (const [token, value, told] of [
    ["shown", "* | collect index=main", /"collect" is not part of this preview/],
    ["shown", '"', /Unbalanced quotes/],
    ["shown", "<img src=x onerror=alert(1)>", /Cannot read the search/],
    ["server", '"><script>alert(1)</script>', /No results found/],
    ["server", '" OR image_source="*', /No results found/],
    ["server", "\\", /No results found/],
    ["rows", "1 | delete", /"delete" is not part of this preview/],
    ["size", '500x500 "http://evil.example/x"', /evil\.example|1\d results/],
    ["size", "javascript:alert(1)", /Error in 'getimage' command/],
    ["when.earliest", "<script>alert(1)</script>", /Invalid time/],
  ] as const) {
    test(`a link with form.${token}=${value} does no harm`, async (t) => {
      const query = `?${new URLSearchParams({ [`form.${token}`]: value, "form.when.latest": "now" })}`;
      const { page, faults } = await openPreviewPage(t, browser, preview.view("rx_images_review", query));
      await settled(page);
      assert.match(await page.locator("#records").innerText(), told);
      assert.equal(await page.locator("script:not([src]):not([type])").count(), 0);
      assert.equal(await page.locator('img[src="x"]').count(), 0);
      assert.deepEqual(faults, []);
    });
  }

  test("no page has a serious fault of accessibility", async (t) => {
    const axe = join(PROJECT, "node_modules/axe-core/axe.min.js");
    for (const colorScheme of ["light", "dark"] as const) {
      for (const view of ["rx_images_review", "rx_images_classic", "rx_images_gallery", "setup"]) {
        const { page } = await openPreviewPage(t, browser, preview.view(view), { colorScheme, bypassCSP: true });
        if (view !== "setup") await page.locator(".pv-status", { hasText: "result" }).last().waitFor();
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate<Violations>("axe.run().then(({ violations }) => violations)");
        assert.deepEqual(
          found
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }) => [view, colorScheme, id, nodes.map(({ html }) => html.slice(0, 150))]),
          [],
        );
        await page.close();
      }
    }
  });
}

/** What axe-core finds, as far as it is told here. */
type Violations = readonly {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}[];
