import { SplError } from "../spl-error.ts";
import { namesIn, wordsIn } from "../syntax/words.ts";
import { mapRows, type Row } from "../table.ts";
import type { Step } from "./step.ts";
import { namesMatching } from "./wildcards.ts";

/** `fields a, b*` keeps these and the internal ones, `fields - a` takes them away. */
export function fields(rest: string): Step {
  const [, sign = "+", list = ""] = /^([+-])?\s*(.*)$/s.exec(rest.trim()) ?? [];
  const patterns = namesIn(wordsIn(list));
  if (patterns.length === 0) throw new SplError("Error in 'fields' command: at least one field is needed.");
  return (table) => {
    const named = new Set(patterns.flatMap((pattern) => namesMatching(pattern, table.columns)));
    const isKept = (name: string): boolean =>
      sign === "-" ? !named.has(name) : named.has(name) || /^_(raw|time)$/.test(name);
    return mapRows(table, table.columns.filter(isKept), (row) => only(row, isKept));
  };
}

/** `table a, b`: these columns in this order and nothing else, also where no row has them. */
export function table(rest: string): Step {
  const patterns = namesIn(wordsIn(rest));
  if (patterns.length === 0) throw new SplError("Error in 'table' command: at least one field is needed.");
  return (found) => {
    const columns = patterns.flatMap((pattern) =>
      pattern.includes("*") ? namesMatching(pattern, found.columns) : [pattern],
    );
    const kept = new Set(columns);
    return mapRows(found, columns, (row) => only(row, (name) => kept.has(name)));
  };
}

function only(row: Row, isKept: (name: string) => boolean): Row {
  return new Map([...row].filter(([name]) => isKept(name)));
}
