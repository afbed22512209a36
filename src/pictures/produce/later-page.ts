import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { Evicted } from "../cache/shared/publisher.ts";
import { digestOf } from "../cache/store/digest.ts";
import type { Origin } from "../cache/store/entries.ts";
import type { CacheKey } from "../cache/store/key.ts";
import type { CacheStatus, ImageError } from "../contract.ts";
import { holds } from "../errors/memory.ts";
import { type Failure, failureFrom, type Made, type Picture, toPicture } from "./picture.ts";
import type { PinnedOriginal } from "./pinned-original.ts";
import { type Candidate, type Plan, planPage, staleKeyOf } from "./plan.ts";
import { rememberFailure, withDigest } from "./remember-failure.ts";
import { renderSource } from "./render.ts";
import type { ProduceOptions, World } from "./world.ts";

/** What the first page tells of the others: they are of the same fetch, and shown as it was. */
export type Anchor = {
  /** Undefined where the first page failed long ago, and only the cache tells of the others. */
  readonly origin: Origin | undefined;
  readonly cache: CacheStatus;
  /** Whether pictures of this fetch may be kept. */
  readonly isKept: boolean;
  readonly doubt?: ImageError;
};

type Options = ProduceOptions & { readonly pinned: PinnedOriginal };

/** A page behind the first, from the cache or the original. Its server is not asked. Undefined where neither has it. */
export async function laterPage(
  page: number,
  plan: Plan,
  anchor: Anchor,
  world: World,
  options: Options,
): Promise<Outcome<Picture, Failure> | undefined> {
  try {
    const pagePlan = planPage(plan, page, anchor.origin?.url ?? "");
    const stored = storedPage(pagePlan, anchor, world);
    if (stored) return succeed(stored);
    const failed = await failedBefore(pagePlan.candidates[0], world, options);
    return failed ? fail(failed) : await renderPage(pagePlan, anchor, world, options);
  } catch (thrown) {
    return asCacheError(thrown);
  }
}

function storedPage(plan: Plan, anchor: Anchor, world: World): Picture | undefined {
  const { origin, cache, doubt } = anchor;
  const stored = world.store.findResult(keyOf(plan, anchor));
  if (!stored || (origin && stored.entry.origin.fetchedAt !== origin.fetchedAt)) return undefined;
  // The original may have been found unchanged since.
  const entry = origin ? { ...stored.entry, origin } : stored.entry;
  try {
    return toPicture({ ...stored, entry, cache }, plan, world, doubt);
  } catch (thrown) {
    if (thrown instanceof Evicted) return undefined;
    throw thrown;
  }
}

async function renderPage(
  plan: Plan,
  anchor: Anchor,
  world: World,
  options: Options,
): Promise<Outcome<Picture, Failure> | undefined> {
  const { file, origin } = options.pinned;
  if (file === undefined || origin === undefined) return undefined;
  const { cache, doubt } = anchor;
  const key = keyOf(plan, anchor);
  const recipe = { ...plan.recipe, ...(isMarked(plan, anchor) && { isStale: true }) };
  const mayKeep = anchor.isKept && world.cacheHealth.works();
  for (const isKept of mayKeep ? [true, false] : [false]) {
    const temporary = isKept ? () => world.store.temporary() : world.spare;
    const request = { file, origin, plan, recipe, key, temporary, isKept };
    const made = await renderSource(request, world, options).catch(asCacheError);
    if (made.ok) return succeed(toPicture(shownAs(made.value, cache), plan, world, doubt));
    const { code, text } = made.error.error;
    if (code !== "cache-error") return rememberFailure(await withDigest(made.error, file), key, world, options);
    if (!isKept) return made;
    // The cache takes nothing now; the page is shown all the same.
    world.cacheHealth.failed(text);
  }
  return undefined;
}

function asCacheError(thrown: unknown): Outcome<never, Failure> {
  return fail({ error: { code: "cache-error", text: `the cache failed: ${errorText(thrown)}` } });
}

// A picture past its time says so in its caption.
function isMarked({ recipe }: Plan, { cache, doubt }: Anchor): boolean {
  return cache === "stale" && doubt !== undefined && recipe.caption.length > 0;
}

function keyOf(plan: Plan, anchor: Anchor): CacheKey {
  const [candidate] = plan.candidates;
  return isMarked(plan, anchor) ? staleKeyOf(candidate, plan) : candidate.resultKey;
}

function shownAs(made: Made, cache: CacheStatus): Made {
  return { ...made, cache: made.cache === "off" ? "off" : cache };
}

// No decoder need look at the same bytes twice; where these are not at hand, what was found a while ago counts.
async function failedBefore(
  { resultKey }: Candidate,
  { store, now }: World,
  { pinned, refresh, freshness, remember: rules }: Options,
): Promise<Failure | undefined> {
  const entry = refresh || freshness.maxAge === 0 ? undefined : store.findFailure(resultKey);
  if (!entry || holds(entry, rules, now()) === "over") return undefined;
  if (pinned.file !== undefined && entry.source?.digest !== (await digestOf(pinned.file))) return undefined;
  return failureFrom(entry);
}
