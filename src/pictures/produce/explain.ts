import { allowingServer } from "../fetch/admission.ts";
import type { AllowedServer } from "../fetch/server.ts";
import { type CacheHit, lookUp, recall, type Standing } from "./cache-lookup.ts";
import { type CandidateFacts, decide, factsOf, firstOf, mayShowStale, type Step } from "./decide.ts";
import type { Candidate } from "./plan.ts";
import { isSameFile } from "./produce.ts";
import type { PictureTask } from "./task.ts";

/** What would be done for a row. */
export type Explanation = {
  /** A sentence for each candidate. */
  readonly text: string;
  readonly cache: "hit" | "miss" | "off";
  /** Base of the candidate that gives the picture, or is asked first. */
  readonly source: string;
};

/** What `produce` would do, without doing it: names are resolved, and nothing is fetched, decoded or stored. */
export async function explain(task: PictureTask, servers: readonly AllowedServer[]): Promise<Explanation> {
  const { plan, options } = task;
  const known = plan.candidates.map((candidate) => factsOf(candidate, task));
  const steps = await withoutVainSteps(decide(known), known);
  const sentences = await Promise.all(
    plan.candidates.map(async (candidate, index) => {
      const facts = await factsInWords(candidate, task, servers);
      return `${candidate.url.href} (${facts.join("; ")}) ${whatHappens(index, steps, known, task)}`;
    }),
  );
  const shown = steps.find(({ kind }) => kind !== "fail");
  const hit = shown?.kind === "ask" ? undefined : shown?.candidate;
  return {
    text: sentences.join("; else "),
    cache: hit !== undefined ? "hit" : options.freshness.maxAgeSeconds === 0 ? "off" : "miss",
    source: (plan.candidates[hit ?? 0] ?? plan.candidates[0]).base,
  };
}

/** Where all servers are known to fail, it is known too whether the cache may stand in for them. */
async function withoutVainSteps(steps: readonly Step[], known: readonly CandidateFacts[]): Promise<readonly Step[]> {
  if (steps.some(({ kind }) => kind === "ask")) return steps;
  const failures = steps.flatMap((step) => (step.kind === "fail" ? [{ base: "", failure: step.failure }] : []));
  const { error, source } = firstOf(failures);
  const isVain = await Promise.all(
    steps.map(
      async ({ kind, candidate }) =>
        kind === "show-stale" && (!mayShowStale(error) || (await isSameFile(known[candidate]?.cached.source, source))),
    ),
  );
  return steps.filter((_, index) => !isVain[index]);
}

function whatHappens(
  index: number,
  steps: readonly Step[],
  known: readonly CandidateFacts[],
  task: PictureTask,
): string {
  const listed = steps.filter(({ candidate }) => candidate === index);
  // Where another candidate comes first, what would be done without that one.
  const own = listed.length > 0 ? listed : decide(known.slice(index, index + 1));
  const [first] = own;
  switch (first?.kind) {
    case "show":
      return "is in the cache";
    case "convert":
      return "would be converted from its original in the cache";
    case "show-and-renew":
      return "would be shown at once, and asked for behind the search";
    case "fail": {
      const { text } = first.failure.error;
      if (!own.some(({ kind }) => kind === "show-stale")) return `would fail: ${text}`;
      if (!steps.some(({ kind }) => kind === "ask")) return `would be shown as stale: ${text}`;
      return `would fail, and be shown as stale if no other server has it: ${text}`;
    }
    default:
      return `would be fetched: ${whyAsked(known[index]?.cached, task)}`;
  }
}

function whyAsked(cached: CacheHit | undefined, { options: { freshness, refresh } }: PictureTask): string {
  if (freshness.maxAgeSeconds === 0) return "cache=false";
  if (refresh) return "refresh=true";
  const origin = (cached?.result ?? cached?.source)?.entry.origin;
  if (!origin) return "it is not in the cache";
  const canBeAsked = origin.etag !== "" || origin.lastModified !== "";
  return canBeAsked ? "the server would be asked whether it changed" : "its server gave no ETag or date for it";
}

async function factsInWords(
  candidate: Candidate,
  { options, world }: PictureTask,
  servers: readonly AllowedServer[],
): Promise<readonly string[]> {
  const { url } = candidate;
  const remembered = recall(candidate, world, options);
  const now = world.now();
  return [
    `allowed by [server:${allowingServer(url, servers)?.label}]`,
    `address ${await addressesOf(candidate, world)}`,
    `cache: ${cacheState(lookUp(candidate, world, options), now)}`,
    ...(remembered ? [`remembered: ${remembered.entry.code}, ${age(remembered.entry.storedAt, now)}`] : []),
    `server: ${world.serverState(url)}`,
  ];
}

async function addressesOf({ url }: Candidate, { downloader }: PictureTask["world"]): Promise<string> {
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

function age(since: number, now: number): string {
  return `${Math.round((now - since) / 1000)} s old`;
}
