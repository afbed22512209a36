import pLimit from "p-limit";
import { fail, type Outcome } from "../../base/outcome.ts";
import type { CacheStatus, ImageError } from "../contract.ts";
import { type Anchor, laterPage } from "./later-page.ts";
import type { ProduceOptions } from "./options.ts";
import type { Failure } from "./picture.ts";
import { PinnedOriginal } from "./pinned-original.ts";
import { type Present, type Presented, produce } from "./produce.ts";
import type { PictureTask } from "./task.ts";

/** Pages of one picture that are worked on at once. */
const AT_ONCE = 4;

const LOST: ImageError = {
  code: "cache-error",
  text: "the original was deleted while its pages were shown; search again",
};

type PagesTask = PictureTask & { readonly options: ProduceOptions & { readonly pinned: PinnedOriginal } };
type Produced<View> = Outcome<Presented<View>, Failure>;

/**
 * The pictures of one value: one, or with `page=all` one for each page, in order. All pages are of one fetch; a page that
 * fails costs itself only.
 */
export async function producePages<View>(
  task: PictureTask,
  present: Present<View>,
): Promise<readonly Produced<View>[]> {
  const { plan, options, world } = task;
  if (!plan.allPages) return [await produce(task, present)];
  const places = world.cacheHealth.works() ? [() => world.store.temporary(), world.spare] : [world.spare];
  const pinned = new PinnedOriginal(places, (file) => world.store.discard(file));
  try {
    const found = await pagesOf({ ...task, options: { ...options, pinned } }, present);
    if (found.every((page) => page !== undefined)) return found;
    // What the cache has of some pages is of no use where others can only be had by another fetch.
    const fetched = await pagesOf({ ...task, options: { ...options, pinned, refresh: true } }, present);
    return fetched.map((page) => page ?? fail({ error: LOST }));
  } finally {
    pinned.release();
  }
}

/** A page is undefined where the cache has neither it nor the original. */
async function pagesOf<View>(
  task: PagesTask,
  present: Present<View>,
): Promise<readonly (Produced<View> | undefined)[]> {
  const { maxPages } = task.options;
  const first = await produce(task, present);
  const pages = pagesIn(first);
  if (pages === 1) return [first];
  const anchor = anchorOf(first, task);
  const limit = pLimit(AT_ONCE);
  const numbers = Array.from({ length: Math.min(pages, maxPages) - 1 }, (_, index) => index + 2);
  const others = await limit.map(numbers, (page) => laterPage(page, anchor, task, present));
  if (pages <= maxPages) return [first, ...others];
  const { origin } = anchor;
  const rest = { error: tooManyPages(pages, maxPages), ...(origin && { base: origin.base, source: origin }) };
  return [first, ...others, fail(rest)];
}

// Where the whole file is at fault, the other pages would fail alike.
function pagesIn(first: Produced<unknown>): number {
  if (first.ok) return first.value.picture.entry.pages;
  const { page, pages = 1 } = first.error.error;
  return page === undefined ? 1 : pages;
}

// A first page that the cache has needed no original; for the others it is fetched from there.
function anchorOf(first: Produced<unknown>, { plan, options, world: { store } }: PagesTask): Anchor {
  const { pinned } = options;
  const shown = first.ok ? first.value.picture : undefined;
  const origin = shown?.entry.origin ?? pinned.origin;
  for (const { sourceKey } of pinned.file === undefined ? plan.candidates : []) {
    const source = store.findSource(sourceKey);
    const isSame = source && (origin === undefined || source.entry.origin.fetchedAt === origin.fetchedAt);
    if (isSame) pinned.pin(source.file, source.entry.origin, true);
    if (isSame) break;
  }
  return {
    origin: origin ?? pinned.origin,
    cache: shown?.cache ?? cacheOfOthers(first, options),
    isKept: shown ? shown.isKept : pinned.mayBeKept,
    ...(shown?.doubt && { doubt: shown.doubt }),
  };
}

function cacheOfOthers(first: Produced<unknown>, { freshness }: ProduceOptions): CacheStatus {
  if (!first.ok && first.error.metAt !== undefined) return "hit";
  return freshness.maxAgeSeconds === 0 ? "off" : "miss";
}

function tooManyPages(pages: number, most: number): ImageError {
  const text = `expected at most ${most} pages, received ${pages}: pages ${most + 1} to ${pages} are not shown; ask for one by page=${most + 1}`;
  return { code: "too-many-pages", text, pages };
}
