import { errorText } from "../../base/error-text.ts";
import { fail, type Outcome } from "../../base/outcome.ts";
import { digestOf } from "../cache/store/digest.ts";
import type { CacheKey } from "../cache/store/key.ts";
import { isMemorable } from "../errors/memory.ts";
import type { Failure } from "./picture.ts";
import type { PictureTask } from "./task.ts";

const NO_VALIDATORS = { etag: "", lastModified: "" };

/** The failure, which later searches find under the key where it is worth that. */
export function rememberFailure(
  failure: Failure,
  key: CacheKey,
  { options, world }: PictureTask,
): Outcome<never, Failure> {
  const { error, base, source } = failure;
  if (options.freshness.maxAgeSeconds > 0 && world.cacheHealth.works() && isMemorable(error, options.remember)) {
    const facts = {
      storedAt: world.now(),
      ...error,
      ...(base !== undefined && { base }),
    };
    const bytes = source && { source: { ...NO_VALIDATORS, ...source } };
    try {
      world.store.commitFailure(key, { kind: "failure", ...facts, ...bytes });
    } catch (thrown) {
      world.cacheHealth.failed(errorText(thrown));
    }
  }
  return fail(failure);
}

/** The failure with the digest of the bytes that a decoder found useless; as it is where these are gone. */
export async function withDigest(failure: Failure, file: string): Promise<Failure> {
  const { source } = failure;
  const digest = source && (await digestOf(file).catch(() => undefined));
  return source && digest !== undefined ? { ...failure, source: { ...source, digest } } : failure;
}
