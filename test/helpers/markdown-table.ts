import { textOf } from "./app-files.ts";

/** Where a table stands: a page of the project, and the heading that it is the first table below. */
export type TablePlace = { readonly file: string; readonly heading: string };

/** The rows below the table's head, cell by cell, as they are written. Throws where there is no such heading or table. */
export function rowsBelow({ file, heading }: TablePlace): string[][] {
  const lines = textOf(file)
    .replace(/^```.*?^```$/gms, "")
    .split("\n");
  const isTitle = (line: string): boolean => /^#+ /.test(line);
  const starts = lines.flatMap((line, index) => (isTitle(line) && line.replace(/^#+ /, "") === heading ? [index] : []));
  const [start, other] = starts;
  if (start === undefined || other !== undefined) {
    throw new Error(`expected one heading "${heading}" in ${file}, found ${starts.length}`);
  }
  const level = lines[start]?.indexOf(" ") ?? 0;
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => isTitle(line) && line.indexOf(" ") <= level);
  const section = end < 0 ? below : below.slice(0, end);
  const first = section.findIndex((line) => line.startsWith("|"));
  const table = section.slice(first);
  const length = table.findIndex((line) => !line.startsWith("|"));
  if (first < 0 || !/^\|[-:| ]+\|$/.test(table[1] ?? "")) throw new Error(`no table below "${heading}" in ${file}`);
  return table.slice(2, length < 0 ? undefined : length).map(cellsOf);
}

/** What stands between backticks, one after the other. */
export function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

function cellsOf(row: string): string[] {
  const cells = row.split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) => cell.replaceAll("\\|", "|").trim());
}
