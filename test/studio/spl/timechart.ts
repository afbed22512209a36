import { aggregatesOf } from "./aggregate.ts";
import { type Cell, need, numberOf, type Row, type Table, textOf } from "./rows.ts";
import { type Range, secondsOf, spanFor } from "./time.ts";

/** `timechart [span=5m] [limit=10] [useother=f] count by code`: a row for each bin of the range, a column for each value. */
export function timechart(table: Table, text: string, range: Range): Table {
  const { rows } = table;
  const options = new Map<string, string>();
  const rest = text.replace(/\b(span|limit|useother|usenull|cont)=(\S+)\s*/g, (_, name: string, value: string) => {
    options.set(name, value);
    return "";
  });
  const [values = "", by] = rest.split(/\s+by\s+/);
  const aggregates = aggregatesOf(values, table);
  need(table, ["_time", ...(by === undefined ? [] : [by.trim()])]);
  const span = options.has("span") ? secondsOf(options.get("span") ?? "") : spanFor(range);
  const binOf = (row: Row): number => Math.floor((numberOf(row.get("_time")) ?? 0) / span) * span;
  const first = Math.floor(range.earliest / span) * span;
  const bins: number[] = [];
  for (let bin = first; bin < range.latest; bin += span) bins.push(bin);
  const series = by === undefined ? [""] : biggest(rows, by.trim(), Number(options.get("limit") ?? 10));
  const cellsOf = (bin: number): [string, Cell][] => {
    const inBin = rows.filter((row) => binOf(row) === bin);
    return series.flatMap((name) => {
      const own = by === undefined ? inBin : inBin.filter((row) => textOf(row.get(by.trim())) === name);
      return aggregates.map(({ name: title, of }): [string, Cell] => [by === undefined ? title : name, of(own)]);
    });
  };
  const made = bins.map((bin): Row => new Map([["_time", String(bin)], ...cellsOf(bin)]));
  const columns = ["_time", ...(by === undefined ? aggregates.map(({ name }) => name) : series)];
  return { columns, rows: made };
}

function biggest(rows: readonly Row[], by: string, limit: number): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const name = textOf(row.get(by));
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const kept = [...counts].sort(([, one], [, other]) => other - one).slice(0, limit === 0 ? undefined : limit);
  return kept.map(([name]) => name).sort();
}
