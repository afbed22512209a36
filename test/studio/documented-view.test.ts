import assert from "node:assert/strict";
import { after, test } from "node:test";
import { textOf } from "../helpers/app-files.ts";
import { withoutBrowser } from "../helpers/browser.ts";
import { RECORDS } from "./site.ts";
import { openStudio, withoutRenderer } from "./studio.ts";

/** The example for Dashboard Studio in docs/pictures/dashboards.md, as it stands there, but for the address of the image server. */
const skip = withoutBrowser || withoutRenderer;
const studio = skip ? undefined : await openStudio({ after });

test("the documented Studio example shows a table and thumbnails, and a click shows the picture", {
  skip,
}, async (t) => {
  assert.ok(studio);
  const [, json = ""] = /```json\n(\{\n {2}"title"[\s\S]*?\n\})\n```/.exec(textOf("docs/pictures/dashboards.md")) ?? [];
  const definition = json.replace("http://10.211.55.3/icons", studio.site.servers.good);
  assert.notEqual(definition, json);
  const xml = `<dashboard version="2" theme="light"><label>Example</label><definition><![CDATA[${definition}]]></definition></dashboard>`;
  const splunk = await studio.splunk({ records: RECORDS, views: new Map([["example", xml]]) });
  const { page, faults, said, strangers } = await studio.show(t, splunk, "example");
  await page.getByText("Chidi Okafor").first().waitFor();
  const thumbs = page.locator('a[href^="/en-US/splunkd/__raw/"] img[src^="data:image/jpeg;base64,"]');
  await thumbs.first().waitFor();
  assert.equal(await thumbs.count(), 12);
  await page.getByText("Chidi Okafor").first().click();
  const large = page.locator('img[src^="/en-US/splunkd/__raw/services/rx_image_review_app/image/"]');
  await large.waitFor();
  await page.waitForFunction("[...document.images].every((image) => image.complete && image.naturalWidth > 0)");
  assert.equal(await page.getByText("$").count(), 0, "no name of a token is shown");
  assert.deepEqual([await faults(), said, strangers, splunk.faults], [[], [], [], []]);
});
