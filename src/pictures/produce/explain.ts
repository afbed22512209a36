import type { Outcome } from "../../base/outcome.ts";
import type { Fields } from "../command/fields.ts";
import { mayShowStale } from "../errors/memory.ts";
import { allowingServer } from "../fetch/admission.ts";
import type { AllowedServer } from "../fetch/server.ts";
import { type CacheHit, lookUp, type Remembered, recall } from "./cache-lookup.ts";
import type { Standing } from "./freshness.ts";
import type { Candidate, Plan, PlanError } from "./plan.ts";
import type { ProduceOptions, World } from "./world.ts";

export type ExplainContext = {
  readonly servers: readonly AllowedServer[];
  readonly options: ProduceOptions;
  readonly shortcutUrl: string;
};

/** What a row would do, without doing it: names are resolved, and nothing is fetched, decoded or stored. */
export async function explain(
  planned: Outcome<Plan, PlanError>,
  world: World,
  context: ExplainContext,
): Promise<Fields> {
  const common = { image_status: "explain", app_shortcut_url: context.shortcutUrl };
  if (!planned.ok) {
    const { code, text } = planned.error.error;
    const wouldFail = `would fail: ${text}`;
    return { ...common, image_error: code, image_error_text: wouldFail, wget_result: wouldFail };
  }
  const { candidates, newName, recipe } = planned.value;
  const prospects = await Promise.all(candidates.map((each) => prospectOf(each, world, context)));
  const found = prospects.findIndex(({ isHit }) => isHit);
  const text = prospects.map((prospect) => prospect.text).join("; else ");
  return {
    ...common,
    new_image: newName(recipe.format),
    wget_result: text,
    image_error_text: text,
    image_cache: found >= 0 ? "hit" : context.options.freshness.maxAge === 0 ? "off" : "miss",
    image_source: (candidates[found] ?? candidates[0]).base,
  };
}

type Prospect = { readonly isHit: boolean; readonly text: string };

async function prospectOf(candidate: Candidate, world: World, { servers, options }: ExplainContext): Promise<Prospect> {
  const { url } = candidate;
  const kept = lookUp(candidate, world, options);
  const remembered = recall(candidate, world, options);
  const now = world.now();
  const { isHit, what } = whatWouldHappen(kept, remembered, candidate, world, options);
  const facts = [
    `allowed by [server:${allowingServer(url, servers)?.label}]`,
    `address ${await addressesOf(candidate, world)}`,
    `cache: ${cacheState(kept, now)}`,
    ...(remembered ? [`remembered: ${remembered.entry.code}, ${age(remembered.entry.storedAt, now)}`] : []),
    `server: ${world.serverState(url)}`,
  ];
  return { isHit, text: `${url.href} (${facts.join("; ")}) ${what}` };
}

async function addressesOf({ url }: Candidate, { downloader }: World): Promise<string> {
  const found = await downloader.addressesOf(url);
  if (!found.ok) return `unknown: ${found.error.text}`;
  return found.value
    .map(({ address, refusal }) => `${address} ${refusal ? `refused: ${refusal}` : "allowed"}`)
    .join(", ");
}

function cacheState({ result, source, standing }: CacheHit, now: number): string {
  const origin = (result ?? source)?.entry.origin;
  if (!origin) return "nothing";
  const words: Readonly<Record<Standing, string>> = {
    good: "good",
    renewable: "past its time, shown while it is asked for",
    stale: "past its time, shown if the server fails",
    gone: "past its time",
  };
  return `${result ? "picture" : "original"}, ${age(origin.checkedAt, now)}, ${words[standing]}`;
}

function whatWouldHappen(
  { result, source, standing }: CacheHit,
  remembered: Remembered | undefined,
  { url }: Candidate,
  world: World,
  { freshness, refresh }: ProduceOptions,
): { readonly isHit: boolean; readonly what: string } {
  const fetched = (why: string): { isHit: false; what: string } => {
    const refusal = world.refusal(url);
    return { isHit: false, what: refusal ? `would fail: ${refusal.text}` : `would be fetched: ${why}` };
  };
  if (freshness.maxAge === 0) return fetched("cache=false");
  if (refresh) return fetched("refresh=true");
  if (standing === "good" && (result || !remembered)) {
    return { isHit: true, what: result ? "is in the cache" : "would be converted from its original in the cache" };
  }
  if (result && standing === "renewable" && !remembered) {
    return { isHit: true, what: "would be shown at once, and asked for behind the search" };
  }
  const failure = remembered?.means === "holds" ? remembered.entry : world.refusal(url);
  // An original of which no picture came gives none that is stale, either.
  const canBeShown = result !== undefined || (source !== undefined && remembered?.entry.source === undefined);
  if (failure && canBeShown && standing !== "gone" && mayShowStale(failure)) {
    return { isHit: true, what: `would be shown as stale: ${failure.text}` };
  }
  if (failure) return { isHit: false, what: `would fail: ${failure.text}` };
  const origin = (result ?? source)?.entry.origin;
  if (!origin) return fetched("it is not in the cache");
  const canBeAsked = origin.etag !== "" || origin.lastModified !== "";
  return fetched(
    canBeAsked ? "the server would be asked whether it changed" : "its server gave no ETag or date for it",
  );
}

function age(since: number, now: number): string {
  return `${Math.round((now - since) / 1000)} s old`;
}
