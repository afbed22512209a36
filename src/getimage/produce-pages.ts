import pLimit from "p-limit";
import type { ImageError } from "../contract.ts";
import { fail, type Outcome } from "../lib/outcome.ts";
import type { Failure, Picture } from "./picture.ts";
import { type Plan, planPage } from "./plan.ts";
import { produce } from "./produce.ts";
import type { ProduceOptions, World } from "./world.ts";

/** Pages of one picture that are worked on at once. */
const AT_ONCE = 4;
/** How long what the first page fetched serves the others, in seconds, where the search keeps nothing for itself. */
const SAME_FETCH_SECONDS = 60;

type Produced = Outcome<Picture, Failure>;

/** The pictures of one value: one, or with `page=all` one for each page, in order. A page that fails costs itself only. */
export async function producePages(plan: Plan, world: World, options: ProduceOptions): Promise<readonly Produced[]> {
  if (!plan.allPages) return [await produce(plan, world, options)];
  const first = await produce(plan, world, optionsForFirst(options));
  if (!first.ok) return [first];
  const { entry, cache } = first.value;
  const { pages, origin } = entry;
  const later = optionsForLater(options, first.value);
  const limit = pLimit(AT_ONCE);
  const numbers = Array.from({ length: Math.min(pages, options.maxPages) - 1 }, (_, index) => index + 2);
  const others = await limit.map(numbers, (page) => produce(planPage(plan, page, origin.url), world, later));
  const shown = [shownAs(first, options, cache), ...others];
  if (pages <= options.maxPages) return shown;
  return [...shown, fail({ error: tooManyPages(pages, options.maxPages), base: origin.base, source: origin })];
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

function optionsForLater(options: ProduceOptions, { entry, cache }: Picture): ProduceOptions {
  const { freshness } = options;
  const isNew = cache === "miss" || cache === "off" || cache === "revalidated";
  return {
    ...options,
    keepSource: true,
    refresh: false,
    freshness: { ...freshness, maxAge: isNew ? Math.max(freshness.maxAge, SAME_FETCH_SECONDS) : freshness.maxAge },
    partOf: { fetchedAt: entry.origin.fetchedAt, cache: options.freshness.maxAge === 0 ? "off" : cache },
  };
}

function shownAs(first: Produced, { freshness }: ProduceOptions, cache: Picture["cache"]): Produced {
  if (!first.ok || freshness.maxAge > 0 || cache !== "miss") return first;
  return { ok: true, value: { ...first.value, cache: "off" } };
}

function tooManyPages(pages: number, most: number): ImageError {
  const text = `expected at most ${most} pages, received ${pages}: pages ${most + 1} to ${pages} are not shown; ask for one by page=${most + 1}`;
  return { code: "too-many-pages", text, pages };
}
