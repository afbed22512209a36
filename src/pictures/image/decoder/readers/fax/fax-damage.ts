import { DecodeFault } from "../../faults.ts";
import type { FaxRowState } from "./strip.ts";

/** What a fax machine calls a page that came well (T.30, as HylaFAX counts it): damaged rows of all, and one after the other. */
const MAX_SHARE = 0.05;
const MAX_TOGETHER = 5;

/** What a person should know of the rows of a page. Throws where so many are damaged that what is shown would be invented. */
export function noteOfRows(rows: readonly FaxRowState[]): string | undefined {
  const damaged = rows.filter((state) => state === "damaged").length;
  if (damaged > rows.length * MAX_SHARE || longestDamage(rows) > MAX_TOGETHER) {
    const text = `${damaged} of the ${rows.length} rows of the fax are damaged`;
    throw new DecodeFault({ code: "corrupt", text }, { isFinal: true });
  }
  const repeats = damaged === 1 ? "is damaged and repeats" : "are damaged and repeat";
  const repeated = damaged > 0 ? `${damaged} of ${rows.length} rows ${repeats} the row above` : undefined;
  const there = rows.indexOf("absent");
  const short = there >= 0 ? `the fax ends after ${there} of ${rows.length} rows` : undefined;
  return [repeated, short].filter((text) => text !== undefined).join("; ") || undefined;
}

function longestDamage(rows: readonly FaxRowState[]): number {
  let longest = 0;
  let run = 0;
  for (const state of rows) {
    run = state === "damaged" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
