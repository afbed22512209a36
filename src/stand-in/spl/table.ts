import { cellText, encodeCell, scanTable } from "../../splunk/chunked/csv.ts";
import { decodeValues, encodeValues, MULTIVALUE_PREFIX } from "../../splunk/chunked/multivalue.ts";

/** The values of one field in one row; most fields have one. */
export type Values = readonly string[];

/** A row of a search: only fields that have a value are in it. */
export type Row = ReadonlyMap<string, Values>;

/** What a search has found so far. A column may be empty in all rows. */
export type ResultTable = { readonly columns: readonly string[]; readonly rows: readonly Row[] };

/** What `rename`, `table` and `fields` do: each row made anew, under these columns. */
export function mapRows({ rows }: ResultTable, columns: readonly string[], change: (row: Row) => Row): ResultTable {
  return { columns: [...new Set(columns)], rows: rows.map(change) };
}

/** Rows as splunkd hands them to a command. */
export function csvOfTable({ columns, rows }: ResultTable): Buffer {
  const header = columns.flatMap((name) => [name, MULTIVALUE_PREFIX + name]);
  const lines = rows.map((row) =>
    columns
      .flatMap((name) => {
        const { plain, encoded } = encodeValues(row.get(name) ?? []);
        return [plain, encoded];
      })
      .map(encodeCell)
      .join(","),
  );
  return Buffer.from(`${[header.map(encodeCell).join(","), ...lines].join("\n")}\n`);
}

/** Rows as a command hands them back: a cell for each column, and one that keeps several values apart. */
export function tableOfCells(columns: readonly string[], rows: readonly ReadonlyMap<string, string>[]): ResultTable {
  const names = columns.filter((name) => !name.startsWith(MULTIVALUE_PREFIX));
  return {
    columns: names,
    rows: rows.map((cells) => {
      const values = names.map((name) => {
        return [name, decodeValues(cells.get(name) ?? "", cells.get(MULTIVALUE_PREFIX + name) ?? "")] as const;
      });
      return new Map(values.filter(([, [first = "", ...more]]) => first !== "" || more.length > 0));
    }),
  };
}

/** The rows of a CSV file. Names and values lose the blanks around them, as the app's props.conf takes them from records. */
export function tableOfCsv(csv: Buffer): ResultTable {
  const table = scanTable(csv, (names) => names);
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((name) => [name.trim(), cellText(table, row, name).trim()] as const),
  );
  return {
    columns: table.columns.map((name) => name.trim()),
    rows: rows.map((cells) => new Map(cells.filter(([, text]) => text !== "").map(([name, text]) => [name, [text]]))),
  };
}
