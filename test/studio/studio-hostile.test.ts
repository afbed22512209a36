import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withoutBrowser } from "../helpers/browser.ts";
import { type PatientRecord, RECORDS } from "./site.ts";
import { openStudio, withoutRenderer } from "./studio.ts";

/**
 * Records that want to be more than text, in both Studio views: nothing of them is executed or loaded. The page bears
 * the header that Splunk sends with a dashboard of Studio, and anything off this machine would be seen.
 */
const skip = withoutBrowser || withoutRenderer;
const studio = skip ? undefined : await openStudio({ after });

const EVIL = "http://evil.example";
const HOSTILE: readonly (readonly [what: string, value: string])[] = [
  ["a script", `<script>alert(1)</script>`],
  ["a broken picture", `<img src=x onerror="alert(1)">`],
  ["a frame", `"><iframe src="${EVIL}/frame"></iframe>`],
  ["a picture in Markdown", `![x](//evil.example/x.png)`],
  ["a picture in Markdown of a web server", `![x](${EVIL}/y.png)`],
  ["a link in Markdown", `[click](javascript:alert(1))`],
  ["what closes the text of a link", `](javascript:alert(1)) ![z](${EVIL}/z.png)`],
  ["what closes a title", `x")![q](${EVIL}/q.png`],
  ["a definition in Markdown", `[rx]: ${EVIL}/r.png`],
  ["an address in angles", `<${EVIL}/angle>`],
  ["a scheme", `javascript:alert(document.domain)`],
  ["a page as an address", `data:text/html,<script>alert(1)</script>`],
  ["a picture with a script", `data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+`],
  ["an address without its scheme", `//evil.example/bare.png`],
  ["quotes", `"' \\" \` ''' """`],
  ["bars and brackets", `a | b || [c](d) {e} $f$ $picked:result.src$`],
  ["a token", `$thumbs:result.md$ $env:user$`],
  ["turned text", `\u202egnp.evil\u202c \u2066x\u2069 \u200b`],
  ["control characters", `a\u0000b\u0007c\u001b[31m`],
  ["lines", `one\n\n# two\n\n![n](${EVIL}/n.png)`],
  ["a formula", `=HYPERLINK("${EVIL}")`],
  ["a megabyte", `${"A".repeat(1_000_000)}![m](${EVIL}/m.png)`],
];

/** As what names the picture, and beside the name of a good one. */
const RECORDS_OF_EVIL = [undefined, "rx_weiss_small.png"].flatMap((file) =>
  HOSTILE.map(([, value]): PatientRecord => ({ Patient_Name: value, Prescription: value, image_file: file ?? value })),
);

test("the review twin shows hostile records as text, one after the other, and loads and runs nothing", {
  skip,
}, async (t) => {
  assert.ok(studio);
  const records = [...RECORDS.slice(0, 2), ...RECORDS_OF_EVIL];
  const splunk = await studio.splunk({ records });
  const { page, said, strangers, faults, picture } = await studio.show(t, splunk, "rx_images_studio", 1250);
  await page.getByText(`${HOSTILE.length} of ${records.length} records have no picture.`).waitFor();
  await page.getByRole("img", { name: "The picture of the chosen record" }).waitFor();
  const shown = new Set<string>();
  for (let row = 3; row <= HOSTILE.length + 4; row++) {
    const cell = page
      .locator("table")
      .first()
      .locator("tbody tr")
      .locator("td")
      .getByText(String(row), { exact: true });
    if ((await cell.count()) === 0) await page.getByRole("button", { name: "Next" }).first().click();
    await cell.first().click();
    await page.getByText(`Record ${row}: `).waitFor();
    shown.add((await page.locator('img[alt="The picture of the chosen record"]').getAttribute("src")) ?? "");
  }
  await picture("hostile");
  for (const source of shown)
    assert.match(source, /^(\/en-US\/splunkd\/__raw\/services\/rx_image_review_app\/|data:image\/gif;)/);
  const loaded: unknown = await page.evaluate(
    `[...document.querySelectorAll("img, iframe, object, embed")].map(({ src }) => src)`,
  );
  assert.ok(Array.isArray(loaded) && loaded.length > HOSTILE.length);
  for (const source of loaded)
    assert.match(String(source), /^(http:\/\/127\.0\.0\.1:\d+\/en-US\/splunkd\/|data:image\/(jpeg|gif);base64,)/);
  const links: unknown = await page.evaluate(
    `[...document.querySelectorAll("a")].map((link) => link.getAttribute("href"))`,
  );
  assert.ok(Array.isArray(links) && links.length > HOSTILE.length);
  for (const link of links)
    assert.match(String(link), /^(#|\/en-US\/splunkd\/__raw\/services\/rx_image_review_app\/image\/)/);
  assert.deepEqual([strangers, said, splunk.faults, await faults()], [[], [], [], []]);
});

test("the view of the log shows hostile names and what servers said as text, and loads and runs nothing", {
  skip,
}, async (t) => {
  assert.ok(studio);
  const { site } = studio;
  const names = HOSTILE.map(([, name]) => name);
  for (const server of ["good", "dead"] as const) await site.search(server, names);
  const splunk = await studio.splunk({ log: site.endpoint.app.log() });
  const { page, said, strangers, faults } = await studio.show(t, splunk, "rx_images_health", 2900);
  await page.getByText("1 image server is sick.").waitFor();
  await page.getByText("<script>alert(1)</script>").first().waitFor();
  const loaded: unknown = await page.evaluate(`[...document.querySelectorAll("img, iframe, object, embed")].length`);
  assert.equal(loaded, 0);
  assert.deepEqual(
    [strangers, said, splunk.faults.filter((fault) => !fault.includes("no row has the field")), await faults()],
    [[], [], [], []],
  );
});

test("the page's header keeps pictures of others out, whatever a token says", { skip }, async (t) => {
  assert.ok(studio);
  const splunk = await studio.splunk({ records: RECORDS.slice(0, 2) });
  const evil = encodeURIComponent(`1" | eval src="${EVIL}/t.png`);
  const { page, strangers } = await studio.show(
    t,
    splunk,
    `rx_images_studio?form.picked=${evil}&form.src=${EVIL}/s.png`,
    1250,
  );
  await page.getByText("All 2 records have their picture.").waitFor();
  assert.deepEqual(strangers, []);
  assert.ok(
    splunk.searches.every(
      (search) => !search.includes("evil") || search.includes(String.raw`number="1\" | eval src=\"http`),
    ),
    "what stands in an address stays inside of its quotes",
  );
  await page.evaluate(
    `document.body.append(Object.assign(new Image(), { src: "${splunk.url.replace("127.0.0.1", "localhost")}/x.png" }))`,
  );
  await page.waitForFunction(`[...document.images].at(-1).complete`);
  assert.equal(await page.evaluate("[...document.images].at(-1).naturalWidth"), 0);
});
