import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openPage } from "../helpers/browser.ts";
import { PROJECT } from "../helpers/samples.ts";
import type { Ending } from "../helpers/temp-folder.ts";
import type { StudioWeb } from "./studio-web.ts";

export type ShownView = {
  readonly page: Page;
  /** What the renderer finds wrong with the definition. */
  readonly faults: () => Promise<readonly unknown[]>;
  readonly tokens: () => Promise<Readonly<Record<string, unknown>>>;
  /** Addresses that a click led to. */
  readonly opened: () => Promise<readonly { readonly url: string }[]>;
  /** What the page said to the console, and asked for off this machine, that it should not have. */
  readonly said: readonly string[];
  readonly strangers: readonly string[];
  /** Writes dist/screenshots/studio-<name>.png. */
  readonly picture: (name: string) => Promise<void>;
};

/** Known words of Splunk's renderer itself; nothing of ours. */
const RENDERERS_OWN =
  /^strict mode: missing type|^The preset entry for layout type \w+ has no config|^Failed to calculate layout scale|^DSL delta cannot/;

/** Opens a shipped view in a real browser. */
export async function showView(
  ending: Ending,
  browser: Browser,
  { url }: StudioWeb,
  path: string,
  height = 1000,
): Promise<ShownView> {
  const page = await openPage(ending, browser, { viewport: { width: 1480, height } });
  const said: string[] = [];
  const strangers: string[] = [];
  page.on("console", (message) => {
    // The picture that explains an error comes with the error's own status.
    const isErrorPicture = message.location().url.includes("/splunkd/__raw/services/rx_image_review_app/image/");
    const isOurs = ["error", "warning"].includes(message.type()) && !RENDERERS_OWN.test(message.text());
    if (isOurs && !isErrorPicture) said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  page.on("dialog", (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) strangers.push(request.url());
  });
  await page.goto(`${url}/en-US/app/rx_image_review_app/${path}`);
  const told = <Value>(name: string): Promise<Value> =>
    page.evaluate(`JSON.parse(JSON.stringify(window.studio.${name}))`);
  return {
    page,
    faults: () => told("faults"),
    tokens: () => told("tokens"),
    opened: () => told("opened"),
    said,
    strangers,
    async picture(name) {
      const file = join(PROJECT, "dist/screenshots", `studio-${name}.png`);
      mkdirSync(dirname(file), { recursive: true });
      await page.screenshot({ path: file });
    },
  };
}
