import { existsSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../scripts/package/project.ts";
import { FORMAT_VERSION } from "../../src/pictures/cache/store/key.ts";
import type { SplunkHome } from "../../src/stand-in/home/splunk-home.ts";
import { type App, makeHome } from "../app.ts";
import { fillCache } from "./fill-cache.ts";

export type KeptCacheOptions = {
  readonly entries: number;
  /** Whether pictures are links to few files, see fillCache. */
  readonly linked: boolean;
  /** The home is made in it. */
  readonly folder: string;
  readonly report: (text: string) => void;
};

/** What its entries were fetched from; nobody listens there. */
export const KEPT_BASE = "http://127.0.0.1:9/scans";
/** Limits that no cache of a bench meets, and a year for which its entries are good. */
const CONF = `max_files = 50000000
max_size = 1099511627776
max_age = 31536000
[image]
cache = 31536000
[server:bench]
url = ${KEPT_BASE}
`;
/** Of an entry: a sidecar and, unless they are links, two pictures of a block; and the names of all three. */
const BLOCK = 4_096;
const NAMES = 400;

/**
 * A home over a cache of so many entries. The cache stays for later runs: writing a million entries takes minutes, and
 * deleting them as long.
 * @returns undefined where the disk has no room for it
 */
export function keptCache(app: App, { entries, linked, folder, report }: KeptCacheOptions): SplunkHome | undefined {
  const kind = linked ? "links" : "files";
  const cache = join(PROJECT, "dist/bench", `cache-${FORMAT_VERSION}-${entries}-${kind}`);
  const home = { ...makeHome(app, folder, `folder = ${cache}\n${CONF}`), cache };
  const complete = join(cache, "complete");
  if (existsSync(complete)) return home;
  rmSync(cache, { recursive: true, force: true });
  if (!fits(folder, entries, linked ? 1 : 3)) return undefined;
  fillCache(home, KEPT_BASE, keptNames(entries), { linked, report });
  writeFileSync(complete, "");
  return home;
}

export function keptNames(entries: number): string[] {
  return Array.from({ length: entries }, (_, number) => `rx_${number}.tif`);
}

// Twice as much must be free, for others use the disk too.
function fits(folder: string, entries: number, inodes: number): boolean {
  const { ffree, bavail, bsize } = statfsSync(folder);
  return ffree > 2 * inodes * entries && bavail * bsize > 2 * entries * (inodes * BLOCK + NAMES);
}
