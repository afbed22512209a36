import { type ResultTable, type Row, tableOfCsv } from "./result-table.ts";

export type EventsOptions = {
  /** As the index names the file they came from. */
  readonly source: string;
  readonly sourcetype: string;
  /** When they were indexed: with DATETIME_CONFIG = CURRENT, as props.conf has it, their time. */
  readonly indexed: Date;
};

/** The records of a CSV file as Splunk's index would hold them, with the fields that each event has. */
export function eventsOf(csv: Buffer, { source, sourcetype, indexed }: EventsOptions): ResultTable {
  const { columns, rows } = tableOfCsv(csv);
  const time = (indexed.getTime() / 1000).toFixed(3);
  const common = { _time: time, host: "preview", index: "main", source, sourcetype };
  return {
    columns: [...Object.keys(common), "_raw", ...columns.filter((name) => name !== "")],
    rows: rows.map((row): Row => {
      const raw = columns.map((name) => row.get(name)?.[0] ?? "").join(",");
      const own = Object.entries({ ...common, _raw: raw }).map(([name, value]) => [name, [value]] as const);
      return new Map([...own, ...[...row].filter(([name]) => name !== "")]);
    }),
  };
}

/** Those that happened in a stretch of time. */
export function eventsWithin(
  events: ResultTable,
  { earliest, latest }: { earliest: number; latest: number },
): ResultTable {
  const isWithin = (row: Row): boolean => {
    const time = Number(row.get("_time")?.[0]);
    return time >= earliest && time < latest;
  };
  return { columns: events.columns, rows: events.rows.filter(isWithin) };
}
