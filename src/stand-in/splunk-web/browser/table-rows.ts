import { compareCells } from "../../spl/values.ts";
import type { SearchResult } from "./ask-search.ts";

export type Cell = string | readonly string[] | null;
export type Order = { readonly field: string; readonly isDescending: boolean };

/** The values of a cell. */
export function valuesOf(cell: Cell | undefined): readonly string[] {
  if (cell === null || cell === undefined) return [];
  return typeof cell === "string" ? [cell] : cell;
}

/** Columns that a table shows: those it names, or all but internal ones. */
export function columnsShown({ fields }: SearchResult, wanted: readonly string[]): readonly string[] {
  if (wanted.length > 0) return wanted.filter((name) => fields.includes(name));
  return fields.filter((name) => !name.startsWith("_") || name === "_time" || name === "_raw");
}

/** Places of the rows of one page, after they were put in order. */
export function orderedRows({ fields, rows }: SearchResult, order: Order | undefined): readonly number[] {
  const places = rows.map((_, place) => place);
  if (!order) return places;
  const at = fields.indexOf(order.field);
  const valuesAt = (place: number): readonly string[] => valuesOf(rows[place]?.[at]);
  return places.toSorted((one, other) => compareCells(valuesAt(one), valuesAt(other), order.isDescending));
}
