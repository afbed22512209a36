import { after } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { builtApp } from "../../scripts/built-app.ts";
import type { SplunkdStore } from "../../src/stand-in/splunkd/store.ts";
import { openPage, startBrowser } from "./browser.ts";
import { startSplunkWeb } from "./splunk-web.ts";
import type { Ending } from "./temp-folder.ts";

/** Stanzas as a fresh installation has them, as far as the page shows them. */
export const FRESH = {
  image: { newimgext: "jpg", newsize: "500x500", quality: "80", cache: "2592000" },
  cache: { max_size: "21474836480", folder: "" },
  serve: { serve: "rest" },
};

/** The setup page in a browser, and what went wrong in it. */
export type OpenSetupPage = {
  readonly page: Page;
  /** Uncaught errors and refused requests of the page itself. */
  readonly errors: readonly string[];
};

// One browser for all tests of a file, from the first that wants it.
let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

/** Opens the built app's setup page in a stand-in Splunk Web over this store. */
export async function openSetupPage(
  ending: Ending,
  store: SplunkdStore,
  options: BrowserContextOptions & { readonly theme?: "light" | "dark" } = {},
): Promise<OpenSetupPage> {
  browser ??= startBrowser();
  const { theme = "light", ...context } = options;
  const address = await startSplunkWeb(ending, { app: builtApp(), store, theme });
  const page = await openPage(ending, await browser, context);
  const errors: string[] = [];
  page.on("pageerror", (thrown) => errors.push(String(thrown)));
  page.on("dialog", (dialog) => errors.push(`dialog ${dialog.message()}`));
  await page.goto(address("setup"));
  await page.locator("#getimage-setup[data-theme]").waitFor();
  await page.getByText("Loading ...").waitFor({ state: "detached" });
  return { page, errors };
}
