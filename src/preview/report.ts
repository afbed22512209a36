import type { SearchResult } from "./splunkd.ts";

type Row = ReadonlyMap<string, string>;
type Column = { readonly title: string; readonly width: number; readonly text: (row: Row, index: number) => string };

const FIRST_COLUMN_WIDTH = 18;

/** Rows as a table for a terminal: record, picture, status, code, cache, size, link. */
export function resultTable({ columns, rows }: SearchResult, field: string, prefix = ""): string {
  const first = columns[0] ?? "";
  const of = (name: string) => (row: Row) => row.get(prefix + name) ?? "";
  const size = (row: Row): string => {
    const [width, height] = [of("image_width")(row), of("image_height")(row)];
    return width === "" ? "" : `${width}x${height}`;
  };
  const table: Column[] = [
    { title: first, width: FIRST_COLUMN_WIDTH, text: (row) => row.get(first) ?? "" },
    { title: field, width: 30, text: (row) => row.get(field) ?? "" },
    { title: "status", width: 7, text: of("image_status") },
    { title: "code", width: 15, text: of("image_error") },
    { title: "cache", width: 6, text: of("image_cache") },
    { title: "size", width: 9, text: size },
    {
      title: "link",
      width: 72,
      text: (row) => of("link")(row) || (isExplained(row, prefix) ? of("image_error_text")(row) : ""),
    },
  ];
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => fit(cell, table[index]?.width ?? 0))
      .join("  ")
      .trimEnd();
  return [
    line(table.map(({ title }) => title)),
    line(table.map(({ width }) => "-".repeat(width))),
    ...rows.map((row, index) => line(table.map(({ text }) => text(row, index)))),
  ].join("\n");
}

/** One line: how many rows, how many pictures from where, how many errors of which code. */
export function summaryLine({ rows }: SearchResult, ms: number, prefix = ""): string {
  if (rows.some((row) => isExplained(row, prefix))) return `${rows.length} rows explained; nothing was fetched`;
  const caches = new Map<string, number>();
  const errors = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1);
  for (const row of rows) {
    for (const cache of values(row.get(`${prefix}image_cache`))) count(caches, cache);
    for (const error of values(row.get(`${prefix}image_error`))) count(errors, error);
  }
  const total = [...errors.values()].reduce((sum, number) => sum + number, 0);
  const codes = [...errors].map(([code, number]) => `${code} ${number}`).join(", ");
  const of = (...names: string[]): number => names.reduce((sum, name) => sum + (caches.get(name) ?? 0), 0);
  const [hits, fetched] = [of("hit", "revalidated", "stale"), of("miss", "off")];
  const tail = total > 0 ? ` (${codes})` : "";
  return `${rows.length} rows in ${Math.round(ms)} ms: ${fetched} fetched, ${hits} from the cache, ${total} errors${tail}`;
}

/** What Splunk Web would show above the results. */
export function messageLines({ messages, error }: SearchResult): string[] {
  const failed = error === undefined ? [] : [`ERROR  Error in 'getimage' command: ${error}`];
  // An error also comes as a message of its own; it is told once.
  const told = messages.filter(([, text]) => text !== error).map(([level, text]) => `${level.padEnd(5)}  ${text}`);
  return [...told, ...failed].map(printable);
}

function isExplained(row: Row, prefix: string): boolean {
  return row.get(`${prefix}image_status`) === "explain";
}

function values(cell: string | undefined): string[] {
  return (cell ?? "").split("\n").filter((value) => value !== "");
}

/** A text whose control characters cannot steer the terminal; line breaks stay. */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, " ");
}

function fit(text: string, width: number): string {
  const plain = [...text.trim().replace(/[\p{C}\s]+/gu, " ")];
  if (plain.length <= width) return plain.join("").padEnd(width);
  const tail = Math.floor((width - 1) / 2);
  return `${plain.slice(0, width - 1 - tail).join("")}…${plain.slice(plain.length - tail).join("")}`;
}
