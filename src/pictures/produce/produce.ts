import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { Evicted } from "../cache/shared/publisher.ts";
import { digestOf } from "../cache/store/digest.ts";
import type { StoredResult } from "../cache/store/store.ts";
import { mayShowStale } from "../errors/memory.ts";
import { type CacheHit, lookUp, NOTHING_CACHED, recall } from "./cache-lookup.ts";
import { obtain } from "./obtain.ts";
import { type Failure, type Made, type Picture, toPicture } from "./picture.ts";
import type { Plan } from "./plan.ts";
import { renderOriginal, staleVariant } from "./render.ts";
import { mayRead, type ProduceOptions, type World } from "./world.ts";

const TRIES = 3;

/** Cache, or download, sniff, render and commit. Never throws: what goes wrong is a value of the row. */
export async function produce(plan: Plan, world: World, options: ProduceOptions): Promise<Outcome<Picture, Failure>> {
  for (let tries = 1; ; tries++) {
    try {
      return await produceOnce(plan, world, options);
    } catch (thrown) {
      // What another search evicts while it is being shown is had once more from its server.
      if (thrown instanceof Evicted && tries < TRIES) continue;
      return fail({ error: { code: "cache-error", text: `the cache failed: ${errorText(thrown)}` } });
    }
  }
}

/**
 * The picture that lies in the cache and is good, found at once; undefined for whatever else `produce` may have to do. Most
 * rows of a dashboard are such, and a promise for each would cost more than the look itself.
 */
export function cachedPicture(plan: Plan, world: World, options: ProduceOptions): Picture | undefined {
  if (plan.allPages || !mayRead(options)) return undefined;
  try {
    for (const candidate of plan.candidates) {
      const { result, standing } = lookUp(candidate, world, options);
      if (result && standing === "good") return toPicture({ ...result, cache: "hit" }, plan, world);
    }
  } catch {
    // Evicted meanwhile, or a disk that fails: `produce` tries again, and tells.
  }
  return undefined;
}

async function produceOnce(plan: Plan, world: World, options: ProduceOptions): Promise<Outcome<Picture, Failure>> {
  const kept = plan.candidates.map((candidate) =>
    mayRead(options) ? lookUp(candidate, world, options) : NOTHING_CACHED,
  );
  const good = await goodOne(plan, kept, world, options);
  if (good) return succeed(toPicture(good, plan, world));
  const renewable = renewableOne(plan, kept, world, options);
  if (renewable) {
    world.behind(() => fromServers(plan, kept, world, options));
    return succeed(toPicture({ ...renewable, cache: "stale" }, plan, world));
  }
  const fetched = await fromServers(plan, kept, world, options);
  if (fetched.ok) return succeed(toPicture(fetched.value, plan, world));
  return (await shownStale(plan, kept, fetched.error, world, options)) ?? fetched;
}

// What the server has said of a picture since counts before what is shown while it is asked.
function renewableOne(
  plan: Plan,
  kept: readonly CacheHit[],
  world: World,
  options: ProduceOptions,
): StoredResult | undefined {
  for (const [index, candidate] of plan.candidates.entries()) {
    const { result, standing } = kept[index] ?? NOTHING_CACHED;
    if (result && standing === "renewable" && !recall(candidate, world, options)) return result;
  }
  return undefined;
}

async function goodOne(
  plan: Plan,
  kept: readonly CacheHit[],
  world: World,
  options: ProduceOptions,
): Promise<Made | undefined> {
  const found = kept.find(({ result, standing }) => result && standing === "good")?.result;
  if (found) return { ...found, cache: "hit" };
  for (const [index, candidate] of plan.candidates.entries()) {
    const { source, standing } = kept[index] ?? NOTHING_CACHED;
    if (!source || standing !== "good" || recall(candidate, world, options)) continue;
    const made = await renderOriginal(candidate, plan, source, world, options);
    if (made) return made;
  }
  return undefined;
}

// Mirrors are asked in order; when none gives a picture, the first cause is the one to tell.
async function fromServers(
  plan: Plan,
  kept: readonly CacheHit[],
  world: World,
  options: ProduceOptions,
): Promise<Outcome<Made, Failure>> {
  const budget = world.budgetFor(plan.candidates[0].url);
  const mirrors: string[] = [];
  let first: Failure | undefined;
  for (const [index, candidate] of plan.candidates.entries()) {
    const made = await obtain({ candidate, plan, kept: kept[index] ?? NOTHING_CACHED, budget, world, options });
    if (made.ok) return made;
    if (first) mirrors.push(`${candidate.base} (${made.error.error.code})`);
    first ??= made.error;
    if (made.error.error.code === "cancelled") break;
  }
  if (!first) return fail({ error: { code: "bad-name", text: "no image server to ask" } });
  if (mirrors.length === 0) return fail(first);
  return fail({ ...first, error: { ...first.error, text: `${first.error.text}; also asked: ${mirrors.join(", ")}` } });
}

// What the server says of a picture counts; that it says nothing leaves the one that we have.
async function shownStale(
  plan: Plan,
  kept: readonly CacheHit[],
  { error: doubt, source: failed }: Failure,
  world: World,
  options: ProduceOptions,
): Promise<Outcome<Picture, Failure> | undefined> {
  if (!mayShowStale(doubt)) return undefined;
  for (const [index, candidate] of plan.candidates.entries()) {
    const pinned = kept[index] ?? NOTHING_CACHED;
    if (pinned.standing === "gone" || (await isSameFile(pinned.source, failed))) continue;
    const made = await staleVariant(candidate, plan, pinned, world, options);
    if (made) return succeed(toPicture(made, plan, world, doubt));
  }
  return undefined;
}

// What a decoder has just refused it would refuse again.
async function isSameFile(source: CacheHit["source"], failed: Failure["source"]): Promise<boolean> {
  if (!source || failed?.digest === undefined || source.entry.origin.bytes !== failed.bytes) return false;
  return (await digestOf(source.file).catch(() => "")) === failed.digest;
}
