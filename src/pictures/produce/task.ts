import type { TimeBudget } from "../fetch/time-budget.ts";
import type { CacheHit, Remembered } from "./cache-lookup.ts";
import type { ProduceOptions } from "./options.ts";
import type { Candidate, Plan } from "./plan.ts";
import type { World } from "./world.ts";

/** One picture to produce: what is wanted, how, and by what means. */
export type PictureTask = { readonly plan: Plan; readonly options: ProduceOptions; readonly world: World };

/** One place to ask for it, and what is known of that place before its server is asked. */
export type FetchTask = PictureTask & {
  readonly candidate: Candidate;
  /** What the cache holds that is not good any more. */
  readonly cached: CacheHit;
  readonly remembered?: Remembered;
  readonly budget: TimeBudget;
};
