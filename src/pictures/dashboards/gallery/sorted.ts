import { valuesOf } from "../../../web/cell.ts";
import { SEVERITIES } from "../../contract.ts";
import type { Item } from "./items.ts";
import type { Sort } from "./options.ts";

const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** What comes first: names and formats by the alphabet, the worst status, the most bytes, the most pages. */
const ORDERS: Readonly<Record<Exclude<Sort, "none">, (one: Item, other: Item) => number>> = {
  caption: (one, other) => words.compare(one.caption, other.caption),
  status: (one, other) => badness(other) - badness(one),
  format: (one, other) => words.compare(formatOf(one) || "\uffff", formatOf(other) || "\uffff"),
  size: (one, other) => numberIn(other, "image_bytes") - numberIn(one, "image_bytes"),
  pages: (one, other) => numberIn(other, "image_pages") - numberIn(one, "image_pages"),
};

/** Items in another order; those that are alike stay in the order of the search. */
export function sorted(items: readonly Item[], by: Sort): readonly Item[] {
  return by === "none" ? items : [...items].sort(ORDERS[by]);
}

function badness({ severity }: Item): number {
  return severity === undefined ? -1 : SEVERITIES.indexOf(severity);
}

function formatOf({ cell }: Item): string {
  return (valuesOf(cell("image_format"))[0] ?? "").slice(0, 40);
}

function numberIn({ cell }: Item, field: string): number {
  const [first = ""] = valuesOf(cell(field));
  return /^\d{1,15}$/.test(first) ? Number(first) : -1;
}
