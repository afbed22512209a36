import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { Origin, ResultEntry } from "../cache/store/entries.ts";
import type { CacheKey } from "../cache/store/key.ts";
import type { StoredSource } from "../cache/store/store.ts";
import type { SourceFormat } from "../image/formats.ts";
import type { Recipe } from "../image/recipe.ts";
import type { CacheHit } from "./cache-lookup.ts";
import { type Desk, deskFor } from "./desk.ts";
import { type Failure, type Picture, storedPicture } from "./picture.ts";
import { type Candidate, staleKeyOf } from "./plan.ts";
import { rememberFailure, withDigest } from "./remember-failure.ts";
import type { PictureTask } from "./task.ts";

/** A source file and where what is made of it goes. */
export type RenderRequest = Desk & {
  readonly file: string;
  readonly origin: Origin;
  readonly recipe: Recipe;
  readonly key: CacheKey;
  /** Called when a picture came of the source, before that is committed. */
  readonly proved?: () => void;
};

/** Converts a source file and commits what came of it. */
export async function renderSource(
  request: RenderRequest,
  { world, options: { limits, thumb } }: PictureTask,
): Promise<Outcome<Picture, Failure>> {
  const { file, origin, recipe, key, isKept } = request;
  const temporary = { fresh: request.temporary(), cached: request.temporary() };
  let isDone = false;
  try {
    // A stored entry's format was sniffed before it was written.
    const format = origin.format as SourceFormat;
    const { fetchedAt } = origin;
    const job = { kind: "render", source: file, format, recipe, limits, fetchedAt, thumb, ...temporary } as const;
    const rendered = await world.decode(job);
    if (!rendered.ok) return fail({ error: rendered.error, base: origin.base, source: origin });
    const { cachedBytes, ...facts } = rendered.value;
    const entry: ResultEntry = {
      kind: "result",
      origin,
      ...facts,
      ...(cachedBytes === undefined ? {} : { cachedBytes }),
    };
    if (isKept) {
      try {
        request.proved?.();
        const stored = world.store.commitResult(key, temporary, entry);
        if (stored) return succeed(storedPicture(stored, "miss"));
      } catch (thrown) {
        // The picture is there; that the cache does not take it costs later searches, not this row.
        world.cacheHealth.failed(errorText(thrown));
      }
    }
    isDone = true;
    const files = cachedBytes === undefined ? { fresh: temporary.fresh, cached: temporary.fresh } : temporary;
    return succeed({ entry, key, files, isKept: false, cache: "off" });
  } finally {
    if (!isDone) world.store.discard(temporary.fresh, temporary.cached);
  }
}

/**
 * An original that is still good gives another size without a request. Undefined where it was swept away meanwhile; what the
 * decoder cannot show is remembered.
 */
export async function renderOriginal(
  candidate: Candidate,
  source: StoredSource,
  task: PictureTask,
): Promise<Picture | undefined> {
  task.options.pinned?.pin(source.file, source.entry.origin, true);
  const request = fromSource(source, task.plan.recipe, candidate.resultKey, task);
  const made = await renderSource(request, task).catch(() => undefined);
  if (made?.ok) return { ...made.value, cache: "hit" };
  if (made && made.error.error.code !== "cache-error") {
    rememberFailure(await withDigest(made.error, source.file), candidate.resultKey, task);
  }
  return undefined;
}

/**
 * A picture past its time, with a caption that says so. It is made when it is first needed; where its original is gone,
 * the caption says only that it came from the cache.
 */
export async function staleVariant(
  candidate: Candidate,
  { result, source }: CacheHit,
  task: PictureTask,
): Promise<Picture | undefined> {
  const { plan, world } = task;
  const origin = (result ?? source)?.entry.origin;
  if (!origin) return undefined;
  const { recipe } = plan;
  const staleKey = staleKeyOf(candidate, plan);
  if (recipe.caption.length > 0) {
    const stored = world.store.findResult(staleKey);
    if (stored?.entry.origin.fetchedAt === origin.fetchedAt) return storedPicture(stored, "stale");
  }
  if (source && (recipe.caption.length > 0 || !result)) {
    const request = fromSource(source, { ...recipe, isStale: true }, staleKey, task);
    const made = await renderSource(request, task).catch(() => undefined);
    if (made?.ok) return { ...made.value, cache: "stale" };
  }
  return result && storedPicture(result, "stale");
}

function fromSource(
  { entry, file }: StoredSource,
  recipe: Recipe,
  key: CacheKey,
  { world }: PictureTask,
): RenderRequest {
  return { file, origin: entry.origin, recipe, key, ...deskFor(world) };
}
