import type { Store } from "../cache/store.ts";
import { type AllowedServer, allowingServer } from "../fetch/admission.ts";
import type { Outcome } from "../lib/outcome.ts";
import type { Fields } from "./fields.ts";
import type { Candidate, Plan, PlanError } from "./plan.ts";
import type { ProduceOptions } from "./produce.ts";

export type ExplainContext = {
  readonly store: Store;
  readonly servers: readonly AllowedServer[];
  readonly options: ProduceOptions;
  readonly shortcutUrl: string;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** What a row would do, without doing it: nothing is fetched, decoded or written. */
export function explain(planned: Outcome<Plan, PlanError>, context: ExplainContext): Fields {
  const common = { image_status: "explain", app_shortcut_url: context.shortcutUrl };
  if (!planned.ok) {
    const { code, text } = planned.error.error;
    const wouldFail = `would fail: ${text}`;
    return { ...common, image_error: code, image_error_text: wouldFail, wget_result: wouldFail };
  }
  const { candidates, newName } = planned.value;
  const states = candidates.map((candidate) => ({ candidate, state: stateOf(candidate, planned.value, context) }));
  const found = states.find(({ state }) => state.isHit);
  const text = states.map(({ candidate, state }) => `${candidate.url.href} ${state.text}`).join("; else ");
  return {
    ...common,
    new_image: newName,
    wget_result: text,
    image_error_text: text,
    image_cache: found ? "hit" : context.options.maxAge === 0 ? "off" : "miss",
    image_source: (found?.candidate ?? candidates[0]).base,
  };
}

function stateOf(
  { url, resultKey, sourceKey }: Candidate,
  { recipe }: Plan,
  { store, servers, options, now }: ExplainContext,
): { readonly isHit: boolean; readonly text: string } {
  const allowed = `allowed by [server:${allowingServer(url, servers)?.label}]`;
  const age = (storedAt: number): string => `${Math.round((now - storedAt) / 1000)} s old`;
  if (options.maxAge === 0) return { isHit: false, text: `(${allowed}) would be fetched: the cache is off` };
  if (options.refresh) return { isHit: false, text: `(${allowed}) would be fetched: refresh=true` };
  const result = store.findResult(resultKey, recipe.format, options.maxAge);
  if (result) return { isHit: true, text: `(${allowed}) is in the cache, ${age(result.entry.storedAt)}` };
  const source = store.findSource(sourceKey, options.maxAge);
  if (!source) return { isHit: false, text: `(${allowed}) would be fetched: it is not in the cache` };
  return {
    isHit: true,
    text: `(${allowed}) would be converted from its original in the cache, ${age(source.entry.storedAt)}`,
  };
}
