import { type Cell, need, numberOf, type Row, type Table, textOf } from "./rows.ts";

/** One value of `stats`, `timechart` or `streamstats`, and its name. */
export type Aggregate = { readonly name: string; readonly of: (rows: readonly Row[]) => Cell };

const MOST_LISTED = 100;

/** Reads `count sum(bytes) as Bytes`. @throws at a function that this test does not know */
export function aggregatesOf(text: string, table: Table): Aggregate[] {
  const pattern = /\s*,?\s*(\w+)(?:\((\w+)\))?(?:\s+as\s+(?:"([^"]+)"|(\w+)))?/gy;
  const found: Aggregate[] = [];
  while (pattern.lastIndex < text.trimEnd().length) {
    const at = pattern.lastIndex;
    const [, name = "", field, quoted, alias] = pattern.exec(text) ?? [];
    const how = HOW[name];
    if (!how || (field === undefined && name !== "count")) throw new Error(`no such aggregate: ${text.slice(at)}`);
    if (field !== undefined) need(table, [field]);
    const title = quoted ?? alias ?? (field === undefined ? name : `${name}(${field})`);
    found.push({
      name: title,
      of: (rows) => how(field === undefined ? rows.map(() => "1") : valuesOf(rows, field), rows),
    });
  }
  return found;
}

type How = (values: readonly string[], rows: readonly Row[]) => Cell;

const HOW: Readonly<Record<string, How>> = {
  count: (values) => String(values.length),
  sum: (values) => numeric(values, (numbers) => numbers.reduce((sum, number) => sum + number, 0)),
  max: (values) => numeric(values, (numbers) => Math.max(...numbers)),
  median: (values) => numeric(values, (numbers) => percentile(numbers, 50)),
  perc95: (values) => numeric(values, (numbers) => percentile(numbers, 95)),
  // Events come newest first, as from an index.
  latest: (values) => values[0],
  values: (values) => (values.length === 0 ? undefined : [...new Set(values)].sort()),
  list: (values) => (values.length === 0 ? undefined : values.slice(0, MOST_LISTED)),
};

function valuesOf(rows: readonly Row[], field: string): string[] {
  return rows.flatMap((row) => row.get(field) ?? []);
}

function numeric(values: readonly string[], how: (numbers: readonly number[]) => number): Cell {
  const numbers = values.map(numberOf).filter((number) => number !== undefined);
  return numbers.length === 0 ? undefined : String(how(numbers));
}

function percentile(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? 0;
}

/** Rows by the values of some fields, in the order of these; a row that lacks one belongs to no group. */
export function grouped(rows: readonly Row[], by: readonly string[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = by.map((field) => textOf(row.get(field)));
    if (key.includes(undefined)) continue;
    const name = JSON.stringify(key);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return new Map([...groups].sort(([one], [other]) => (one < other ? -1 : 1)));
}
