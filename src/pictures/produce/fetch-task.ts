import type { TimeBudget } from "../fetch/time-budget.ts";
import type { CacheHit, Remembered } from "./cache-lookup.ts";
import type { Candidate, Plan } from "./plan.ts";
import type { ProduceOptions, World } from "./world.ts";

/** One candidate of a row, and what is known of it before its server is asked. */
export type Asked = {
  readonly candidate: Candidate;
  readonly plan: Plan;
  /** What the cache holds that is not good any more. */
  readonly kept: CacheHit;
  readonly remembered?: Remembered;
  readonly budget: TimeBudget;
  readonly world: World;
  readonly options: ProduceOptions;
};

/** Where files on their way lie, and what of them is committed in the end. */
export type Desk = { readonly temporary: () => string; readonly keepsResult: boolean; readonly keepsSource: boolean };
