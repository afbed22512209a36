import { beyondPreview, SplError } from "../spl-error.ts";
import type { Step } from "./step.ts";

const USUAL_COUNT = 10;

/** `head`, `head 5`, `head limit=5`: the first rows. */
export function head(rest: string): Step {
  const [whole, number] = /^(?:limit\s*=\s*)?(\d*)$/.exec(rest.trim()) ?? [];
  if (whole === undefined && /^[\w*-]+$/.test(rest.trim())) {
    throw new SplError(`Error in 'head' command: expected a number of rows, received "${rest.trim()}".`);
  }
  if (whole === undefined) throw beyondPreview(`head ${rest}`);
  const count = number === "" ? USUAL_COUNT : Number(number);
  return ({ columns, rows }) => ({ columns, rows: rows.slice(0, count) });
}
