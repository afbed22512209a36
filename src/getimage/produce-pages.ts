import pLimit from "p-limit";
import type { ImageError } from "../contract.ts";
import { fail, type Outcome } from "../lib/outcome.ts";
import type { Failure, Picture } from "./picture.ts";
import { type Plan, planPage } from "./plan.ts";
import { produce } from "./produce.ts";
import { mayRead, type ProduceOptions, type World } from "./world.ts";

/** Pages of one picture that are worked on at once. */
const AT_ONCE = 4;
/** How long what the first page fetched serves the others, in seconds, where the search keeps nothing for itself. */
const SAME_FETCH_SECONDS = 60;

type Produced = Outcome<Picture, Failure>;

/**
 * The pictures of one value: one, or with `page=all` one for each page, in order. A page that fails costs itself only, the
 * first one, too, where its decoder could count the others.
 */
export async function producePages(plan: Plan, world: World, options: ProduceOptions): Promise<readonly Produced[]> {
  if (!plan.allPages) return [await produce(plan, world, options)];
  const believesSince = mayRead(options) ? 0 : world.now();
  const first = await produce(plan, world, optionsForFirst(options));
  const { pages, base, source } = known(first);
  if (pages === 1) return [shownAs(first, options)];
  const later = { ...optionsForLater(options, first), believesSince };
  const limit = pLimit(AT_ONCE);
  const numbers = Array.from({ length: Math.min(pages, options.maxPages) - 1 }, (_, index) => index + 2);
  const others = await limit.map(numbers, (page) => produce(planPage(plan, page, source?.url ?? ""), world, later));
  const shown = [shownAs(first, options), ...others];
  if (pages <= options.maxPages) return shown;
  return [
    ...shown,
    fail({ error: tooManyPages(pages, options.maxPages), ...(base && { base }), ...(source && { source }) }),
  ];
}

/** How many pages there are as far as the first tells, and where it came from. */
function known(first: Produced): Pick<Failure, "base" | "source"> & { readonly pages: number } {
  if (!first.ok) {
    const { error, ...origin } = first.error;
    return { ...origin, pages: error.page === undefined ? 1 : (error.pages ?? 1) };
  }
  const { pages, origin } = first.value.entry;
  return { pages, base: origin.base, source: origin };
}

// The other pages come from the original, so that is kept even by a search that asks the server each time.
function optionsForFirst(options: ProduceOptions): ProduceOptions {
  if (options.freshness.maxAge > 0) return { ...options, keepSource: true };
  return {
    ...options,
    keepSource: true,
    refresh: true,
    freshness: { ...options.freshness, maxAge: SAME_FETCH_SECONDS },
  };
}

function optionsForLater(options: ProduceOptions, first: Produced): ProduceOptions {
  const { freshness } = options;
  const fetchedAt = first.ok ? first.value.entry.origin.fetchedAt : fetchedNow(first.error);
  // What an earlier search found of the first page says nothing about the others.
  if (fetchedAt === undefined) return { ...options, keepSource: true };
  const cache = first.ok ? first.value.cache : "miss";
  const isNew = cache === "miss" || cache === "off" || cache === "revalidated";
  return {
    ...options,
    keepSource: true,
    refresh: false,
    freshness: { ...freshness, maxAge: isNew ? Math.max(freshness.maxAge, SAME_FETCH_SECONDS) : freshness.maxAge },
    partOf: { fetchedAt, cache: freshness.maxAge === 0 ? "off" : cache },
  };
}

function fetchedNow({ metAt, source }: Failure): number | undefined {
  return metAt === undefined ? source?.fetchedAt : undefined;
}

function shownAs(first: Produced, { freshness }: ProduceOptions): Produced {
  if (!first.ok || freshness.maxAge > 0 || first.value.cache !== "miss") return first;
  return { ok: true, value: { ...first.value, cache: "off" } };
}

function tooManyPages(pages: number, most: number): ImageError {
  const text = `expected at most ${most} pages, received ${pages}: pages ${most + 1} to ${pages} are not shown; ask for one by page=${most + 1}`;
  return { code: "too-many-pages", text, pages };
}
