import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startBrowser, withoutBrowser } from "../../../helpers/browser.ts";
import { openPreviewPage, settled, startPreview, untilTrue } from "../../../helpers/preview.ts";

const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  '"><svg onload=alert(1)>',
  "\u202egnp.exe",
  "$shown$ $row.Record$ `rx_records`",
];

const TABLE = (id: string, query: string, more = ""): string =>
  `<table id="${id}"><search><query>${query}</query></search>${more}</table>`;

const VIEWS: Readonly<Record<string, string>> = {
  limits: `<dashboard version="1.1"><label>Limits</label>
    <row><panel><title>Unknown</title>${TABLE("unknown", "`rx_records` | rex x | table x")}</panel>
    <panel><title>Refused</title>${TABLE("refused", "`rx_records` | getimage image_file")}</panel></row>
    <row><panel><title>A chart</title><chart><search><query>x</query></search></chart></panel>
    <panel><title>A report</title><table id="report"><search ref="Some report"/></table></panel>
    <panel><title>Handlers</title><table id="handlers"><search><query>*</query><done><set token="a">1</set></done></search></table></panel>
    <panel><title>No base</title><table id="baseless"><search base="nowhere"><query>stats count</query></search></table></panel></row>
    <row><panel><title>No such visualization</title><viz id="none" type="rx_image_review_app.none"><search><query>*</query></search></viz></panel></row>
  </dashboard>`,
  form: `<form version="1.1" script="missing.js"><label>A form</label>
    <init><set token="from_start">begun</set></init>
    <fieldset submitButton="true">
      <input type="text" token="who"><label>Who</label><default>*</default><prefix>Patient_Name="</prefix><suffix>"</suffix></input>
      <input type="checkbox" token="kinds"><label>Kinds</label><choice value="tif">TIFF</choice><choice value="png">PNG</choice>
        <default>tif,png</default><valuePrefix>image_file="*.</valuePrefix><valueSuffix>"</valueSuffix><delimiter> OR </delimiter></input>
      <input type="radio" token="mode" searchWhenChanged="true"><label>Mode</label><choice value="a">A</choice><choice value="b">B</choice>
        <default>a</default><change><condition value="b"><set token="extra">on</set></condition><condition><unset token="extra"></unset></condition></change></input>
    </fieldset>
    <row><panel><title>Found</title>${TABLE(
      "found",
      "`rx_records` | search $who$ ($kinds$) | table Patient_Name, image_file",
      `<option name="count">5</option><option name="drilldown">cell</option><drilldown><condition field="image_file"><set token="file">$click.value2$</set></condition>
       <condition field="*"><set token="name">$row.Patient_Name$</set><unset token="file"/></condition></drilldown>`,
    )}</panel></row>
    <row depends="$extra$"><panel><html><p id="extra">Extra</p></html></panel></row>
    <row rejects="$extra$"><panel><html><p id="usual">Usual, $from_start$</p></html></panel></row>
    <row><panel depends="$name$"><html><p id="name">Name: $name$</p></html></panel>
      <panel depends="$file$"><html><p id="file">File: <b title="$file$">$file$</b> <img src="$file$" alt="x"/> <a href="$file$">link</a></p></html></panel>
      <panel>${TABLE("waiting", "`rx_records` | search image_file=$file|s$ | table image_file")}</panel></row>
  </form>`,
};

if (withoutBrowser) test("views of one's own in the preview", { skip: withoutBrowser }, () => {});
else await testViews();

