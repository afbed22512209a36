import type { Aggregate, AggregateName } from "../syntax/tree.ts";
import type { Row } from "../table.ts";
import { compareTexts, isNumber, numberOf, type Values } from "../values.ts";

const MOST_LISTED = 100;
type Work = (values: Values, rows: readonly Row[], field: string) => Values;

// Search Reference, "Statistical and charting functions".
const AGGREGATES: Readonly<Record<AggregateName, Work>> = {
  count: (values) => [String(values.length)],
  sum: ofNumbers((numbers) => numbers.reduce((sum, number) => sum + number, 0)),
  max: ofNumbers((numbers) => numbers.reduce((most, number) => Math.max(most, number))),
  median: ofNumbers((numbers) => percentile(numbers, 50)),
  perc95: ofNumbers((numbers) => percentile(numbers, 95)),
  first: (values) => values.slice(0, 1),
  latest: (_, rows, field) => latest(rows, field),
  values: (values) => [...new Set(values)].sort(),
  list: (values) => values.slice(0, MOST_LISTED),
};

/** What `stats` and its kin make of some rows: a cell for each. */
export function aggregate(aggregates: readonly Aggregate[], rows: readonly Row[]): (readonly [string, Values])[] {
  return aggregates.map(({ function: name, field, as }) => {
    if (field === undefined) return [as, [String(rows.length)]];
    return [
      as,
      AGGREGATES[name](
        rows.flatMap((row) => row.get(field) ?? []),
        rows,
        field,
      ),
    ];
  });
}

/**
 * Rows by the values of some fields, in the order of these. A row that lacks one belongs to no group, one with several
 * values to the group of each.
 */
export function groupRows(
  rows: readonly Row[],
  by: readonly string[],
): readonly { readonly key: Values; readonly rows: readonly Row[] }[] {
  const groups = new Map<string, { readonly key: Values; readonly rows: Row[] }>();
  for (const row of rows) {
    for (const key of combinations(by.map((field) => row.get(field) ?? []))) {
      const name = JSON.stringify(key);
      const group = groups.get(name) ?? { key, rows: [] };
      group.rows.push(row);
      groups.set(name, group);
    }
  }
  return [...groups.values()].sort((one, other) => compareKeys(one.key, other.key));
}

function combinations(lists: readonly Values[]): readonly Values[] {
  return lists.reduce<readonly Values[]>(
    (made, list) => made.flatMap((key) => list.filter((value) => value !== "").map((value) => [...key, value])),
    [[]],
  );
}

function compareKeys(one: Values, other: Values): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : compareTexts(one[at] ?? "", other[at] ?? "");
}

function ofNumbers(work: (numbers: readonly number[]) => number): Work {
  return (values) => {
    const numbers = values.filter(isNumber).map(Number);
    return numbers.length === 0 ? [] : [String(work(numbers))];
  };
}

function percentile(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? 0;
}

// Of rows of one time the first counts: events come newest first.
function latest(rows: readonly Row[], field: string): Values {
  let [found, at]: [Values, number] = [[], Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const value = row.get(field)?.[0];
    const time = numberOf(row.get("_time")) ?? 0;
    if (value !== undefined && time > at) [found, at] = [[value], time];
  }
  return found;
}
