import assert from "node:assert/strict";
import { test } from "node:test";
import { configureApp } from "../../../src/stand-in/home/splunk-home.ts";
import { oneShot } from "../../../src/stand-in/splunkd/search-jobs.ts";
import { Searches } from "../../../src/stand-in/splunkd/searches.ts";
import { SplunkdStore } from "../../../src/stand-in/splunkd/store.ts";
import { withoutBrowser } from "../../helpers/browser.ts";
import { installApp } from "../../helpers/installed-app.ts";
import { server, URL_BASE } from "../../helpers/sample-search.ts";
import { FRESH, openSetupPage } from "../../helpers/setup-page.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

test("what an admin saves is what the command takes: add a server, explain, fetch", {
  skip: withoutBrowser,
}, async (t) => {
  const store = new SplunkdStore(FRESH);
  const app = installApp(tempFolder(t), "");
  const searches = new Searches({
    events: { columns: [], rows: [] },
    macros: () => undefined,
    command: app.command,
    searchInfo: {},
  });
  store.search = (search) => {
    configureApp(app.settings, confOf(store));
    return oneShot(searches, { search, earliest: "", latest: "" });
  };
  const { page } = await openSetupPage(t, store);
  await page.getByRole("button", { name: "Add a server" }).click();
  await page.getByLabel("Label", { exact: true }).fill("samples");
  await page.getByLabel("Addresses").fill(URL_BASE);
  await page.getByText("More settings").click();
  await page.getByLabel("Seconds to connect").fill("1.5");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  // A key that was emptied through REST stays in the file without a value.
  await page.getByRole("button", { name: "Edit samples" }).click();
  await page.getByText("More settings").click();
  await page.getByLabel("Seconds to connect").fill("");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Edit samples" }).waitFor();
  await page.getByRole("button", { name: "Try samples" }).click();
  await page.getByLabel("Name of a picture").fill("pill_novak.png");
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByText("would be fetched: it is not in the cache").waitFor();
  assert.equal(server.requests(), 0);
  await page.getByRole("button", { name: "Fetch one picture" }).click();
  await page.getByText(/^\/en-US\/splunkd\/__raw\/services\/rx_image_review_app\/image\//).waitFor();
  assert.deepEqual(store.stanzas.get("server:samples"), { url: URL_BASE, connect_timeout: "" });
});

/** The stanzas that the page has written, as splunkd would write them into the file. */
function confOf({ stanzas }: SplunkdStore): string {
  const lines = [...stanzas].map(([stanza, keys]) => [
    `[${stanza}]`,
    ...Object.entries(keys).map(([key, value]) => `${key} = ${value}`),
  ]);
  return lines.flat().join("\n");
}
