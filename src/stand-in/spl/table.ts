import { commandFault } from "./spl-error.ts";
import type { Values } from "./values.ts";

/** A row of a search: only fields that have a value are in it. */
export type Row = ReadonlyMap<string, Values>;

/** What a search has found so far. A column may be empty in all rows. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly Row[] };

/** Each row made anew, under these columns. */
export function mapRows({ rows }: Table, columns: readonly string[], change: (row: Row) => Row): Table {
  return { columns: [...new Set(columns)], rows: rows.map(change) };
}

/**
 * Splunk takes a field that there is not for an empty one, without a word; here it is an error, so that a misspelt name is
 * seen. Of a table without rows nobody knows which fields there would be.
 * @throws SplError that names the command and the fields
 */
export function demandFields({ columns, rows }: Table, command: string, names: readonly string[]): void {
  const missing = rows.length > 0 ? names.filter((name) => !columns.includes(name)) : [];
  if (missing.length === 0) return;
  const list = [...new Set(missing)].map((name) => `"${name}"`).join(", ");
  throw commandFault(command, `no row has the field ${list}; there are: ${columns.join(", ")}.`);
}

/** Rows as a table whose columns come in the order in which rows name them. */
export function tableOfRows(rows: readonly Row[]): Table {
  return { columns: [...new Set(rows.flatMap((row) => [...row.keys()]))], rows };
}
