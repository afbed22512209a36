import { aggregatesOf, grouped } from "./aggregate.ts";
import { assignmentsOf } from "./assignments.ts";
import { cellOf, expressionOf, isTrue } from "./expression.ts";
import { namesIn } from "./expression-names.ts";
import { type Cell, compareCells, need, numberOf, type Row, type Table, textOf } from "./rows.ts";
import { termsOf } from "./terms.ts";
import { type Range, secondsOf } from "./time.ts";
import { timechart } from "./timechart.ts";

type Command = (table: Table, rest: string, range: Range) => Table;

/** What the shipped Studio views are made of, beside getimage. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  search(table, rest) {
    const { fits, names } = termsOf(rest);
    need(table, names);
    return { ...table, rows: table.rows.filter(fits) };
  },
  where(table, rest) {
    need(table, namesIn(rest));
    const condition = expressionOf(rest);
    return { ...table, rows: table.rows.filter((row) => isTrue(condition(row))) };
  },
  eval: (table, rest) => assignmentsOf(rest).reduce(assigned, table),
  stats,
  streamstats(table, rest) {
    const [{ name, of } = never(rest)] = aggregatesOf(rest, table);
    const counted = table.rows.map((row, index): Row => new Map([...row, [name, of(table.rows.slice(0, index + 1))]]));
    return { columns: [...table.columns, name], rows: counted };
  },
  timechart,
  bin(table, rest) {
    const [, span = "", field = ""] = /^span=(\w+)\s+(\w+)$/.exec(rest) ?? never(rest);
    need(table, [field]);
    const seconds = secondsOf(span);
    const start = (cell: Cell): Cell => {
      const number = numberOf(cell);
      return number === undefined ? undefined : String(Math.floor(number / seconds) * seconds);
    };
    return { ...table, rows: table.rows.map((row) => new Map([...row, [field, start(row.get(field))]])) };
  },
  sort,
  head: ({ columns, rows }, rest) => ({
    columns,
    rows: rows.slice(0, Number(/^\d+$/.exec(rest)?.[0] ?? never(rest))),
  }),
  rename,
  table(table, rest) {
    const kept = [...rest.matchAll(/"([^"]+)"|([^\s,]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
    need(table, kept);
    return { columns: kept, rows: table.rows.map((row) => new Map(kept.map((name) => [name, row.get(name)]))) };
  },
  mvexpand(table, field) {
    need(table, [field]);
    const expanded = table.rows.flatMap((row) =>
      [row.get(field) ?? undefined].flat().map((value): Row => new Map([...row, [field, value]])),
    );
    return { ...table, rows: expanded };
  },
  transpose({ columns, rows }, rest) {
    const [, name = ""] = /^1 column_name=(\w+)$/.exec(rest) ?? never(rest);
    const [first] = rows;
    const made = columns.map(
      (column): Row =>
        new Map([
          [name, column],
          ["row 1", first?.get(column)],
        ]),
    );
    return { columns: [name, "row 1"], rows: made };
  },
};

function never(rest: string): never {
  throw new Error(`not read by this test: ${rest}`);
}

function assigned(table: Table, { name, expression }: { name: string; expression: string }): Table {
  need(table, namesIn(expression));
  const evaluate = expressionOf(expression);
  return {
    columns: table.columns.includes(name) ? table.columns : [...table.columns, name],
    rows: table.rows.map((row) => new Map([...row, [name, cellOf(evaluate(row))]])),
  };
}

function stats(table: Table, text: string): Table {
  const [values = "", by] = text.split(/\s+by\s+/);
  const aggregates = aggregatesOf(values, table);
  const fields = by?.trim().split(/[\s,]+/) ?? [];
  need(table, fields);
  const groups = by === undefined ? [table.rows] : [...grouped(table.rows, fields).values()];
  const rows = groups.map(
    (group): Row =>
      new Map<string, Cell>([
        ...fields.map((field): [string, Cell] => [field, textOf(group[0]?.get(field))]),
        ...aggregates.map(({ name, of }): [string, Cell] => [name, of(group)]),
      ]),
  );
  return { columns: [...fields, ...aggregates.map(({ name }) => name)], rows };
}

function sort(table: Table, text: string): Table {
  const keys = [...text.matchAll(/(-?)\s*(\w+)\s*,?/g)].map(([, minus, name = ""]) => ({
    isDown: minus === "-",
    name,
  }));
  need(
    table,
    keys.map(({ name }) => name),
  );
  const rows = table.rows.toSorted((one, other) => {
    for (const { isDown, name } of keys) {
      const order = compareCells(one.get(name), other.get(name));
      if (order !== 0) return isDown ? -order : order;
    }
    return 0;
  });
  return { ...table, rows };
}

function rename(table: Table, text: string): Table {
  const pairs = text.matchAll(/(?:"([^"]+)"|(\w+))\s+as\s+(?:"([^"]+)"|(\w+))/g);
  const names = new Map([...pairs].map(([, long, short, quoted, bare]) => [long ?? short ?? "", quoted ?? bare ?? ""]));
  need(table, [...names.keys()]);
  const nameOf = (name: string): string => names.get(name) ?? name;
  return {
    columns: table.columns.map(nameOf),
    rows: table.rows.map((row) => new Map([...row].map(([name, cell]) => [nameOf(name), cell]))),
  };
}
