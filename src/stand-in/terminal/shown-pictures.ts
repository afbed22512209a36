import { OUTPUT_FIELDS } from "../../pictures/contract.ts";
import { decodeValues, MULTIVALUE_PREFIX } from "../../splunk/chunked/multivalue.ts";

type Row = ReadonlyMap<string, string>;

/** The columns that getimage added to a row, without their prefix, once for each picture of the row: most have one. */
export function shownPictures(row: Row, prefix: string): readonly Row[] {
  const columns = OUTPUT_FIELDS.map((name) => ({ name, values: valuesOf(row, prefix + name) }));
  const count = Math.max(...columns.map(({ values }) => values.length));
  return Array.from(
    { length: count },
    (_, index) => new Map(columns.map(({ name, values }) => [name, values[index] ?? ""])),
  );
}

/** The values of one column of a row. */
export function valuesOf(row: Row, name: string): readonly string[] {
  return decodeValues(row.get(name) ?? "", row.get(MULTIVALUE_PREFIX + name) ?? "");
}
