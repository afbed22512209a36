import { readCondition } from "../syntax/terms.ts";
import { testFor } from "./matching.ts";
import type { Step } from "./step.ts";

/** `search field=value ...`: the rows that fulfil it. */
export function search(rest: string): Step {
  const test = testFor(readCondition(rest));
  return ({ columns, rows }) => ({ columns, rows: rows.filter(test) });
}
