import { beyondPreview, SplError } from "../spl-error.ts";
import type { Row } from "../table.ts";
import { compareCells } from "../values.ts";
import type { Step } from "./step.ts";

type Key = { readonly field: string; readonly isDescending: boolean };

/** Rows that are left where the search names no number; 0 names all. */
const USUAL_LIMIT = 10_000;

/** `sort [count] [-]field, ...`, also with `desc` at the end. */
export function sort(rest: string): Step {
  const [, limitText, list = ""] = /^(?:(?:limit\s*=\s*)?(\d+)(?![\w.])\s*)?(.*)$/s.exec(rest.trim()) ?? [];
  const [, names = "", turned] = /^(.*?)(\s+d(?:esc)?)?$/is.exec(list) ?? [];
  const keys = [...names.matchAll(/([+-]?)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,+"-][^\s,"]*))\s*,?\s*/gsy)];
  const isAllRead = keys.reduce((length, [whole]) => length + whole.length, 0) === names.length;
  if (keys.length === 0 || !isAllRead) throw new SplError(`Error in 'sort' command: cannot read "${rest}".`);
  const wanted: readonly Key[] = keys.map(([, sign, quoted, bare = ""]) => {
    if (bare.includes("(")) throw beyondPreview(`sort by ${bare}`);
    return {
      field: quoted?.replace(/\\(["\\])/g, "$1") ?? bare,
      isDescending: (sign === "-") !== (turned !== undefined),
    };
  });
  const limit = limitText === undefined ? USUAL_LIMIT : Number(limitText) || Number.POSITIVE_INFINITY;
  return ({ columns, rows }) => ({ columns, rows: rows.toSorted(orderBy(wanted)).slice(0, limit) });
}

function orderBy(keys: readonly Key[]): (one: Row, other: Row) => number {
  return (one, other) => {
    for (const { field, isDescending } of keys) {
      const order = compareCells(one.get(field) ?? [], other.get(field) ?? [], isDescending);
      if (order !== 0) return order;
    }
    return 0;
  };
}
