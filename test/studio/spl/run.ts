import { aggregatesOf, grouped } from "./aggregate.ts";
import { cellOf, expressionOf, isTrue } from "./expression.ts";
import { type Cell, compareCells, numberOf, type Row, type Table, tableOf, textOf } from "./rows.ts";
import { termsOf } from "./terms.ts";
import { type Range, secondsOf } from "./time.ts";
import { timechart } from "./timechart.ts";
import { commandsOf } from "./tokens.ts";

/** What a search has to do with the world outside. */
export type Source = {
  /** All events of the range, newest first. */
  readonly events: (range: Range) => readonly Row[];
  readonly getimage: (table: Table, args: string) => Promise<Table>;
};

/**
 * Runs the part of SPL that the shipped Studio views are written in, and no more: what it does not know is an error, so
 * that a view cannot pass with SPL that nobody has run. Macros are filled in before.
 * @param base the result that a chained search goes on with
 */
export async function runSpl(search: string, range: Range, source: Source, base?: Table): Promise<Table> {
  const [first, ...others] = commandsOf(search);
  let table = base ?? tableOf(source.events(range).filter(termsOf(searchTerms(first))));
  if (base && first && first.rest + first.verb !== "") throw new Error(`a chained search begins with |: ${search}`);
  for (const { verb, rest } of others) {
    table = verb === "getimage" ? await source.getimage(table, rest) : step(table, verb, rest, range);
  }
  return table;
}

function searchTerms(first: { readonly verb: string; readonly rest: string } | undefined): string {
  return first?.verb === "" || first?.verb === "search" ? first.rest : `${first?.verb} ${first?.rest}`;
}

function step(table: Table, verb: string, rest: string, range: Range): Table {
  const { columns, rows } = table;
  switch (verb) {
    case "search":
      return { columns, rows: rows.filter(termsOf(rest)) };
    case "where": {
      const condition = expressionOf(rest);
      return { columns, rows: rows.filter((row) => isTrue(condition(row))) };
    }
    case "eval":
      return assignments(rest).reduce(evaluated, table);
    case "stats":
      return stats(rows, rest);
    case "streamstats":
      return streamstats(table, rest);
    case "timechart":
      return timechart(rows, rest, range);
    case "bin":
      return binned(table, rest);
    case "sort":
      return { columns, rows: sorted(rows, rest) };
    case "head":
      return { columns, rows: rows.slice(0, Number(rest)) };
    case "rename":
      return renamed(table, rest);
    case "table":
    case "fields": {
      const names = rest.split(/[\s,]+/);
      const kept = names.map((name) => name.replaceAll('"', ""));
      return { columns: kept, rows: rows.map((row) => new Map(kept.map((name) => [name, row.get(name)]))) };
    }
    default:
      throw new Error(`no command ${verb} in this test's SPL: | ${verb} ${rest}`);
  }
}

/** The parts of `a=1, b=if(x, 2, 3)`. */
function assignments(text: string): { readonly name: string; readonly expression: string }[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|[^"]/g)) {
    if (piece === "(") depth++;
    if (piece === ")") depth--;
    if (piece === "," && depth === 0) parts.push("");
    else parts.push((parts.pop() ?? "") + piece);
  }
  return parts.map((part) => {
    const [, quoted, bare, expression] = /^\s*(?:"([^"]+)"|(\w+))\s*=([^]+)$/.exec(part) ?? [];
    const name = quoted ?? bare;
    if (name === undefined || expression === undefined) throw new Error(`no assignment: ${part}`);
    return { name, expression };
  });
}

function evaluated({ columns, rows }: Table, { name, expression }: { name: string; expression: string }): Table {
  const evaluate = expressionOf(expression);
  return {
    columns: columns.includes(name) ? columns : [...columns, name],
    rows: rows.map((row) => new Map([...row, [name, cellOf(evaluate(row))]])),
  };
}

function stats(rows: readonly Row[], text: string): Table {
  const [values = "", by] = text.split(/\s+by\s+/);
  const aggregates = aggregatesOf(values);
  const fields = by?.trim().split(/[\s,]+/) ?? [];
  const groups = by === undefined ? [[...rows]] : [...grouped(rows, fields).values()];
  const made = groups.map(
    (group): Row =>
      new Map<string, Cell>([
        ...fields.map((field): [string, Cell] => [field, textOf(group[0]?.get(field))]),
        ...aggregates.map(({ name, of }): [string, Cell] => [name, of(group)]),
      ]),
  );
  return { columns: [...fields, ...aggregates.map(({ name }) => name)], rows: made };
}

function streamstats({ columns, rows }: Table, text: string): Table {
  const [aggregate] = aggregatesOf(text);
  if (!aggregate) throw new Error(`no streamstats: ${text}`);
  const { name, of } = aggregate;
  return {
    columns: [...columns, name],
    rows: rows.map((row, index) => new Map([...row, [name, of(rows.slice(0, index + 1))]])),
  };
}

function binned({ columns, rows }: Table, text: string): Table {
  const [, span = "", field = ""] = /^span=(\w+)\s+(\w+)$/.exec(text) ?? [];
  const seconds = secondsOf(span);
  const put = (row: Row): Row => {
    const number = numberOf(row.get(field));
    return new Map([...row, [field, number === undefined ? undefined : String(Math.floor(number / seconds) * seconds)]]);
  };
  return { columns, rows: rows.map(put) };
}

function sorted(rows: readonly Row[], text: string): Row[] {
  const keys = [...text.matchAll(/(-?)\s*(\w+)\s*,?/g)].filter(([, , name]) => name !== "0");
  return rows.toSorted((one, other) => {
    for (const [, minus, name = ""] of keys) {
      const order = compareCells(one.get(name), other.get(name));
      if (order !== 0) return minus === "-" ? -order : order;
    }
    return 0;
  });
}

function renamed({ columns, rows }: Table, text: string): Table {
  const names = new Map(
    [...text.matchAll(/(\w+)\s+as\s+(?:"([^"]+)"|(\w+))/g)].map(([, from = "", quoted, bare]) => [from, quoted ?? bare ?? ""]),
  );
  const nameOf = (name: string): string => names.get(name) ?? name;
  return {
    columns: columns.map(nameOf),
    rows: rows.map((row) => new Map([...row].map(([name, cell]) => [nameOf(name), cell]))),
  };
}
