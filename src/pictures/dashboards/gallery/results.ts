import type { Cell } from "../../../web/cell.ts";

/** The name of a field that the results of a search have. */
export type FieldName = string & { readonly kind: "FieldName" };

/** A search's rows: the names of its fields, and cells in their order. */
export type Results = { readonly fields: readonly FieldName[]; readonly rows: readonly (readonly Cell[])[] };

/** Splunk hands over at most so many rows. */
export const MAX_ROWS = 10_000;

/** Reads rows as Splunk Web hands them over; its versions name fields as texts or as objects with a name. */
export function readResults(data: unknown): Results {
  const { fields, rows } = Object(data) as { readonly fields?: unknown; readonly rows?: unknown };
  return {
    fields: list(fields).map(nameOf),
    rows: list(rows)
      .slice(0, MAX_ROWS)
      .map((row) => list(row).map(cellOf)),
  };
}

/** What a search must do before its rows make a gallery; undefined where they do. */
export function lackOf({ fields, rows }: Results): string | undefined {
  if (rows.length === 0 || fields.some((field) => /^(thumb|link)$/.test(field))) return undefined;
  return (
    "The gallery needs the field link or thumb of getimage. Add `| getimage <field> <server> thumb=true` to the " +
    "search, and keep both fields where it ends with fields or table."
  );
}

function nameOf(field: unknown): FieldName {
  return String(typeof field === "string" ? field : (Object(field)["name"] ?? "")) as FieldName;
}

function cellOf(value: unknown): Cell {
  if (Array.isArray(value)) return value.map((part) => (part === null || part === undefined ? "" : String(part)));
  return value === null || value === undefined ? null : String(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
