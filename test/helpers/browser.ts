import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Ending } from "./temp-folder.ts";

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const program = [process.env["CHROMIUM"] ?? "", ...PROGRAMS].find((path) => existsSync(path));

/** Why tests of pages are skipped; false where the machine has a browser. */
export const withoutBrowser =
  program === undefined && "no Chromium on this machine: install Debian's package chromium, or name one in CHROMIUM";

/** Whoever starts it must close it. */
export async function startBrowser(): Promise<Browser> {
  const quiet = ["disable-gpu", "disable-quic", "disable-component-update", "disable-sync"].map((flag) => `--${flag}`);
  return chromium.launch({
    executablePath: program ?? "",
    // Its own sandbox does not start for root, as whom CI runs.
    args: [...quiet, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
}

/** An empty page in a context of its own, which ends with the test. */
export async function openPage(ending: Ending, browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  ending.after(() => context.close());
  const page = await context.newPage();
  // Nobody judges by it: it only ends what would hang.
  page.setDefaultTimeout(300_000);
  return page;
}
