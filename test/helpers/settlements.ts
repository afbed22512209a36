import { succeed } from "../../src/base/outcome.ts";
import type { Breaker } from "../../src/pictures/fetch/breaker.ts";

/** A breaker that lets everybody through and notes how each request ended: `reached`, or `down: ` and the cause. */
export function noteSettlements(): { readonly breaker: Pick<Breaker, "enter">; readonly settled: readonly string[] } {
  const settled: string[] = [];
  const breaker = {
    enter: () => succeed({ settle: (result: string, cause = "") => void settled.push(`${result}: ${cause}`) }),
  };
  return { breaker, settled };
}
