import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import type { Row } from "../../src/stand-in/spl/table.ts";
import { withoutBrowser } from "../helpers/browser.ts";
import { logEvents } from "../helpers/log-events.ts";
import { openStudio, withoutRenderer } from "./studio.ts";

/**
 * The view of image servers and cache: the shipped XML, drawn by Splunk's own renderer, over a getimage.log that the
 * real command and endpoint wrote in this run; its searches are run, not answered from a table.
 */
const skip = withoutBrowser || withoutRenderer;
const studio = skip ? undefined : await openStudio({ after });
await studio?.site.work();
const log = studio?.site.endpoint.app.log() ?? "";
const LINES = logEvents(log).rows;
const VIEW = "rx_images_health";

function hostOf(server: "good" | "dead" | "faulty" | "mended"): string {
  return new URL(studio?.site.servers[server] ?? "").host;
}

function lines(event: string, fits: (row: Row) => boolean = () => true): readonly Row[] {
  return LINES.filter((row) => row.get("event")?.[0] === event && fits(row));
}

function sum(rows: readonly Row[], ...fields: readonly string[]): number {
  return rows
    .flatMap((row) => fields.map((field) => Number(row.get(field)?.[0] ?? 0)))
    .reduce((one, other) => one + other, 0);
}

async function opened(t: Parameters<NonNullable<typeof studio>["show"]>[0], query = "") {
  assert.ok(studio);
  const splunk = await studio.splunk({ log });
  const shown = await studio.show(t, splunk, `${VIEW}${query}`, 2900);
  await shown.page.getByText("2 image servers are sick.").waitFor();
  return { splunk, ...shown };
}

async function onlyFailuresOf(page: Page, what: string): Promise<void> {
  const table = `[...document.querySelectorAll("table")].find((each) => each.innerText.includes("What happened"))`;
  const rows = `[...(${table}?.querySelectorAll("tbody tr") ?? [])]`;
  await page.waitForFunction(`${rows}.length > 0 && ${rows}.every((row) => row.innerText.includes("${what}"))`);
}

/** Clicks the first bar of a chart until that has come true; charts are drawn anew while data come. */
async function clickBar(page: Page, chart: number, condition: string): Promise<void> {
  const bars = page.locator("svg.highcharts-root").nth(chart).locator("rect.highcharts-point:not([height='0'])");
  for (;;) {
    await bars.first().click({ force: true });
    const isTrue = await page.waitForFunction(condition, undefined, { timeout: 3_000 }).catch(() => undefined);
    if (isTrue) return;
  }
}

test("which image server is sick stands at the top, and the figures are those of the log", { skip }, async (t) => {
  const { page, faults, said, strangers, splunk, picture } = await opened(t);
  const searches = lines("search");
  const pictures = sum(searches, "hits", "misses", "stale", "errors");
  const hitRate = (100 * sum(searches, "hits")) / pictures;
  await page.waitForFunction(`document.body.innerText.includes("Pictures asked for\\n${pictures}\\n")`);
  await page.waitForFunction(`document.body.innerText.includes("From the cache\\n${hitRate.toFixed(1)}")`);
  const rows = page.locator("table").first().locator("tbody tr");
  const texts = (await rows.allInnerTexts()).map((text) => text.split(/\s*\t\s*|\n+/));
  assert.deepEqual(
    texts.map(([status, server]) => [status, server]),
    [
      ["✖ down", hostOf("dead")],
      ["✖ failing", hostOf("faulty")],
      ["▲ had faults", hostOf("mended")],
      ["✔ well", hostOf("good")],
    ],
  );
  for (const [, server, , , asked, failures] of texts) {
    const ofServer = lines("picture", (row) => row.get("server")?.[0] === server && row.get("cache")?.[0] !== "hit");
    assert.equal(Number(asked), ofServer.length, server);
    assert.equal(Number(failures), ofServer.filter((row) => row.has("code")).length, server);
  }
  await page.getByText("✖ open: not asked").waitFor();
  await page.getByText("✔ closed: asked again").waitFor();
  await page.getByText("✔ has room").waitFor();
  await picture("health-light");
  assert.deepEqual([await faults(), said, strangers, splunk.faults], [[], [], [], []]);
});

test("a click on a server lists its failures, and a click on one of these leads to the lines in Search", {
  skip,
}, async (t) => {
  const { page, opened: links, tokens } = await opened(t, "?theme=dark");
  const dead = hostOf("dead");
  await page.locator("table").first().getByText(dead, { exact: true }).click();
  await page.getByText(`Failures: code *, image server ${dead}`).waitFor();
  const failures = page.locator("table").filter({ hasText: "What happened" }).locator("tbody tr");
  await onlyFailuresOf(page, dead);
  assert.equal(Reflect.get(Object((await tokens())["default"]), "server"), dead);
  await failures.first().getByText("breaker-open").or(failures.first().getByText("connect-failed")).first().click();
  await page.waitForFunction("window.studio.opened.length > 0");
  const [link] = await links();
  assert.ok(link);
  const asked = new URLSearchParams(link.url.split("?")[1]);
  assert.match(asked.get("q") ?? "", new RegExp(`^\`getimage_log\` event=picture code="[\\w-]+" server="${dead}"$`));
  assert.deepEqual([asked.get("earliest"), asked.get("latest")], ["-24h@h", "now"]);
});

test("a click on a bar of a code or of a server lists these failures, and the inputs show what was chosen", {
  skip,
}, async (t) => {
  const { page, tokens, picture } = await opened(t, "?theme=dark");
  const chosen = async (name: string) => Reflect.get(Object((await tokens())["default"]), name);
  const codes = new Set(lines("picture", (row) => row.has("code")).map((row) => row.get("code")?.[0]));
  await clickBar(page, 0, `window.studio.tokens.default.code !== "*"`);
  const code = await chosen("code");
  assert.ok(codes.has(code), code);
  await page.getByText(`Failures: code ${code}, image server *`).waitFor();
  await onlyFailuresOf(page, code);
  await page
    .getByRole("button", { name: code })
    .or(page.getByText(code, { exact: true }))
    .first()
    .waitFor();
  await clickBar(page, 1, `window.studio.tokens.default.code === "*"`);
  assert.match(await chosen("server"), /^127\.0\.0\.1:\d+$|^none$/);
  await picture("health-dark");
});

test("an empty log is reported in a sentence, and no panel shows a fault", { skip }, async (t) => {
  assert.ok(studio);
  const { promise: held, resolve } = Promise.withResolvers<void>();
  const splunk = await studio.splunk({ held });
  const { page, faults, said } = await studio.show(t, splunk, VIEW);
  await page.getByText("Reading getimage.log ...").waitFor();
  resolve();
  await page.getByText("No image server was asked in this time.").waitFor();
  await page.getByText("none asked").waitFor();
  await page.getByText("nothing asked").waitFor();
  assert.deepEqual([await faults(), said, splunk.faults], [[], [], []]);
});
