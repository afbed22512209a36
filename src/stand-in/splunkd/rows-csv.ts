import { cellText, encodeCell, scanTable } from "../../splunk/chunked/csv.ts";
import { decodeValues, encodeValues, MULTIVALUE_PREFIX } from "../../splunk/chunked/multivalue.ts";
import type { Table } from "../spl/table.ts";

/** Rows as splunkd hands them to a command: a cell for each column, and one that keeps several values apart. */
export function csvOfTable({ columns, rows }: Table): Buffer {
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

/** Rows as a command hands them back. What it leaves empty is no value. */
export function tableOfCells(columns: readonly string[], rows: readonly ReadonlyMap<string, string>[]): Table {
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
export function tableOfCsv(csv: Buffer): Table {
  const table = scanTable(csv, (names) => names);
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((name) => [name.trim(), cellText(table, row, name).trim()] as const),
  );
  return {
    columns: table.columns.map((name) => name.trim()),
    rows: rows.map((cells) => new Map(cells.filter(([, text]) => text !== "").map(([name, text]) => [name, [text]]))),
  };
}
