import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { OUTPUT_FIELDS } from "../../../../src/pictures/contract.ts";
import { startBrowser, withoutBrowser } from "../../../helpers/browser.ts";
import { openPreviewPage, settled, startPreview } from "../../../helpers/preview.ts";
import { PROJECT } from "../../../helpers/samples.ts";

/**
 * What the scripts of tables guard against, when hostile values stand in the very columns that they draw and follow. The
 * command never lets them through, so these are the shipped views without it, over records that bring such columns.
 */
const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+",
  "//evil.example/x.png",
  "https://evil.example/steal",
  "/\\evil.example/x.png",
  "/en-US/account/logout",
  "/en-US/splunkd/__raw/services/search/jobs/export?search=x",
  "/en-US/splunkd/__raw/services/rx_image_review_app/image/../../../account/logout",
  '"><svg onload=alert(1)>',
  "ERROR CONNECTION TO IMAGE SERVER Connection refused.",
  "\u202egnp.exe",
  "x".repeat(1_000_000),
];
const COLUMNS = ["Patient_Name", "Prescription", "image_file", ...OUTPUT_FIELDS];
const CSV = [
  COLUMNS.join(","),
  ...HOSTILE.map((text) => {
    const cell = `"${text.replaceAll('"', '""')}"`;
    // A state of its own for some, so that the panel shows its picture.
    return COLUMNS.map((name) => (name === "image_severity" ? "low" : cell)).join(",");
  }),
].join("\n");

function withoutCommand(view: string): string {
  const xml = readFileSync(join(PROJECT, `app/default/data/ui/views/${view}.xml`), "utf8");
  return xml
    .replace(/\| getimage [^|]*/g, "")
    .replaceAll('<option name="count">10</option>', '<option name="count">50</option>');
}

const OWN = `<dashboard version="1.1" script="tables.js" stylesheet="pictures.css"><label>Own</label><row><panel>
  <table id="records"><search><query>\`rx_records\` | table thumb, image_severity, image_error_text, link</query></search>
  <option name="count">50</option><option name="drilldown">row</option>
  <drilldown><link target="_blank">$row.link|n$</link></drilldown></table></panel></row></dashboard>`;

/** Addresses of pictures and links on the page that lead anywhere but to pictures. */
const STRAY = `[...document.querySelectorAll("main img[src], main a[href]")]
  .map((each) => each.getAttribute("src") ?? each.getAttribute("href"))
  .filter((address) => !/^data:image\\/(png|jpeg|gif|webp);base64,|^[/]static[/]/.test(address))`;

if (withoutBrowser) test("hostile columns in the shipped views", { skip: withoutBrowser }, () => {});
else await testColumns();

async function testColumns(): Promise<void> {
  const views = { review: withoutCommand("rx_images_review"), classic: withoutCommand("rx_images_classic"), own: OWN };
  const [browser, preview] = await Promise.all([startBrowser(), startPreview({ after }, { csv: CSV, views })]);
  after(() => browser.close());

  for (const [view, table] of [
    ["review", "#records"],
    ["classic", "#pictures"],
    ["classic", "#troubleshooting"],
    ["own", "#records"],
  ] as const) {
    test(`nothing in the columns of ${view} ${table} is loaded, run or followed`, async (t) => {
      const { page, faults } = await openPreviewPage(t, browser, preview.view(view));
      const opened: string[] = [];
      page.context().on("page", (other) => opened.push(other.url()));
      await settled(page);
      const rows = page.locator(`${table} tbody tr`);
      assert.equal(await rows.count(), HOSTILE.length);
      await page.locator(`${table} .rx-badge`).first().waitFor();
      for (let row = 0; row < HOSTILE.length; row++) {
        await rows.nth(row).locator("td").first().click();
        assert.deepEqual(await page.evaluate(STRAY), [], HOSTILE[row]?.slice(0, 80));
        if (view === "review") await panelTells(page, HOSTILE[row] ?? "");
      }
      assert.equal(await page.locator("main script:not([type]), main svg[onload]").count(), 0);
      assert.deepEqual([opened, faults], [[], []]);
    });
  }
}

async function panelTells(page: Page, text: string): Promise<void> {
  const panel = page.locator("#rx-picture");
  await panel.locator("h3").waitFor();
  const said = await panel.innerText();
  assert.ok(said.length < 20_000, `${said.length} characters`);
  assert.ok(!said.includes("\u202e"));
  if (text.startsWith("<img")) assert.ok(said.includes(text), "markup is shown as text");
}
