/** A cell of a result: absent, one value, or several. */
export type Cell = string | readonly string[] | undefined;
export type Row = ReadonlyMap<string, Cell>;

/** A result with its columns in order. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly Row[] };

/** Rows as a table whose columns come in the order in which rows name them. */
export function tableOf(rows: readonly Row[]): Table {
  return { columns: [...new Set(rows.flatMap((row) => [...row.keys()]))], rows };
}

export function textOf(cell: Cell): string | undefined {
  return typeof cell === "object" ? cell[0] : cell;
}

/** The number that a cell holds; undefined for anything else. */
export function numberOf(cell: Cell): number | undefined {
  const text = textOf(cell)?.trim();
  if (text === undefined || text === "") return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Numbers before texts, numbers by value, absent cells last. */
export function compareCells(one: Cell, other: Cell): number {
  const [a, b] = [numberOf(one), numberOf(other)];
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined || b !== undefined) return a === undefined ? 1 : -1;
  const [x, y] = [textOf(one), textOf(other)];
  if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** @throws when a field is read that there is not; an empty result tells nothing of that */
export function need({ columns, rows }: Table, names: readonly string[]): void {
  const missing = rows.length > 0 ? names.filter((name) => !columns.includes(name)) : [];
  if (missing.length > 0) throw new Error(`no field ${missing.join(", ")} among ${columns.join(", ")}`);
}
