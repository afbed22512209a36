import { linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { diskBytes } from "../../src/pictures/cache/quota/limits.ts";
import { Tallies } from "../../src/pictures/cache/quota/tally.ts";
import type { ResultEntry } from "../../src/pictures/cache/store/entries.ts";
import { type Layout, layoutOf, SHARDS, shardOf } from "../../src/pictures/cache/store/layout.ts";
import type { SplunkHome } from "../../src/stand-in/home/splunk-home.ts";
import { planner } from "./plan-names.ts";

export type Filling = {
  /** Whether pictures are links to few files, which saves inodes and time where there are very many. */
  readonly linked: boolean;
  readonly report: (text: string) => void;
};

/** Of a shown picture. What is in it does not matter: a search looks at its size alone. */
const PICTURE = Buffer.alloc(2_000, 0xff);
/** Of an entry: its sidecar and two pictures, a block each. */
const FILES = 3;
/** ext4 takes 65,000 links to a file. */
const LINKS = 60_000;
const REPORTED_EACH = 50_000;

/**
 * Puts results into a cache as if a search over these names had made them: a sidecar and two pictures each, where the
 * store looks for them. Written without a rename and a lease, and so in a fraction of the time.
 */
export function fillCache(home: SplunkHome, base: string, names: readonly string[], { linked, report }: Filling): void {
  const layout = layoutOf(home.cache);
  for (const shard of SHARDS) mkdirSync(layout.shard(shard), { recursive: true, mode: 0o700 });
  const plan = planner(home.settings, base);
  const entry = entryFor(base);
  const put = linked ? linking(layout) : (file: string) => writeFileSync(file, PICTURE, { mode: 0o600 });
  const held = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const { resultKey, url } = plan(name);
    const origin = { ...entry.origin, url: url.href };
    for (const variant of ["fresh", "cached"] as const) put(layout.result(resultKey, variant, entry.format));
    writeFileSync(layout.sidecar(resultKey), JSON.stringify({ ...entry, origin }), { mode: 0o600 });
    held.set(shardOf(resultKey), (held.get(shardOf(resultKey)) ?? 0) + 1);
    if ((index + 1) % REPORTED_EACH === 0) report(`${index + 1} of ${names.length} entries written`);
  }
  const tallies = new Tallies(layout, Date.now);
  for (const [shard, entries] of held) {
    const files = FILES * entries;
    tallies.end(shard, tallies.begin(shard), { bytes: files * diskBytes(PICTURE.byteLength), files });
  }
}

function linking({ root }: Layout): (file: string) => void {
  const model = `${root}/model`;
  let links = 0;
  return (file) => {
    if (links++ % LINKS === 0) {
      rmSync(model, { force: true });
      writeFileSync(model, PICTURE, { mode: 0o600 });
    }
    linkSync(model, file);
  };
}

export function entryFor(base: string): ResultEntry {
  const now = Date.now();
  const times = { fetchedAt: now, checkedAt: now };
  const server = { url: base, base, status: 200, format: "tiff", etag: '"1-2"', lastModified: "" };
  const shown = {
    width: 1_654,
    height: 2_339,
    pages: 1,
    page: 1,
    lastPage: 1,
    decoder: "sharp",
    format: "jpg",
  } as const;
  const sizes = { freshBytes: PICTURE.byteLength, cachedBytes: PICTURE.byteLength };
  return { kind: "result", origin: { ...server, bytes: 22_000, ...times }, ...shown, ...sizes };
}
