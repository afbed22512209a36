import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { digestOf } from "../cache/store/digest.ts";
import type { Origin } from "../cache/store/entries.ts";
import { isGone } from "../errors/memory.ts";
import type { Downloaded } from "../fetch/attempt.ts";
import type { Download, Validators } from "../fetch/download.ts";
import { extensionOf, sniff } from "../image/sniff.ts";
import { NOTHING_CACHED } from "./cache-lookup.ts";
import { confirm } from "./confirm.ts";
import type { Desk } from "./desk.ts";
import { type Failure, failureFrom, type Picture } from "./picture.ts";
import { staleKeyOf } from "./plan.ts";
import { rememberFailure, withDigest } from "./remember-failure.ts";
import { renderSource } from "./render.ts";
import type { FetchTask } from "./task.ts";
import type { World } from "./world.ts";

/**
 * Asks the server, renders and commits. A cache that cannot be written costs later searches, not this row: the picture
 * is then fetched into a folder of this search.
 */
export async function fetchPicture(task: FetchTask, mayKeepSource: boolean): Promise<Outcome<Picture, Failure>> {
  const { world, options } = task;
  const { store, spare, cacheHealth } = world;
  if (cacheHealth.works()) {
    const keepsSource = mayKeepSource && options.keepSource && options.freshness.maxAgeSeconds > 0;
    const desk: SourceDesk = { temporary: () => store.temporary(), isKept: true, keepsSource };
    const made = await fetchInto(desk, task).catch(
      (thrown): Outcome<Picture, Failure> => fail({ error: { code: "cache-error", text: errorText(thrown) } }),
    );
    if (made.ok || made.error.error.code !== "cache-error") return made;
    cacheHealth.failed(made.error.error.text);
  }
  return fetchInto({ temporary: spare, isKept: false, keepsSource: false }, task);
}

/** Whether the original is kept, too. */
type SourceDesk = Desk & { readonly keepsSource: boolean };

async function fetchInto(desk: SourceDesk, task: FetchTask): Promise<Outcome<Picture, Failure>> {
  const { candidate, budget, world } = task;
  const file = desk.temporary();
  try {
    const started = performance.now();
    const got = await world.downloader.download({
      url: candidate.url,
      file,
      budget,
      ...validatorsOf(task),
    });
    const ms = Math.round(performance.now() - started);
    const made = await madeOf(got, file, desk, task);
    // A server that is known to be down was not asked, and took no time.
    const took = got.ok || got.error.error.code !== "breaker-open" ? { fetchMs: ms } : {};
    return made.ok ? succeed({ ...took, ...made.value }) : fail({ ...took, ...made.error });
  } finally {
    world.store.discard(file);
  }
}

async function madeOf(
  got: Awaited<ReturnType<Download>>,
  file: string,
  desk: SourceDesk,
  task: FetchTask,
): Promise<Outcome<Picture, Failure>> {
  const { candidate, world } = task;
  if (!got.ok) {
    const { error, reach } = got.error;
    const failure = error.httpStatus === undefined ? { error } : { error, base: candidate.base };
    if (isGone(error)) forget(task);
    // A request that was cut short by something else says nothing about the picture.
    return reach === "unknown" ? fail(failure) : rememberFailure(failure, candidate.sourceKey, task);
  }
  if (got.value.kind === "picture") return sniffAndRender(got.value, file, world.now(), desk, task);
  const confirmed = await confirm(got.value, desk, task);
  // Nothing to compare is left, so the server sends its bytes.
  if (!confirmed) return fetchInto(desk, { ...task, cached: NOTHING_CACHED });
  return confirmed.ok ? confirmed : rememberFailure(confirmed.error, candidate.resultKey, task);
}

async function sniffAndRender(
  { bytes, status, head, contentType, etag, lastModified, freshness }: Downloaded,
  file: string,
  fetchedAt: number,
  desk: SourceDesk,
  task: FetchTask,
): Promise<Outcome<Picture, Failure>> {
  const { candidate, plan, world, options } = task;
  const { base, sourceKey, resultKey } = candidate;
  const source = { url: candidate.url.href, bytes, status, etag, lastModified };
  const format = sniff(head, contentType, extensionOf(candidate.url.pathname));
  if (!format.ok) return rememberFailure({ error: format.error, base, source }, sourceKey, task);
  const bad = await seenBefore(file, bytes, task);
  if (bad) return rememberFailure(bad, resultKey, task);
  const age = freshness.maxAgeSeconds === undefined ? {} : { maxAge: freshness.maxAgeSeconds };
  const origin: Origin = {
    ...source,
    base,
    format: format.value,
    fetchedAt,
    checkedAt: fetchedAt,
    ...age,
  };
  const isKept = desk.isKept && !(options.freshness.mindsServer && freshness.noStore);
  const keepSource = (): void => {
    world.store.commitSource(sourceKey, file, { kind: "source", origin });
  };
  options.pinned?.pin(file, origin, isKept);
  // A source is kept when a picture came of it, so that rubbish is never taken from the cache.
  const proved = isKept && desk.keepsSource ? { proved: keepSource } : {};
  const request = { file, origin, recipe: plan.recipe, key: resultKey, temporary: desk.temporary, isKept, ...proved };
  const made = await renderSource(request, task);
  if (!made.ok) {
    const failure = await withDigest(made.error, file);
    if (isKept && desk.keepsSource && hasOtherPages(failure)) tryToKeep(keepSource, world);
    return rememberFailure(failure, resultKey, task);
  }
  for (const key of [sourceKey, resultKey]) world.store.forgetFailure(key);
  return options.freshness.maxAgeSeconds === 0 ? succeed({ ...made.value, cache: "off" }) : made;
}

// Its pages could be counted, so the others may be good.
function hasOtherPages({ error: { page, pages = 1 } }: Failure): boolean {
  return page !== undefined && pages > 1;
}

function tryToKeep(keep: () => void, { cacheHealth }: World): void {
  try {
    keep();
  } catch (thrown) {
    cacheHealth.failed(errorText(thrown));
  }
}

// A server that has no way to tell, or does not, sends the same bytes again; no decoder need look at them twice.
async function seenBefore(file: string, bytes: number, { remembered }: FetchTask): Promise<Failure | undefined> {
  const { source } = remembered?.entry ?? {};
  if (!remembered || source?.digest === undefined || source.bytes !== bytes) return undefined;
  return source.digest === (await digestOf(file)) ? failureFrom(remembered.entry) : undefined;
}

// With these a server that still has the same bytes need not send them again.
function validatorsOf({ cached, remembered }: FetchTask): { readonly known?: Validators } {
  const bad = remembered?.means === "holds-if-same" ? remembered.entry.source : undefined;
  if (bad)
    return {
      known: {
        etag: bad.etag,
        lastModified: bad.lastModified,
        bytes: bad.bytes,
      },
    };
  const origin = (cached.result ?? cached.source)?.entry.origin;
  return origin ? { known: { etag: origin.etag, lastModified: origin.lastModified } } : {};
}

// The server's word counts for longer than it is remembered: nothing of the picture is left to be shown.
function forget({ candidate, plan, world }: FetchTask): void {
  for (const key of [candidate.resultKey, staleKeyOf(candidate, plan), candidate.sourceKey]) world.store.forget(key);
}
