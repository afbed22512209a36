import assert from "node:assert/strict";
import { test } from "node:test";
import { SplunkdStore } from "../../../src/stand-in/splunkd/store.ts";
import { withoutBrowser } from "../../helpers/browser.ts";
import { FRESH, openSetupPage } from "../../helpers/setup-page.ts";

const skip = withoutBrowser;
const SHOT = `<img src=x onerror="document.body.dataset.shot=1">"'&lt;`;
const LONG = `http://img.example/${"x".repeat(10_000)}`;

test("nothing that stands in a stanza is read as HTML, and a long value leaves the page readable", {
  skip,
}, async (t) => {
  const store = new SplunkdStore({
    ...FRESH,
    image: { ...FRESH.image, newsize: SHOT },
    [`server:${SHOT}`]: { url: SHOT, auth: SHOT, user: SHOT, [`header.${SHOT}`]: SHOT },
    "server:long": { url: LONG, auth: "basic", user: "y".repeat(10_000) },
    "server:__proto__": { url: "http://img.example/", constructor: "x" },
  });
  const { page, errors } = await openSetupPage(t, store);
  await page.getByRole("rowheader", { name: SHOT }).waitFor();
  await page.getByRole("button", { name: `Edit ${SHOT}` }).click();
  assert.equal(await page.getByLabel("Addresses").inputValue(), SHOT.split(" ").join("\n"));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Edit long" }).click();
  assert.equal(await page.getByLabel("Addresses").inputValue(), LONG);
  await page.getByRole("button", { name: `Remove ${SHOT}` }).click();
  await page.getByRole("button", { name: "Keep" }).click();
  assert.equal(await page.locator("body").getAttribute("data-shot"), null);
  assert.equal(await page.locator("#getimage-setup img").count(), 0);
  assert.equal(
    await page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
    true,
    "no sideways scrolling",
  );
  assert.deepEqual(errors, []);
});

test("a bad value that was written by hand is shown, for it stops every search", { skip }, async (t) => {
  const store = new SplunkdStore({ ...FRESH, "server:scans": { url: "http://img", usr: "x", verify: "maybe" } });
  const { page } = await openSetupPage(t, store);
  const warnings = page.getByRole("alert").filter({ hasText: "Every search stops until this is mended" });
  assert.match(await warnings.innerText(), /\[server:scans\] verify: expected true or false, received "maybe"/);
  assert.match(await warnings.innerText(), /\[server:scans\] usr: expected one of the keys/);
});

test("splunkd's words and a search's answers are text too", { skip }, async (t) => {
  const store = new SplunkdStore({ ...FRESH, "server:scans": { url: "http://img.example/rx" } });
  store.search = () => [
    200,
    { results: [{ image_status: SHOT, link: "javascript:alert(1)" }], messages: [{ type: "WARN", text: SHOT }] },
  ];
  const { page, errors } = await openSetupPage(t, store);
  await page.getByRole("button", { name: "Try scans" }).click();
  await page.getByLabel("Name of a picture").fill(SHOT);
  await page.getByRole("button", { name: "Fetch one picture" }).click();
  await page.getByRole("alert").filter({ hasText: SHOT }).waitFor();
  await page.getByText("javascript:alert(1)").waitFor();
  assert.equal(await page.locator("#getimage-setup img").count(), 0);
  assert.equal(await page.locator("body").getAttribute("data-shot"), null);
  assert.deepEqual(errors, []);
});
