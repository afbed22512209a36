import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../../../src/stand-in/splunkd/rest.ts";
import { SplunkdStore } from "../../../src/stand-in/splunkd/store.ts";
import { withoutBrowser } from "../../helpers/browser.ts";
import { FRESH, openSetupPage } from "../../helpers/setup-page.ts";

const skip = withoutBrowser;
const SCANS = { ...FRESH, "server:scans": { url: "http://10.211.55.3/icons http://10.211.55.4/icons" } };
const FIELDS = "| table image_status image_error image_error_text link";

test("one picture is explained, then fetched and shown, by the search command itself", { skip }, async (t) => {
  const store = new SplunkdStore(SCANS);
  const searches: string[] = [];
  store.search = (spl) => {
    searches.push(spl);
    const fetched = { image_status: "ok", image_error: "", image_error_text: "", link: "/static/app/x/cache/a.jpg" };
    const explained = { image_status: "explain", image_error_text: "would be fetched: it is not in the cache" };
    return [200, { results: [spl.includes("explain=true") ? explained : fetched], messages: [] }];
  };
  const { page } = await openSetupPage(t, store);
  await page.getByRole("button", { name: "Try scans" }).click();
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByText("Expected a name").waitFor();
  await page.getByLabel("Name of a picture").fill("rx_garcia_0412.tif");
  await page.keyboard.press("Enter");
  await page.getByText("would be fetched: it is not in the cache").waitFor();
  await page.getByRole("button", { name: "Fetch one picture" }).click();
  await page.getByText("/static/app/x/cache/a.jpg").waitFor();
  assert.equal(await page.getByAltText("The picture").getAttribute("src"), "/static/app/x/cache/a.jpg");
  const search = '| makeresults | eval f="rx_garcia_0412.tif" | getimage f "http://10.211.55.3/icons"';
  assert.deepEqual(searches, [`${search} explain=true ${FIELDS}`, `${search} ${FIELDS}`]);
  const [sent] = store.requests.filter(({ path }) => path[0] === "search");
  assert.deepEqual([sent?.form.get("exec_mode"), sent?.form.get("output_mode")], ["oneshot", "json"]);
});

for (const [name, answer, wanted] of [
  ["is refused", refusal(403, "no"), /You may not run a search\. .* capability search\. Splunk says: no/],
  ["fails", refusal(400, "Unknown search command 'getimage'."), /Unknown search command 'getimage'/],
  ["ends with a message", [200, { results: [], messages: [{ type: "FATAL", text: "bad value" }] }], /bad value/],
  ["gives nothing at all", [200, { results: [] }], /The search gave no row/],
] as const) {
  test(`a search that ${name} says so`, { skip }, async (t) => {
    const store = new SplunkdStore(SCANS);
    store.search = () => answer;
    const { page } = await openSetupPage(t, store);
    await page.getByRole("button", { name: "Try scans" }).click();
    await page.getByLabel("Name of a picture").fill("a.tif");
    await page.getByRole("button", { name: "Fetch one picture" }).click();
    await page.getByRole("alert").filter({ hasText: wanted }).waitFor();
    assert.ok(await page.getByRole("button", { name: "Fetch one picture" }).isEnabled());
  });
}
