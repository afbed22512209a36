import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { parseResult } from "../../src/pictures/cache/store/entries.ts";
import { APP_ID, STATIC_CACHE_URL } from "../../src/pictures/contract.ts";
import type { InstalledApp } from "./installed-app.ts";

/** Fails unless what a row shows is whole: the picture behind its link, and its file where it is kept in the cache. */
export async function assertWhole(app: InstalledApp, row: ReadonlyMap<string, string>): Promise<void> {
  const [link = "", file = ""] = ["link", "file_loc"].map((name) => row.get(name));
  assert.ok(link.startsWith(STATIC_CACHE_URL), `link: ${link}`);
  await assertDecodes(join(publicFolder(app), link.slice(STATIC_CACHE_URL.length)));
  if (file === "") return;
  const path = fileURLToPath(file);
  const bytes = await assertDecodes(path);
  const [key = "", variant] = basename(path).split(".");
  const entry = parseResult(readFileSync(join(dirname(path), `${key}.json`), "utf8"));
  const told = variant === "cached" ? entry?.cachedBytes : entry?.freshBytes;
  assert.equal(bytes, told, `${path} is as long as its sidecar tells`);
}

function publicFolder({ home }: InstalledApp): string {
  return join(home, "etc", "apps", APP_ID, "appserver", "static", "cache");
}

/** @returns how many bytes the file has */
async function assertDecodes(file: string): Promise<number> {
  const bytes = readFileSync(file);
  await assert.doesNotReject(sharp(bytes, { failOn: "warning" }).raw().toBuffer(), file);
  return bytes.byteLength;
}
