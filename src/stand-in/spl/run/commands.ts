import { commandFault } from "../spl-error.ts";
import type { Assignment, Command, CommandName, SortKey } from "../syntax/tree.ts";
import { mapRows, type Row, type Table } from "../table.ts";
import { compareCells, namesMatching, numberOf, type Value, type Values, valuesOf } from "../values.ts";
import { aggregate, groupRows } from "./aggregates.ts";
import { evaluate } from "./evaluate.ts";
import { timeText } from "./functions.ts";

type Of<Name extends CommandName> = Extract<Command, { readonly name: Name }>;

/** `eval`: each assignment sees those before it. What comes to null takes the field away. */
export function evalFields({ assignments }: Of<"eval">, table: Table): Table {
  return assignments.reduce(assign, table);
}

function assign(table: Table, { field, expression }: Assignment): Table {
  return mapRows(table, [...table.columns, field], (row) => {
    const value = evaluate(expression, row);
    if (typeof value === "boolean")
      throw commandFault("eval", `a field cannot hold true or false, as "${field}" would.`);
    return withCell(row, field, value);
  });
}

function withCell(row: Row, field: string, value: Value): Row {
  const values = valuesOf(value);
  const changed = new Map(row);
  if (values.length > 0) changed.set(field, values);
  else changed.delete(field);
  return changed;
}

/** `fields a, b*` keeps these and the internal ones, `fields - a` takes them away. */
export function fields({ keeps, patterns }: Of<"fields">, table: Table): Table {
  const named = new Set(patterns.flatMap((pattern) => namesMatching(pattern, table.columns)));
  const isKept = (name: string): boolean => (keeps ? named.has(name) || /^_(raw|time)$/.test(name) : !named.has(name));
  return onlyColumns(table, table.columns.filter(isKept));
}

/** `table a, b*`: these columns in this order and nothing else. */
export function tableOf({ patterns }: Of<"table">, table: Table): Table {
  return onlyColumns(
    table,
    patterns.flatMap((pattern) => (pattern.includes("*") ? namesMatching(pattern, table.columns) : [pattern])),
  );
}

function onlyColumns(table: Table, columns: readonly string[]): Table {
  const kept = new Set(columns);
  return mapRows(table, columns, (row) => new Map([...row].filter(([name]) => kept.has(name))));
}

/** `rename a as b`: what had the new name before is gone. */
export function rename({ pairs }: Of<"rename">, table: Table): Table {
  const newNames = new Map(pairs);
  const overwritten = new Set(pairs.map(([, to]) => to));
  const renamed = (name: string): readonly string[] => {
    const to = newNames.get(name);
    return to !== undefined ? [to] : overwritten.has(name) ? [] : [name];
  };
  return mapRows(
    table,
    table.columns.flatMap(renamed),
    (row) => new Map([...row].flatMap(([name, values]) => renamed(name).map((to) => [to, values] as const))),
  );
}

/** `fillnull value=none a, b`: rows that lack one of these fields get the value there. It makes fields that there are not. */
export function fillnull({ value, fields: filled }: Of<"fillnull">, table: Table): Table {
  return mapRows(table, [...table.columns, ...filled], (row) => {
    const lacking = filled.filter((name) => (row.get(name) ?? []).join("") === "");
    return new Map([...row, ...lacking.map((name) => [name, [value]] as const)]);
  });
}

export function sort({ keys, limit }: Of<"sort">, table: Table): Table {
  return { columns: table.columns, rows: table.rows.toSorted(orderBy(keys)).slice(0, limit) };
}

function orderBy(keys: readonly SortKey[]): (one: Row, other: Row) => number {
  return (one, other) => {
    for (const { field, isDescending } of keys) {
      const order = compareCells(one.get(field) ?? [], other.get(field) ?? [], isDescending);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** `dedup a, b`: the first row of each combination; a row that lacks one of the fields is dropped. */
export function dedup({ fields: names }: Of<"dedup">, table: Table): Table {
  const seen = new Set<string>();
  const rows = table.rows.filter((row) => {
    const key = names.map((name) => row.get(name));
    const name = JSON.stringify(key);
    if (key.includes(undefined) || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
  return { columns: table.columns, rows };
}

export function stats({ aggregates, by }: Of<"stats">, table: Table): Table {
  // Without a field to group by there is a row even of none.
  const groups = by.length === 0 ? [{ key: [], rows: table.rows }] : groupRows(table.rows, by);
  const rows = groups.map(({ key, rows: own }): Row => {
    const ofGroup = by.map((field, index): [string, Values] => [field, [key[index] ?? ""]]);
    return new Map([...ofGroup, ...aggregate(aggregates, own).filter(([, values]) => values.length > 0)]);
  });
  return { columns: [...by, ...aggregates.map(({ as }) => as)], rows };
}

/** `streamstats count as n`: what `stats` would make of a row and all before it, beside the row. */
export function streamstats({ aggregates }: Of<"streamstats">, table: Table): Table {
  const rows = table.rows.map((row, index): Row => {
    const made = aggregate(aggregates, table.rows.slice(0, index + 1));
    return made.reduce((changed, [name, values]) => withCell(changed, name, values), row);
  });
  return { columns: [...new Set([...table.columns, ...aggregates.map(({ as }) => as)])], rows };
}

/** `bin span=5m _time`: a number becomes the start of its span. */
export function bin({ spanSeconds, field }: Of<"bin">, table: Table): Table {
  return mapRows(table, table.columns, (row) => {
    const number = numberOf(row.get(field));
    return withCell(row, field, number === undefined ? undefined : Math.floor(number / spanSeconds) * spanSeconds);
  });
}

/** `mvexpand a`: a row for each value of the field. */
export function mvexpand({ field }: Of<"mvexpand">, table: Table): Table {
  const rows = table.rows.flatMap((row) => {
    const values = row.get(field) ?? [];
    return values.length === 0 ? [row] : values.map((value) => withCell(row, field, value));
  });
  return { columns: table.columns, rows };
}

/** `transpose 1 column_name=What`: a row for each column, with the cells of the first rows beside its name. */
export function transpose({ count, columnName }: Of<"transpose">, { columns, rows }: Table): Table {
  const names = Array.from({ length: count }, (_, index) => `row ${index + 1}`);
  const turned = columns.map((column): Row => {
    const cells = names.map((name, index) => [name, rows[index]?.get(column) ?? []] as const);
    return new Map([[columnName, [column]], ...cells.filter(([, values]) => values.length > 0)]);
  });
  return { columns: [columnName, ...names], rows: turned };
}

/** `convert ctime(a)`: seconds since 1970 as a date and time. */
export function convert({ field, as }: Of<"convert">, table: Table): Table {
  return mapRows(table, [...table.columns, as], (row) => {
    const seconds = numberOf(row.get(field));
    return seconds === undefined ? row : withCell(row, as, timeText(seconds, "%m/%d/%Y %T"));
  });
}
