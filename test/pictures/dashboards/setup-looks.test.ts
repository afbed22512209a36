import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { SplunkdStore } from "../../../src/stand-in/splunkd/store.ts";
import { withoutBrowser } from "../../helpers/browser.ts";
import { FRESH, openSetupPage } from "../../helpers/setup-page.ts";

const skip = withoutBrowser;
const STANZAS = { ...FRESH, "server:xray": { url: "https://pacs.example/rx", auth: "basic", user: "splunk" } };

/** Brightness from 0 to 1, and the contrast of two, as WCAG 2 reckons them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Every text of the page with its colour and the ground on which it stands. */
async function textColours(page: Page): Promise<readonly (readonly [text: string, colour: string, ground: string])[]> {
  return page.evaluate(`[...document.querySelectorAll("#getimage-setup *")].flatMap((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own && !element.matches("input, select, textarea") || !element.checkVisibility()) return [];
    let at = element;
    while (at.parentElement && getComputedStyle(at).backgroundColor === "rgba(0, 0, 0, 0)") at = at.parentElement;
    return [[element.textContent || element.id, getComputedStyle(element).color, getComputedStyle(at).backgroundColor]];
  })`);
}

for (const theme of ["light", "dark"] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`on a ${theme} page every text is readable, also where the browser prefers ${colorScheme}`, {
      skip,
    }, async (t) => {
      const { page } = await openSetupPage(t, new SplunkdStore(STANZAS), { theme, colorScheme });
      assert.equal(await page.locator("#getimage-setup").getAttribute("data-theme"), theme);
      await page.getByRole("button", { name: "Edit xray" }).click();
      await page.getByLabel("Addresses").fill("nowhere");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      const colours = await textColours(page);
      assert.ok(colours.length > 40);
      const weak = colours.filter(([, colour, ground]) => contrast(colour, ground) < 4.5);
      assert.deepEqual(weak, []);
    });
  }
}

test("the page follows when Splunk Web's theme changes", { skip }, async (t) => {
  const { page } = await openSetupPage(t, new SplunkdStore(STANZAS));
  await page.evaluate(`document.body.className = "dark"`);
  await page.locator("#getimage-setup[data-theme=dark]").waitFor();
});

for (const width of [1280, 1024, 400]) {
  test(`at ${width} pixels nothing is cut off, and every control has its label`, { skip }, async (t) => {
    const { page } = await openSetupPage(t, new SplunkdStore(STANZAS), { viewport: { width, height: 800 } });
    await page.getByRole("button", { name: "Edit xray" }).click();
    await page.getByText("More settings").click();
    assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    const unnamed = await page.evaluate(
      `[...document.querySelectorAll("#getimage-setup :is(input, select, textarea)")]
        .filter((control) => control.labels.length !== 1).map((control) => control.id)`,
    );
    assert.deepEqual(unnamed, []);
  });
}

test("whoever goes by keyboard sees where the focus is", { skip }, async (t) => {
  const { page } = await openSetupPage(t, new SplunkdStore(STANZAS));
  await page.keyboard.press("Tab");
  const outline = await page.evaluate(
    "getComputedStyle(document.activeElement).outlineStyle + document.activeElement.tagName",
  );
  assert.equal(outline, "solidBUTTON");
});
