import { digestOf } from "../cache/digest.ts";
import type { CacheKey } from "../cache/key.ts";
import { errorText } from "../lib/error-text.ts";
import { fail, type Outcome } from "../lib/outcome.ts";
import type { Failure } from "./picture.ts";
import { isMemorable } from "./remembered.ts";
import type { ProduceOptions, World } from "./world.ts";

const NO_VALIDATORS = { etag: "", lastModified: "" };

/** Leaves a failure for later searches, where it is worth it, and gives it back. */
export function remember(
  failure: Failure,
  key: CacheKey,
  { world, options }: { readonly world: World; readonly options: ProduceOptions },
): Outcome<never, Failure> {
  const { error, base, source } = failure;
  if (options.freshness.maxAge > 0 && world.keeping.works() && isMemorable(error, options.remember)) {
    const facts = {
      storedAt: world.now(),
      ...error,
      ...(base !== undefined && { base }),
    };
    const bytes = source && { source: { ...NO_VALIDATORS, ...source } };
    try {
      world.store.commitFailure(key, { kind: "failure", ...facts, ...bytes });
    } catch (thrown) {
      world.keeping.failed(errorText(thrown));
    }
  }
  return fail(failure);
}

/** A failure of a decoder names the bytes that it is about: no decoder need look at the same ones again. */
export async function withDigest(failure: Failure, file: string): Promise<Failure> {
  const { source } = failure;
  return source ? { ...failure, source: { ...source, digest: await digestOf(file) } } : failure;
}
