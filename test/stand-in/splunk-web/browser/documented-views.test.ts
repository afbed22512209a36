import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { ENDPOINT_URL } from "../../../../src/pictures/contract.ts";
import { startBrowser, withoutBrowser } from "../../../helpers/browser.ts";
import { openPreviewPage, settled, startPreview, untilTrue } from "../../../helpers/preview.ts";
import { URL_BASE } from "../../../helpers/sample-search.ts";
import { PROJECT } from "../../../helpers/samples.ts";

/** The examples of docs/pictures/dashboards.md, as they stand there, but for the address of the image server. */
const DOC = readFileSync(join(PROJECT, "docs/pictures/dashboards.md"), "utf8");
const EXAMPLES = [...DOC.matchAll(/^```xml\n(.*?)^```/gms)].map(([, xml = ""]) =>
  xml.replaceAll("http://10.211.55.3/icons", URL_BASE),
);

/** Once it has come and taken its place, the large picture is as wide and high as the file says. */
const IN_ITS_SHAPE = `(() => {
  const { naturalWidth, naturalHeight, offsetWidth, offsetHeight } = document.querySelector("dialog[open] .gx-large");
  return naturalWidth > 400 && Math.abs(offsetWidth / offsetHeight - naturalWidth / naturalHeight) < 0.01;
})()`;

if (withoutBrowser) test("the documented examples", { skip: withoutBrowser }, () => {});
else await testExamples();

async function testExamples(): Promise<void> {
  const [table = "", gallery = ""] = EXAMPLES;
  // One dashboard with both, whose style sheets must leave each other alone.
  const both = table.replace("</dashboard>", `${/<row>.*?<\/row>/s.exec(gallery)?.[0]}</dashboard>`);
  const views = { documented_table: table, documented_gallery: gallery, both };
  const [browser, preview] = await Promise.all([
    startBrowser(),
    startPreview({ after }, { views, servers: [URL_BASE] }),
  ]);
  after(() => browser.close());

  test("the documented table shows small pictures, states and reasons, and a click opens the picture", async (t) => {
    const { page, faults } = await openPreviewPage(t, browser, preview.view("documented_table"));
    await settled(page);
    await page.locator("img.rx-thumb").nth(5).waitFor();
    await untilTrue(page, "[...document.querySelectorAll('img.rx-thumb')].every((each) => each.naturalWidth > 0)");
    assert.match(await page.locator("tbody tr", { hasText: "Emre Yilmaz" }).innerText(), /No picture.*404 Not Found/s);
    assert.equal(await page.locator("th", { hasText: "link" }).count(), 0);
    const [opened] = await Promise.all([
      page.context().waitForEvent("page"),
      page.locator("tbody tr", { hasText: "Elena Garcia" }).click(),
    ]);
    await opened.waitForLoadState();
    assert.ok(new URL(opened.url()).pathname.startsWith(ENDPOINT_URL));
    assert.equal(await opened.evaluate("document.contentType"), "image/jpeg");
    assert.deepEqual(faults, []);
  });

  test("a gallery beside a table with pictures shows them in their own shape", async (t) => {
    const { page, faults } = await openPreviewPage(t, browser, preview.view("both"));
    await settled(page);
    await page.locator("[role=gridcell]", { hasText: "Elena Garcia" }).click();
    const large = page.locator("dialog[open] .gx-large").first();
    await large.waitFor();
    for (const key of ["0", "1", "w"]) {
      await page.keyboard.press(key);
      await untilTrue(page, IN_ITS_SHAPE);
    }
    assert.deepEqual(faults, []);
  });

  test("the documented gallery is set up as its options say, and a click sets the token of the panel below", async (t) => {
    const { page, faults } = await openPreviewPage(t, browser, preview.view("documented_gallery"));
    const tiles = page.locator("[role=gridcell]");
    await tiles.first().waitFor();
    assert.match(await tiles.first().innerText(), /Thandi Mbeki.*No picture/s, "the worst come first");
    const others = page.locator("h2", { hasText: "Other records of" });
    assert.equal(await others.isVisible(), false);
    await tiles.first().click();
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    await others.waitFor();
    assert.equal(await others.innerText(), "Other records of Thandi Mbeki");
    await settled(page);
    assert.ok((await page.locator("tbody").innerText()).includes("Thandi Mbeki"));
    assert.deepEqual(faults, []);
  });
}

test("the documented macros are all that the views ask for, and are shipped as documented", () => {
  const shipped = readFileSync(join(PROJECT, "app/default/macros.conf"), "utf8");
  for (const [, name = "", definition = ""] of DOC.matchAll(/^\| `(rx_\w+)` \| [^|]+ \| `([^`]+)` \|$/gm)) {
    assert.ok(shipped.includes(`[${name}]\ndefinition = ${definition}\n`), name);
  }
  assert.equal([...shipped.matchAll(/^\[rx_/gm)].length, [...DOC.matchAll(/^\| `rx_\w+` \| [^|]+ \| `/gm)].length);
});
