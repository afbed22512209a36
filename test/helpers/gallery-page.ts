import { after } from "node:test";
import type { Browser } from "playwright-core";
import { builtApp } from "../../scripts/built-app.ts";
import { startBrowser } from "./browser.ts";
import { type GalleryPage, type GalleryPageOptions, mountGallery } from "./mounted-gallery.ts";
import type { Ending } from "./temp-folder.ts";

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

/** A gallery in a page of its own; all of a test file share one browser. */
export async function openGallery(ending: Ending, options?: GalleryPageOptions): Promise<GalleryPage> {
  browser ??= startBrowser();
  return mountGallery(ending, { browser: await browser, app: builtApp() }, options);
}
