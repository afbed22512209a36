import type { Paths } from "../splunk/paths.ts";
import type { CacheVerb } from "./flags.ts";
export async function runCacheVerb(_verb: CacheVerb, _paths: Paths): Promise<number> {
  return 1;
}
