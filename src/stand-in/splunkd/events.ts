import type { Row, Table } from "../spl/table.ts";
import { tableOfCsv } from "./rows-csv.ts";

export type EventsOptions = {
  /** As the index names the file they came from. */
  readonly source: string;
  readonly sourcetype: string;
  /** When they were indexed: with DATETIME_CONFIG = CURRENT, as props.conf has it, their time. */
  readonly indexed: Date;
};

/** The records of a CSV file as Splunk's index would hold them, with the fields that each event has. */
export function eventsOf(csv: Buffer, { source, sourcetype, indexed }: EventsOptions): Table {
  const { columns, rows } = tableOfCsv(csv);
  const time = (indexed.getTime() / 1000).toFixed(3);
  const common = { _time: time, host: "preview", index: "main", source, sourcetype };
  return {
    columns: [...Object.keys(common), "_raw", ...columns.filter((name) => name !== "")],
    rows: rows.map((row): Row => {
      const raw = columns.map((name) => row.get(name)?.[0] ?? "").join(",");
      const ownTime = timeOf(row.get("_time")?.[0]);
      const own = { ...common, ...(ownTime !== undefined && { _time: ownTime }), _raw: raw };
      // A file that was exported from Splunk has such columns of its own; searches find it by what it is here.
      const brought = [...row].filter(([name]) => name !== "" && !Object.hasOwn(own, name));
      return new Map([...brought, ...Object.entries(own).map(([name, value]) => [name, [value]] as const)]);
    }),
  };
}

/** Seconds since 1970 as text, of a number of them or a date; undefined for neither. */
function timeOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  return Number.isFinite(seconds) ? seconds.toFixed(3) : undefined;
}

/** Those that happened in a stretch of time. */
export function eventsWithin(events: Table, { earliest, latest }: { earliest: number; latest: number }): Table {
  const isWithin = (row: Row): boolean => {
    const time = Number(row.get("_time")?.[0]);
    return time >= earliest && time < latest;
  };
  return { columns: events.columns, rows: events.rows.filter(isWithin) };
}
