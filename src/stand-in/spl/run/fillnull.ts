import { beyondPreview } from "../spl-error.ts";
import { namesIn, wordsIn } from "../syntax/words.ts";
import { mapRows } from "../table.ts";
import type { Step } from "./step.ts";

/** `fillnull value=none a, b`: rows that lack one of these fields get the value there. */
export function fillnull(rest: string): Step {
  const [, value, list = ""] = /^value=(\w+)\s+(.*)$/s.exec(rest.trim()) ?? [];
  const filled = namesIn(wordsIn(list));
  if (value === undefined || filled.length === 0) throw beyondPreview("fillnull without value= and fields");
  return (table) => {
    const columns = [...table.columns, ...filled.filter((name) => !table.columns.includes(name))];
    return mapRows(table, columns, (row) => {
      const lacking = filled.filter((name) => (row.get(name) ?? []).join("") === "");
      return new Map([...row, ...lacking.map((name) => [name, [value]] as const)]);
    });
  };
}
