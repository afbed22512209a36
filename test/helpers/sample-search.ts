import { after } from "node:test";
import { startImageServer } from "../../src/stand-in/image-server.ts";
import { runSearch, type SearchResult } from "../../src/stand-in/splunkd/search-command.ts";
import type { InstalledApp } from "./installed-app.ts";
import { sample } from "./samples.ts";

/** The sample pictures on a real image server, for all of a test file. */
export const server = await startImageServer({
  folder: sample("."),
  path: "/icons",
  forbidden: ["rx_private_rossi.jpg"],
});
after(() => server.close());

export const URL_BASE = `http://127.0.0.1:${server.port}/icons`;
/** The stanza that allows it. */
export const ALLOW = `[server:samples]\nurl = ${URL_BASE}\n`;
/** Pictures that can be shown. */
export const GOOD = [
  "rx_garcia_0412.tif",
  "rx_scan_0042",
  "pill_novak.png",
  "chart_silva.gif",
  "rx_petrov_mobile.webp",
];

export function search(app: InstalledApp, csv: Buffer, ...options: string[]): Promise<SearchResult> {
  return runSearch(csv, { command: app.command, args: ["image_file", URL_BASE, ...options] });
}

export function column(result: SearchResult, name: string): string[] {
  return result.rows.map((row) => row.get(name) ?? "");
}
