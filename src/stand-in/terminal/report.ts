import type { SearchResult } from "../splunkd/search-command.ts";
import { shownPictures, valuesOf } from "./shown-pictures.ts";

type Row = ReadonlyMap<string, string>;
type Column = { readonly title: string; readonly width: number };

const INDENT = "    ";

/**
 * Rows as a table for a terminal: record, picture, status, code, cache, size, link. A row of several pictures has a line
 * for each; below a line stands, in full, what is said of its picture.
 */
export function resultTable({ columns, rows }: SearchResult, field: string, prefix = ""): string {
  const first = columns[0] ?? "";
  const table: readonly Column[] = [
    { title: first, width: 18 },
    { title: field, width: 30 },
    { title: "status", width: 7 },
    { title: "code", width: 15 },
    { title: "cache", width: 6 },
    { title: "size", width: 9 },
    { title: "link", width: 72 },
  ];
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => fit(cell, table[index]?.width ?? 0))
      .join("  ")
      .trimEnd();
  return [
    line(table.map(({ title }) => title)),
    line(table.map(({ width }) => "-".repeat(width))),
    ...rows.flatMap((row) => linesOf(row, first, field, prefix, line)),
  ].join("\n");
}

function linesOf(
  row: Row,
  first: string,
  field: string,
  prefix: string,
  line: (cells: readonly string[]) => string,
): readonly string[] {
  const pictures = shownPictures(row, prefix);
  const names = valuesOf(row, field);
  let last = "";
  return pictures.flatMap((picture, index) => {
    const of = (name: string): string => picture.get(name) ?? "";
    const page = of("image_page") === "" ? "" : `page ${of("image_page")}`;
    const name = names.length === pictures.length ? names[index] : index === 0 ? names.join(" ") : page;
    const size = of("image_width") === "" ? "" : `${of("image_width")}x${of("image_height")}`;
    const [status, code, cache, link] = ["image_status", "image_error", "image_cache", "link"].map(of);
    const cells = [index === 0 ? (row.get(first) ?? "") : "", name, status, code, cache, size, link];
    const texts = [of("image_error_text"), of("image_note") && `note: ${of("image_note")}`].filter(
      (text) => text !== "",
    );
    const below = texts.map((text) => INDENT + oneLine(text)).join("\n");
    // Pages of one picture often have the same note.
    const isNew = below !== "" && below !== last;
    last = below;
    return [line(cells.map((cell) => cell ?? "")), ...(isNew ? [below] : [])];
  });
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
  // An error also comes as a message of its own; it is shown once.
  const others = messages.filter(([, text]) => text !== error).map(([level, text]) => `${level.padEnd(5)}  ${text}`);
  return [...others, ...failed].map(printable);
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

function oneLine(text: string): string {
  return text.trim().replace(/[\p{C}\s]+/gu, " ");
}

function fit(text: string, width: number): string {
  const plain = [...oneLine(text)];
  if (plain.length <= width) return plain.join("").padEnd(width);
  const tail = Math.floor((width - 1) / 2);
  return `${plain.slice(0, width - 1 - tail).join("")}…${plain.slice(plain.length - tail).join("")}`;
}
