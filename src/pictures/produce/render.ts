import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { Origin, ResultEntry } from "../cache/store/entries.ts";
import type { CacheKey } from "../cache/store/key.ts";
import type { Variant } from "../cache/store/layout.ts";
import type { StoredSource } from "../cache/store/store.ts";
import type { SourceFormat } from "../image/formats.ts";
import type { Recipe } from "../image/recipe.ts";
import type { CacheHit } from "./cache-lookup.ts";
import type { Failure, Links, Made } from "./picture.ts";
import { type Candidate, type Plan, staleKeyOf } from "./plan.ts";
import { rememberFailure, withDigest } from "./remember-failure.ts";
import type { ProduceOptions, World } from "./world.ts";

/** A source file and where what is made of it goes. */
export type RenderRequest = {
  readonly file: string;
  readonly origin: Origin;
  readonly plan: Plan;
  readonly recipe: Recipe;
  readonly key: CacheKey;
  /** Where files on their way lie. */
  readonly temporary: () => string;
  /** False lays the picture out for the browser and keeps nothing. */
  readonly isKept: boolean;
  /** Called when a picture came of the source, before that is committed. */
  readonly proved?: () => void;
};

/** Converts a source file and commits what came of it. */
export async function renderSource(
  request: RenderRequest,
  world: World,
  { limits, thumb }: ProduceOptions,
): Promise<Outcome<Made, Failure>> {
  const { file, origin, recipe, key, isKept } = request;
  const temporary = { fresh: request.temporary(), cached: request.temporary() };
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
        if (stored) return succeed({ ...stored, cache: "miss" });
      } catch (thrown) {
        // The picture is there; that the cache does not take it costs later searches, not this row.
        world.cacheHealth.failed(errorText(thrown));
      }
    }
    return succeed({ entry, links: laidOut(request, temporary, entry, world), cache: "off" });
  } finally {
    world.store.discard(temporary.fresh, temporary.cached);
  }
}

/**
 * An original that is still good gives another size without a request. Undefined where it was swept away meanwhile; what the
 * decoder cannot show is remembered.
 */
export async function renderOriginal(
  candidate: Candidate,
  plan: Plan,
  source: StoredSource,
  world: World,
  options: ProduceOptions,
): Promise<Made | undefined> {
  options.pinned?.pin(source.file, source.entry.origin, true);
  const request = fromSource(source, plan, plan.recipe, candidate.resultKey, world);
  const made = await renderSource(request, world, options).catch(() => undefined);
  if (made?.ok) return { ...made.value, cache: "hit" };
  if (made && made.error.error.code !== "cache-error") {
    rememberFailure(await withDigest(made.error, source.file), candidate.resultKey, world, options);
  }
  return undefined;
}

/**
 * A picture past its time, with a caption that says so. It is made when it is first needed; where its original is gone,
 * the caption says only that it came from the cache.
 */
export async function staleVariant(
  candidate: Candidate,
  plan: Plan,
  { result, source }: CacheHit,
  world: World,
  options: ProduceOptions,
): Promise<Made | undefined> {
  const origin = (result ?? source)?.entry.origin;
  if (!origin) return undefined;
  const { recipe } = plan;
  const staleKey = staleKeyOf(candidate, plan);
  if (recipe.caption.length > 0) {
    const stored = world.store.findResult(staleKey);
    if (stored?.entry.origin.fetchedAt === origin.fetchedAt) return { ...stored, cache: "stale" };
  }
  if (source && (recipe.caption.length > 0 || !result)) {
    const request = fromSource(source, plan, { ...recipe, isStale: true }, staleKey, world);
    const made = await renderSource(request, world, options).catch(() => undefined);
    if (made?.ok) return { ...made.value, cache: "stale" };
  }
  return result && { ...result, cache: "stale" };
}

function fromSource(
  { entry, file }: StoredSource,
  plan: Plan,
  recipe: Recipe,
  key: CacheKey,
  world: World,
): RenderRequest {
  const isKept = world.cacheHealth.works();
  const temporary = isKept ? () => world.store.temporary() : world.spare;
  return { file, origin: entry.origin, plan, recipe, key, temporary, isKept };
}

// The files go when the row is answered, so both variants are laid out now.
function laidOut(
  { key, origin: { fetchedAt }, plan }: RenderRequest,
  temporary: Readonly<Record<Variant, string>>,
  { format, cachedBytes }: ResultEntry,
  { show }: World,
): Links {
  const shown = (variant: Variant, name: string): string =>
    show({ file: temporary[variant], fetchedAt, name, picture: { plan, variant } });
  const fresh = shown("fresh", `${key}.${format}`);
  return { fresh, cached: cachedBytes === undefined ? fresh : shown("cached", `${key}.cached.${format}`) };
}
