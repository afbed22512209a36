import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { Evicted } from "../cache/shared/publisher.ts";
import { digestOf } from "../cache/store/digest.ts";
import { type CacheHit, lookUp, NOTHING_CACHED } from "./cache-lookup.ts";
import {
  askAll,
  type CandidateFacts,
  decide,
  type FailedCandidate,
  factsOf,
  firstOf,
  isGood,
  mayShowStale,
  type Step,
} from "./decide.ts";
import { obtain } from "./obtain.ts";
import { mayRead } from "./options.ts";
import { type Failure, type Picture, storedPicture } from "./picture.ts";
import type { Plan } from "./plan.ts";
import { renderOriginal, staleVariant } from "./render.ts";
import type { PictureTask } from "./task.ts";
import { withThumb } from "./thumb.ts";
import type { World } from "./world.ts";

/**
 * Makes of a picture what its reader needs: addresses for a row, bytes for a browser.
 * @param plan of this picture, which may be a page of another
 * @throws Evicted
 */
export type Present<View> = (picture: Picture, plan: Plan) => View;

/** A picture, and what was made of it. */
export type Presented<View> = { readonly picture: Picture; readonly view: View };

const TRIES = 3;

/** Cache, or download, sniff, render and commit. Never throws: what goes wrong is a value of the row. */
export async function produce<View>(
  task: PictureTask,
  present: Present<View>,
): Promise<Outcome<Presented<View>, Failure>> {
  for (let tries = 1; ; tries++) {
    try {
      const produced = await produceOnce(task);
      return produced.ok ? succeed(await presented(produced.value, task, present)) : produced;
    } catch (thrown) {
      // What another search evicts while it is being shown is had once more from its server.
      if (thrown instanceof Evicted && tries < TRIES) continue;
      return fail({ error: { code: "cache-error", text: `the cache failed: ${errorText(thrown)}` } });
    }
  }
}

/** Gives a picture the thumbnail that the search wants, presents it, and lets go of files that are not kept. */
export async function presented<View>(
  picture: Picture,
  task: PictureTask,
  present: Present<View>,
): Promise<Presented<View>> {
  try {
    const whole = await withThumb(picture, task);
    return { picture: whole, view: present(whole, task.plan) };
  } finally {
    letGo(picture, task.world);
  }
}

/** The files of a picture that is not kept go. */
function letGo({ files, isKept }: Picture, { store }: World): void {
  if (!isKept) store.discard(files.fresh, files.cached);
}

/**
 * The picture that lies in the cache and is good, found at once; undefined for whatever else `produce` may have to do. Most
 * rows of a dashboard are such, and a promise for each would cost more than the look itself.
 */
export function cachedPicture<View>(task: PictureTask, present: Present<View>): Presented<View> | undefined {
  const { plan, options, world } = task;
  if (plan.allPages || !mayRead(options)) return undefined;
  try {
    for (const candidate of plan.candidates) {
      const cached = lookUp(candidate, world, options);
      if (!cached.result || !isGood(cached)) continue;
      if (options.thumb && cached.result.entry.thumb === undefined) return undefined;
      const picture = storedPicture(cached.result, "hit");
      return { picture, view: present(picture, plan) };
    }
  } catch {
    // Evicted meanwhile, or a disk that fails: `produce` tries again, and reports.
  }
  return undefined;
}

async function produceOnce(task: PictureTask): Promise<Outcome<Picture, Failure>> {
  const known = task.plan.candidates.map((candidate) => factsOf(candidate, task));
  return run(decide(known), known, task);
}

async function run(
  steps: readonly Step[],
  known: readonly CandidateFacts[],
  task: PictureTask,
): Promise<Outcome<Picture, Failure>> {
  const { plan, world } = task;
  const budget = world.budgetFor(plan.candidates[0].url);
  const failures: FailedCandidate[] = [];
  for (const step of steps) {
    const candidate = plan.candidates[step.candidate] ?? plan.candidates[0];
    const cached = known[step.candidate]?.cached ?? NOTHING_CACHED;
    switch (step.kind) {
      case "show":
        return succeed(storedPicture(step.result, "hit"));
      case "convert": {
        const made = await renderOriginal(candidate, step.source, task);
        if (made) return succeed(made);
        break;
      }
      case "show-and-renew":
        world.inBackground(async () => {
          const renewed = await run(askAll(known), known, task);
          if (renewed.ok) letGo(renewed.value, world);
        });
        return succeed(storedPicture(step.result, "stale"));
      case "ask":
      case "fail": {
        // What is known of a server may be minutes old when its turn comes, so it is looked up again.
        if (failures.at(-1)?.failure.error.code === "cancelled") break;
        const made = await obtain({ ...task, candidate, cached, budget });
        if (made.ok) return made;
        failures.push({ base: candidate.base, failure: made.error });
        break;
      }
      case "show-stale": {
        const { error, source } = firstOf(failures);
        if (!mayShowStale(error) || (await isSameFile(cached.source, source))) break;
        const made = await staleVariant(candidate, cached, task);
        if (made) return succeed({ ...made, doubt: error });
      }
    }
  }
  return fail(firstOf(failures));
}

/** Whether an original is the very file that a decoder has just refused; it would refuse it again. */
export async function isSameFile(original: CacheHit["source"], refused: Failure["source"]): Promise<boolean> {
  if (!original || refused?.digest === undefined || original.entry.origin.bytes !== refused.bytes) return false;
  return (await digestOf(original.file).catch(() => "")) === refused.digest;
}
