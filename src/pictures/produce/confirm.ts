import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { Origin } from "../cache/store/entries.ts";
import type { Unchanged } from "../fetch/download.ts";
import type { Desk } from "./desk.ts";
import { type Failure, failureFrom, type Picture, storedPicture } from "./picture.ts";
import { renderSource } from "./render.ts";
import type { FetchTask } from "./task.ts";

/**
 * The server says that what we have still holds: a result stays as it is and is good for another while, and what was no
 * picture still is none.
 * @returns undefined where the original of which it speaks is gone from the cache: it was swept away meanwhile
 */
export async function confirm(
  { etag, lastModified, freshness }: Unchanged,
  desk: Desk,
  task: FetchTask,
): Promise<Outcome<Picture, Failure> | undefined> {
  const { candidate, plan, cached, remembered, world } = task;
  // What was no picture when its bytes were last seen is asked for by these bytes.
  if (remembered?.means === "holds-if-same") return fail(failureFrom(remembered.entry));
  const { result, source } = cached;
  const before = (result ?? source)?.entry.origin;
  if (!before) return fail(UNASKED);
  const age = freshness.noStore
    ? { maxAge: 0 }
    : freshness.maxAgeSeconds === undefined
      ? {}
      : { maxAge: freshness.maxAgeSeconds };
  // What a 304 does not say anew stays as it was said before (RFC 9111, 4.3.4).
  const origin: Origin = { ...before, etag, lastModified, checkedAt: world.now(), ...age };
  if (desk.isKept) {
    try {
      if (source?.entry.origin.fetchedAt === origin.fetchedAt) {
        world.store.renewSource(candidate.sourceKey, { kind: "source", origin });
      }
      if (result) world.store.renewResult(candidate.resultKey, { ...result.entry, origin });
    } catch (thrown) {
      world.cacheHealth.failed(errorText(thrown));
    }
  }
  if (result) return succeed(storedPicture({ ...result, entry: { ...result.entry, origin } }, "revalidated"));
  const file = source?.file ?? "";
  const made = await renderSource({ file, origin, recipe: plan.recipe, key: candidate.resultKey, ...desk }, task);
  if (made.ok) return succeed({ ...made.value, cache: "revalidated" });
  return world.store.findSource(candidate.sourceKey) ? made : undefined;
}

const UNASKED: Failure = {
  error: { code: "http-error", text: "expected a picture, received 304 Not Modified without having asked for it" },
};
