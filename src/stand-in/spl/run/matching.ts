import type { Condition } from "../syntax/tree.ts";
import type { Row } from "../table.ts";
import { fulfils, isLike, type Values } from "../values.ts";

/** Whether a row is what `search` asks for. */
export function matches(condition: Condition, row: Row): boolean {
  switch (condition.kind) {
    case "all":
      return condition.parts.every((part) => matches(part, row));
    case "any":
      return condition.parts.some((part) => matches(part, row));
    case "not":
      return !matches(condition.part, row);
    case "field":
      return fulfils(row.get(condition.field) ?? [], condition.comparison, condition.value);
    case "term": {
      const pattern = `*${condition.text.toLowerCase()}*`;
      return /^\*+$/.test(pattern) || textsIn(row).some((text) => isLike(text.toLowerCase(), pattern, "*"));
    }
  }
}

// Terms are looked for in the event; rows without one have only their fields.
function textsIn(row: Row): Values {
  return row.get("_raw") ?? [...row].flatMap(([name, values]) => (name.startsWith("_") ? [] : values));
}
