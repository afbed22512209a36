import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { Evicted } from "../cache/shared/publisher.ts";
import { digestOf } from "../cache/store/digest.ts";
import type { Origin } from "../cache/store/entries.ts";
import type { CacheKey } from "../cache/store/key.ts";
import type { CacheStatus, ImageError } from "../contract.ts";
import { holds } from "../errors/memory.ts";
import { deskFor } from "./desk.ts";
import type { ProduceOptions } from "./options.ts";
import { type Failure, failureFrom, type Picture, storedPicture } from "./picture.ts";
import type { PinnedOriginal } from "./pinned-original.ts";
import { type Plan, planPage, staleKeyOf } from "./plan.ts";
import { type Present, type Presented, presented } from "./produce.ts";
import { rememberFailure, withDigest } from "./remember-failure.ts";
import { renderSource } from "./render.ts";
import type { PictureTask } from "./task.ts";

/** What the first page says of the others: they are of the same fetch, and shown as it was. */
export type Anchor = {
  /** Undefined where the first page failed long ago, and only the cache knows of the others. */
  readonly origin: Origin | undefined;
  readonly cache: CacheStatus;
  /** Whether pictures of this fetch may be kept. */
  readonly isKept: boolean;
  readonly doubt?: ImageError;
};

type PagesTask = PictureTask & { readonly options: ProduceOptions & { readonly pinned: PinnedOriginal } };

/** A page behind the first, from the cache or the original. Its server is not asked. Undefined where neither has it. */
export async function laterPage<View>(
  page: number,
  anchor: Anchor,
  task: PagesTask,
  present: Present<View>,
): Promise<Outcome<Presented<View>, Failure> | undefined> {
  const pageTask = { ...task, plan: planPage(task.plan, page, anchor.origin?.url ?? "") };
  try {
    const stored = storedPage(anchor, pageTask);
    if (stored) return succeed(await presented(stored, pageTask, present));
  } catch (thrown) {
    if (!(thrown instanceof Evicted)) return asCacheError(thrown);
  }
  try {
    const failed = await failedBefore(pageTask);
    if (failed) return fail(failed);
    const rendered = await renderPage(anchor, pageTask);
    return rendered?.ok ? succeed(await presented(rendered.value, pageTask, present)) : rendered;
  } catch (thrown) {
    return asCacheError(thrown);
  }
}

function storedPage(anchor: Anchor, { plan, world }: PagesTask): Picture | undefined {
  const { origin, cache } = anchor;
  const stored = world.store.findResult(keyOf(plan, anchor));
  if (!stored || (origin && stored.entry.origin.fetchedAt !== origin.fetchedAt)) return undefined;
  // The original may have been found unchanged since.
  const entry = origin ? { ...stored.entry, origin } : stored.entry;
  return asFirst(storedPicture({ ...stored, entry }, cache), anchor);
}

async function renderPage(anchor: Anchor, task: PagesTask): Promise<Outcome<Picture, Failure> | undefined> {
  const { plan, options, world } = task;
  const { file, origin } = options.pinned;
  if (file === undefined || origin === undefined) return undefined;
  const key = keyOf(plan, anchor);
  const recipe = { ...plan.recipe, ...(isMarked(plan, anchor) && { isStale: true }) };
  const desk = deskFor(world, anchor.isKept);
  for (const place of desk.isKept ? [desk, deskFor(world, false)] : [desk]) {
    const made = await renderSource({ file, origin, recipe, key, ...place }, task).catch(asCacheError);
    if (made.ok) return succeed(asFirst(made.value, anchor));
    const { code, text } = made.error.error;
    if (code !== "cache-error") return rememberFailure(await withDigest(made.error, file), key, task);
    if (!place.isKept) return made;
    // The cache takes nothing now; the page is shown all the same.
    world.cacheHealth.failed(text);
  }
  return undefined;
}

// All pages are shown as the first one was.
function asFirst(picture: Picture, { cache, doubt }: Anchor): Picture {
  return { ...picture, cache: picture.cache === "off" ? "off" : cache, ...(doubt && { doubt }) };
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

// No decoder need look at the same bytes twice; where these are not at hand, what was found a while ago counts.
async function failedBefore({
  plan: { candidates },
  options: { pinned, refresh, freshness, remember: rules },
  world: { store, now },
}: PagesTask): Promise<Failure | undefined> {
  const entry = refresh || freshness.maxAgeSeconds === 0 ? undefined : store.findFailure(candidates[0].resultKey);
  if (!entry || holds(entry, rules, now()) === "over") return undefined;
  if (pinned.file !== undefined && entry.source?.digest !== (await digestOf(pinned.file))) return undefined;
  return failureFrom(entry);
}
