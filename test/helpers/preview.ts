import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { APP_ID } from "../../src/pictures/contract.ts";
import { openPreview } from "../../src/programs/pictures/preview.ts";
import { startImageServer } from "../../src/stand-in/image-server.ts";
import { openPage } from "./browser.ts";
import { PROJECT, sample } from "./samples.ts";
import { type Ending, tempFolder } from "./temp-folder.ts";

export type PreviewUnderTest = {
  readonly address: string;
  /** Address of a view, with a query where one is given. */
  readonly view: (name: string, query?: string) => string;
  /** Where the trial app, its cache and its log lie: processes of this preview name it. */
  readonly var: string;
};

export type PreviewUnderTestOptions = {
  /** Records in place of the sample ones. */
  readonly csv?: string;
  /** Further views of the app: name -> XML. */
  readonly views?: Readonly<Record<string, string>>;
  readonly macros?: Readonly<Record<string, string>>;
  /** Image servers in place of the one with the sample pictures. */
  readonly servers?: readonly string[];
};

/** The preview over the app's own views, or further ones, until the test ends. */
export async function startPreview(ending: Ending, options: PreviewUnderTestOptions = {}): Promise<PreviewUnderTest> {
  const folder = tempFolder(ending);
  const images = await startImageServer({
    folder: sample("."),
    path: "/icons",
    forbidden: ["rx_private_rossi.jpg"],
  });
  ending.after(images.close);
  const { views = {}, macros = {}, servers = [`http://127.0.0.1:${images.port}/icons`] } = options;
  const app = join(folder, "app");
  cpSync(join(PROJECT, "app"), app, { recursive: true });
  for (const [name, xml] of Object.entries(views)) {
    writeFileSync(join(app, "default/data/ui/views", `${name}.xml`), xml);
  }
  const own = join(folder, "var");
  mkdirSync(own);
  const { address, close } = await openPreview({
    app,
    port: 0,
    csv:
      options.csv === undefined
        ? readFileSync(join(PROJECT, "sample_logs/patients.records"))
        : Buffer.from(options.csv),
    source: "patients.records",
    sourcetype: "rx:patient_records",
    macros: { rx_image_server: `"${servers[0]}"`, ...macros },
    servers,
    var: own,
  });
  ending.after(close);
  return { address, var: own, view: (name, query = "") => `${address}en-US/app/${APP_ID}/${name}${query}` };
}

/** A page of the preview in a browser, and what went wrong in it. */
export type PreviewPage = { readonly page: Page; readonly faults: readonly string[] };

export async function openPreviewPage(
  ending: Ending,
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<PreviewPage> {
  const page = await openPage(ending, browser, options);
  const faults: string[] = [];
  const own = new URL(address).origin;
  page.on("pageerror", (thrown) => faults.push(String(thrown)));
  page.on("dialog", (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== own) faults.push(request.url());
  });
  await page.goto(address);
  return { page, faults };
}

/** Waits until something is so in the page, by an expression that the page's policy need not allow. */
export async function untilTrue(page: Page, expression: string): Promise<void> {
  for (const end = Date.now() + 120_000; !(await page.evaluate(expression)); ) {
    if (Date.now() > end) throw new Error(`waited in vain for ${expression}`);
    await page.waitForTimeout(50);
  }
}

/** Waits until every panel that is shown has its rows, or says why not. */
export function settled(page: Page): Promise<void> {
  const isSettled =
    "each.querySelector('.pv-status').textContent.includes('result') || each.querySelector('.pv-error')";
  const isLaidOut = 'document.querySelector("#dashboard > *") !== null';
  return untilTrue(
    page,
    `${isLaidOut} && [...document.querySelectorAll(".pv-element .pv-search")].every((each) => ${isSettled})`,
  );
}
