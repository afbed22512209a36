import type { SourceEntry } from "../cache/entries.ts";
import { placardKey } from "../cache/key.ts";
import type { Publish } from "../cache/publisher.ts";
import type { Store, StoredResult, StoredSource } from "../cache/store.ts";
import type { CacheStatus, ImageError } from "../contract.ts";
import type { Download } from "../fetch/download.ts";
import type { Decode } from "../image/decoder-process.ts";
import { type SourceFormat, sniff } from "../image/sniff.ts";
import { errorText } from "../lib/error-text.ts";
import { fail, type Outcome, succeed } from "../lib/outcome.ts";
import type { Candidate, Plan } from "./plan.ts";

/** What producing a picture needs of the world outside. */
export type World = {
  readonly store: Store;
  readonly download: Download;
  readonly decode: Decode;
  readonly publish: Publish;
  readonly now: () => number;
};

export type ProduceOptions = {
  /** Seconds for which a stored picture is good; 0 asks the server each time. */
  readonly maxAge: number;
  readonly refresh: boolean;
  readonly keepSource: boolean;
  readonly maxPixels: number;
};

/** A picture to show: its files, and the addresses for the row that asked first and for the rows after it. */
export type Picture = StoredResult & {
  readonly cache: CacheStatus;
  readonly links: { readonly fresh: string; readonly cached: string };
};

/** A picture that could not be had. */
export type Failure = {
  readonly error: ImageError;
  /** Base URL of the server that answered, if one did. */
  readonly base?: string;
  /** There when the picture was fetched and then proved useless. */
  readonly source?: SourceFacts;
};
export type SourceFacts = Pick<SourceEntry, "url" | "bytes" | "status"> & { readonly format?: string };

/** A source in a file of its own, not yet in the cache or already in it. */
type Fetched = { readonly file: string; readonly entry: SourceEntry; readonly isTemporary: boolean };

/** Cache, or download, sniff, render and commit. Never throws: what goes wrong is a value of the row. */
export async function produce(plan: Plan, world: World, options: ProduceOptions): Promise<Outcome<Picture, Failure>> {
  try {
    const mayRead = options.maxAge > 0 && !options.refresh;
    const stored = mayRead ? findStored(plan, world, options) : undefined;
    if (stored) return succeed(toPicture(stored, "hit", world));
    if (mayRead) {
      const again = await renderKept(plan, world, options);
      if (again) return succeed(toPicture(again, "hit", world));
    }
    // Mirrors are asked in order; when none gives a picture, the first cause is the one to tell.
    let firstFailure: Failure | undefined;
    for (const candidate of plan.candidates) {
      const fetched = await fetchSource(candidate, world);
      const made = fetched.ok ? await renderSource(candidate, plan, fetched.value, world, options) : fetched;
      if (made.ok) return succeed(toPicture(made.value, options.maxAge === 0 ? "off" : "miss", world));
      firstFailure ??= made.error;
      if (made.error.error.code === "cancelled") break;
    }
    return fail(firstFailure ?? { error: { code: "bad-name", text: "no image server to ask" } });
  } catch (thrown) {
    return fail({ error: { code: "cache-error", text: `the cache failed: ${errorText(thrown)}` } });
  }
}

function findStored(plan: Plan, { store }: World, { maxAge }: ProduceOptions): StoredResult | undefined {
  for (const { resultKey } of plan.candidates) {
    const stored = store.findResult(resultKey, plan.recipe.format, maxAge);
    if (stored) return stored;
  }
  return undefined;
}

// An original that was swept away or damaged since it was found is no failure: a server has it still.
async function renderKept(plan: Plan, world: World, options: ProduceOptions): Promise<StoredResult | undefined> {
  for (const candidate of plan.candidates) {
    const kept = world.store.findSource(candidate.sourceKey, options.maxAge);
    const made = kept && (await renderSource(candidate, plan, fromStore(kept), world, options));
    if (made?.ok) return made.value;
  }
  return undefined;
}

/** A picture that tells why there is none; made once for each text. Undefined when even that cannot be made. */
export async function producePlacard(
  title: string,
  text: string,
  world: World,
): Promise<{ readonly file: string; readonly link: string } | undefined> {
  try {
    const key = placardKey(title, text);
    const stored = world.store.findPlacard(key);
    if (stored) return { file: stored, link: world.publish(stored, 0) };
    const fresh = world.store.temporary();
    const drawn = await world.decode({ kind: "placard", title, text, fresh });
    if (!drawn.ok) {
      world.store.discard(fresh);
      return undefined;
    }
    const file = world.store.commitPlacard(key, fresh);
    return { file, link: world.publish(file, 0) };
  } catch {
    // The row already tells its error; a cache that cannot be written has been told of as cache-error.
    return undefined;
  }
}

async function fetchSource({ url, base }: Candidate, world: World): Promise<Outcome<Fetched, Failure>> {
  const file = world.store.temporary();
  const storedAt = world.now();
  const downloaded = await world.download(url, file);
  if (!downloaded.ok) {
    const { error } = downloaded;
    return fail(error.httpStatus === undefined ? { error } : { error, base });
  }
  const { bytes, status, head, contentType, etag, lastModified } = downloaded.value;
  const facts = { url: url.href, bytes, status };
  const format = sniff(head, contentType);
  if (!format.ok) {
    world.store.discard(file);
    return fail({ error: format.error, base, source: facts });
  }
  const entry: SourceEntry = { kind: "source", ...facts, base, storedAt, format: format.value, etag, lastModified };
  return succeed({ file, entry, isTemporary: true });
}

async function renderSource(
  { sourceKey, resultKey }: Candidate,
  { recipe }: Plan,
  { file, entry, isTemporary }: Fetched,
  world: World,
  { keepSource, maxPixels, maxAge }: ProduceOptions,
): Promise<Outcome<StoredResult, Failure>> {
  const { store } = world;
  const temporary = { fresh: store.temporary(), cached: store.temporary() };
  try {
    // A stored entry's format was sniffed before it was written.
    const format = entry.format as SourceFormat;
    const rendered = await world.decode({ kind: "render", source: file, format, recipe, maxPixels, ...temporary });
    if (!rendered.ok) return fail({ error: rendered.error, base: entry.base, source: entry });
    // A source is kept only when a picture came of it, so that rubbish is never taken from the cache.
    if (isTemporary && keepSource && maxAge > 0) store.commitSource(sourceKey, file, entry);
    const { width, height, pages, freshBytes, cachedBytes } = rendered.value;
    const { url, base, bytes, status, storedAt } = entry;
    return succeed(
      store.commitResult(resultKey, recipe.format, temporary, {
        kind: "result",
        storedAt,
        source: { url, base, bytes, status, format },
        width,
        height,
        pages,
        freshBytes,
        ...(cachedBytes === undefined ? {} : { cachedBytes }),
      }),
    );
  } finally {
    store.discard(temporary.fresh, temporary.cached, ...(isTemporary ? [file] : []));
  }
}

function fromStore({ entry, file }: StoredSource): Fetched {
  return { file, entry, isTemporary: false };
}

function toPicture(stored: StoredResult, cache: CacheStatus, { publish }: World): Picture {
  const { files, entry } = stored;
  // Only a fetched picture is shown without the mark first; with the cache off it never gets one.
  const fresh = publish(cache === "hit" ? files.cached : files.fresh, entry.storedAt);
  const cached = cache === "miss" ? publish(files.cached, entry.storedAt) : fresh;
  return { ...stored, cache, links: { fresh, cached } };
}