async function testViews(): Promise<void> {
  const browser = await startBrowser();
  after(() => browser.close());

  test("a panel says what the preview does not do, and what the command refuses", async (t) => {
    const preview = await startPreview(t, { views: VIEWS });
    const { page } = await openPreviewPage(t, browser, preview.view("limits"));
    await settled(page);
    const told = async (id: string): Promise<string> => page.locator(`#${id}`).innerText();
    assert.match(await told("unknown"), /"rex" is not part of this preview.*Splunk runs it all/);
    assert.match(await told("refused"), /Error in 'getimage' command: no image server given/);
    assert.match(await told("report"), /the preview runs no reports/);
    assert.match(await told("baseless"), /no search "nowhere"/);
    assert.match(await told("handlers"), /The preview leaves out <done> of this panel/);
    assert.match(await page.locator(".pv-panel", { hasText: "A chart" }).innerText(), /draws no <chart>; Splunk does/);
    assert.match(await told("none"), /could not be loaded/);
  });

  test("a form with a button waits for it; text, check boxes, changes, conditions and hidden rows work", async (t) => {
    const preview = await startPreview(t, { views: VIEWS });
    const { page } = await openPreviewPage(t, browser, preview.view("form"));
    const status = page.locator("#found .pv-status");
    await status.filter({ hasText: "result" }).waitFor();
    const all = await status.innerText();
    await page.getByText("missing.js of the app could not be loaded").waitFor();
    assert.equal(await page.locator("#usual").innerText(), "Usual, begun");

    await page.getByLabel("Who").fill("*Garcia*");
    await page.getByLabel("PNG").uncheck();
    assert.equal(await status.innerText(), all);
    await page.getByRole("button", { name: "Submit" }).click();
    await status.filter({ hasText: "1 result" }).waitFor();

    assert.equal(await page.locator("#extra").isVisible(), false);
    await page.getByLabel("B", { exact: true }).check();
    await page.locator("#extra").waitFor();
    assert.equal(await page.locator("#usual").isVisible(), false);
    await page.getByLabel("A", { exact: true }).check();
    await page.locator("#usual").waitFor();

    const waiting = page.locator("#waiting .pv-status");
    assert.equal(await waiting.innerText(), "Search is waiting for input: file");
    await page.locator('#found td[data-field="image_file"]').click();
    await page.locator("#file b", { hasText: /^rx_garcia_0412\.tif$/ }).waitFor();
    await waiting.filter({ hasText: "1 result" }).waitFor();
    await page.locator('#found td[data-field="Patient_Name"]').click();
    await page.locator("#name", { hasText: /^Name: Elena Garcia$/ }).waitFor();
    await page.locator("#file").waitFor({ state: "hidden" });
    await waiting.filter({ hasText: "waiting" }).waitFor();
  });

  test("nothing of a hostile record is run, loaded or followed, in tables, panels and the gallery", async (t) => {
    const records = HOSTILE.map((text) =>
      [text, text, text].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","),
    );
    const csv = ["Patient_Name,Prescription,image_file", ...records, `${"x".repeat(1_000_000)},y,z`].join("\n");
    const preview = await startPreview(t, {
      csv,
      views: {
        hostile: `<dashboard version="1.1"><label>x</label><row><panel>${TABLE(
          "rows",
          "`rx_records` | table Patient_Name, image_file",
          '<drilldown><condition field="image_file"><link target="_blank">$row.image_file|n$</link></condition><set token="file">$row.Patient_Name$</set></drilldown>',
        )}</panel>
        <panel><html><p id="shown">$file$</p><img id="picture" src="$file$" alt="$file$"/><a id="link" href="$file$">$file$</a></html></panel></row></dashboard>`,
      },
    });
    const { page, faults } = await openPreviewPage(t, browser, preview.view("hostile"));
    await settled(page);
    const opened: string[] = [];
    page.context().on("page", (other) => opened.push(other.url()));
    for (const [index, text] of HOSTILE.entries()) {
      const row = page.locator("#rows tbody tr").nth(index);
      assert.equal(await row.locator("td").first().innerText(), text);
      await row.locator("td").first().click();
      await untilTrue(page, `document.getElementById("shown").textContent === ${JSON.stringify(text)}`);
      assert.equal(await page.locator("#picture").getAttribute("src"), null);
      assert.equal(await page.locator("#link").getAttribute("href"), null);
      await row.locator("td").nth(1).click();
    }
    for (const view of ["rx_images_review", "rx_images_classic", "rx_images_gallery"]) {
      await page.goto(preview.view(view));
      await settled(page);
      assert.equal(await page.locator('main script, main svg[onload], img[src="x"]').count(), 0);
    }
    assert.deepEqual([opened, faults], [[], []]);
  });
}
