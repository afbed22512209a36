import { beyondPreview } from "../spl-error.ts";
import type { Timechart } from "../syntax/tree.ts";
import type { Row, Table } from "../table.ts";
import type { TimeRange } from "../time-range.ts";
import { numberOf, type Values } from "../values.ts";
import { aggregate } from "./aggregates.ts";

/** Search Reference, "timechart": the spans that it chooses from, so that there are at most 100. */
const SPANS = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 86_400, 2_592_000];
const MOST_BINS = 100;
const MOST_ROWS = 50_000;
const NULL = "NULL";

/** A row for each span of the search's range, and a column for each value of the field that parts it. */
export function timechart(chart: Timechart, table: Table, range: TimeRange): Table {
  const { aggregates, by } = chart;
  const { earliest, latest } = boundsOf(table, range);
  const span = chart.spanSeconds ?? SPANS.find((each) => (latest - earliest) / each <= MOST_BINS) ?? 2_592_000;
  const startOf = (seconds: number): number => Math.floor(seconds / span) * span;
  if ((latest - earliest) / span > MOST_ROWS) throw beyondPreview(`A timechart of more than ${MOST_ROWS} spans`);
  const bins = new Map<number, Row[]>();
  for (let bin = startOf(earliest); bin < latest; bin += span) bins.set(bin, []);
  for (const row of table.rows) bins.get(startOf(timeOf(row)))?.push(row);
  const series = by === undefined ? undefined : seriesOf(table.rows, by, chart);
  const rows = [...bins].map(([bin, own]): Row => {
    const cells: (readonly [string, Values])[] = !series
      ? aggregate(aggregates, own)
      : series.flatMap((name) => {
          const ofSeries = own.filter((row) => (row.get(by ?? "")?.[0] ?? NULL) === name);
          return aggregate(aggregates, ofSeries).map(([, values]) => [name, values] as const);
        });
    return new Map([["_time", [String(bin)]], ...cells.filter(([, values]) => values.length > 0)]);
  });
  return { columns: ["_time", ...(series ?? aggregates.map(({ as }) => as))], rows };
}

/** The values that get a column: those of most rows. */
function seriesOf(rows: readonly Row[], by: string, { limit, useOther, useNull }: Timechart): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const name = row.get(by)?.[0] ?? NULL;
    if (name !== NULL || useNull) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  if (limit === 0 || names.length <= limit) return names.sort();
  if (useOther) throw beyondPreview(`A timechart of more than ${limit} values without useother=f`);
  return names.slice(0, limit).sort();
}

// A search over all time has the bounds of what it found.
function boundsOf({ rows }: Table, { earliest, latest }: TimeRange): TimeRange {
  const times = rows.map(timeOf).sort((one, other) => one - other);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return {
    earliest: Number.isFinite(earliest) ? earliest : first,
    latest: Number.isFinite(latest) ? latest : last + 1,
  };
}

function timeOf(row: Row): number {
  return numberOf(row.get("_time")) ?? 0;
}
