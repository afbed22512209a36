import type { StoredResult, StoredSource } from "../cache/store/store.ts";
import type { ImageError } from "../contract.ts";
import { ERROR_CODES } from "../errors/error-codes.ts";
import { type CacheHit, lookUp, NOTHING_CACHED, type Remembered, recall } from "./cache-lookup.ts";
import { mayRead } from "./options.ts";
import { type Failure, failureFrom } from "./picture.ts";
import type { Candidate } from "./plan.ts";
import type { PictureTask } from "./task.ts";

/** What is known of one candidate before its server is asked. */
export type CandidateFacts = {
  readonly cached: CacheHit;
  /** What an earlier search met. */
  readonly remembered?: Remembered;
  /** Why its server, which was found down, is not asked. */
  readonly refusal?: ImageError;
};

/**
 * What is done for a row, in order; the first step that gives a picture ends it. `candidate` counts from 0. `ask` and
 * `fail` are what is known now: when their turn comes `produce` looks again, for the mirror before may take seconds.
 */
export type Step =
  | { readonly kind: "show" | "show-and-renew"; readonly candidate: number; readonly result: StoredResult }
  | { readonly kind: "convert"; readonly candidate: number; readonly source: StoredSource }
  | { readonly kind: "ask"; readonly candidate: number }
  | { readonly kind: "fail"; readonly candidate: number; readonly failure: Failure }
  /** Only where what the servers said allows it, see `mayShowStale`. */
  | { readonly kind: "show-stale"; readonly candidate: number };

/** Looks up what `decide` needs to know. Good results are looked for first: most rows need nothing else. */
export function factsOf(candidate: Candidate, { options, world }: PictureTask): CandidateFacts {
  const refusal = (): Pick<CandidateFacts, "refusal"> => {
    const refused = world.refusal(candidate.url);
    return refused ? { refusal: refused } : {};
  };
  if (!mayRead(options)) return { cached: NOTHING_CACHED, ...refusal() };
  const cached = lookUp(candidate, world, options);
  if (isGood(cached)) return { cached };
  const remembered = recall(candidate, world, options);
  return { cached, ...(remembered && { remembered }), ...refusal() };
}

/** Whether a picture lies in the cache that needs no second look. */
export function isGood({ result, standing }: CacheHit): boolean {
  return result !== undefined && standing === "good";
}

/**
 * What is to be done for a row with what is known of its candidates. Pure: `produce` does it, `explain` reports it.
 *
 * A good picture of any candidate comes first, then good originals, then a picture that may be shown while it is asked
 * for; what a server has said since, such as that it has none, counts before these. Then the servers are asked, in the
 * order of the candidates. One that gives nothing leaves what the cache has.
 */
export function decide(known: readonly CandidateFacts[]): readonly Step[] {
  const steps: Step[] = [];
  for (const [candidate, { cached }] of known.entries()) {
    if (cached.result && isGood(cached)) return [{ kind: "show", candidate, result: cached.result }];
  }
  for (const [candidate, { cached, remembered }] of known.entries()) {
    const { source, standing } = cached;
    if (source && standing === "good" && !remembered) steps.push({ kind: "convert", candidate, source });
  }
  for (const [candidate, { cached, remembered }] of known.entries()) {
    const { result, standing } = cached;
    if (result && standing === "renewable" && !remembered) {
      return [...steps, { kind: "show-and-renew", candidate, result }];
    }
  }
  steps.push(...askAll(known));
  for (const [candidate, { cached }] of known.entries()) {
    if (cached.standing !== "gone") steps.push({ kind: "show-stale", candidate });
  }
  return steps;
}

/** Asks every server that may have the picture, whatever the cache holds. */
export function askAll(known: readonly CandidateFacts[]): readonly Step[] {
  return known.map(({ remembered, refusal }, candidate): Step => {
    if (remembered?.means === "holds") return { kind: "fail", candidate, failure: failureFrom(remembered.entry) };
    return refusal ? { kind: "fail", candidate, failure: { error: refusal } } : { kind: "ask", candidate };
  });
}

/** Whether a picture past its time may be shown, marked, after the servers gave none. @param error of the first of them */
export function mayShowStale({ code }: ImageError): boolean {
  return ERROR_CODES[code].mayShowStale;
}

/** A candidate that gave no picture. */
export type FailedCandidate = { readonly base: string; readonly failure: Failure };

/** When no mirror gives a picture, the first cause is the one to report; the others follow by their codes. */
export function firstOf([first, ...mirrors]: readonly FailedCandidate[]): Failure {
  if (!first) return { error: { code: "bad-name", text: "no image server to ask" } };
  const { failure } = first;
  if (mirrors.length === 0) return failure;
  const others = mirrors.map((mirror) => `${mirror.base} (${mirror.failure.error.code})`).join(", ");
  return { ...failure, error: { ...failure.error, text: `${failure.error.text}; also asked: ${others}` } };
}
