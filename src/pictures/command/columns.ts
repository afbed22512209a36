import { cellText, type Table } from "../../splunk/chunked/csv.ts";
import { decodeValues, MULTIVALUE_PREFIX } from "../../splunk/chunked/multivalue.ts";
import { OUTPUT_FIELDS, type OutputField, THUMB_FIELDS } from "../contract.ts";
import type { Fields } from "./fields.ts";

export type ColumnsOptions = {
  /** The field that names pictures. */
  readonly field: string;
  /** Put before the name of each column that is added. */
  readonly prefix: string;
  readonly thumb: boolean;
  /** Further fields that decide what a row gets. */
  readonly alsoRead: readonly string[];
};

/** The columns that a search reads and adds. Each has a twin for several values, which Splunk calls `__mv_<name>`. */
export class Columns {
  readonly added: readonly OutputField[];
  /** All that decide what cells a row gets. */
  readonly read: readonly string[];
  readonly #field: string;
  readonly #names: readonly string[];
  readonly #multivalueNames: readonly string[];

  constructor({ field, prefix, thumb, alsoRead }: ColumnsOptions) {
    this.#field = field;
    this.added = columnsFor({ thumb });
    this.read = [field, ...alsoRead].flatMap((name) => [name, MULTIVALUE_PREFIX + name]);
    this.#names = this.added.map((name) => prefix + name);
    this.#multivalueNames = this.#names.map((name) => MULTIVALUE_PREFIX + name);
  }

  /** Whether rows with these columns can name a picture. */
  hasField(columns: readonly string[]): boolean {
    return columns.includes(this.#field) || columns.includes(MULTIVALUE_PREFIX + this.#field);
  }

  /** The columns of a chunk whose cells have to be found: all where some of ours are there already and will be cut out. */
  toFind(columns: readonly string[]): readonly string[] {
    const own = [...this.#names, ...this.#multivalueNames];
    if (columns.some((name) => own.includes(name))) return columns;
    return this.hasField(columns) ? this.read : [];
  }

  /** The columns that a chunk gets. Those for several values travel only where they are needed: each costs a byte a row. */
  toWrite(
    { columns }: Table,
    isMultivalue: boolean,
  ): { readonly names: readonly string[]; readonly withMultivalue: boolean } {
    const withMultivalue = isMultivalue || this.#multivalueNames.some((name) => columns.includes(name));
    return { names: withMultivalue ? [...this.#names, ...this.#multivalueNames] : this.#names, withMultivalue };
  }

  /** What a row names: a picture for each value of the field. */
  valuesIn(table: Table, row: number): readonly string[] {
    return valuesOf(table, row, this.#field);
  }
}

/** The columns that a search adds, in their order. */
export function columnsFor(search: { readonly thumb: boolean }): readonly OutputField[] {
  return search.thumb ? OUTPUT_FIELDS : OUTPUT_FIELDS.slice(0, -THUMB_FIELDS.length);
}

/** The cells of a picture in the order of the columns. */
export function cellsInOrder(fields: Fields, columns: readonly OutputField[]): readonly string[] {
  return columns.map((field) => fields[field] ?? "");
}

/**
 * Another field of a row, for one of the pictures that the row names. A field with as many values as the row has pictures
 * gives each picture its own; any other gives its first to all. Undefined where the rows have no such field.
 */
export function valueAt(table: Table, row: number, field: string, index: number, count: number): string | undefined {
  if (!table.columns.includes(field)) return undefined;
  const values = valuesOf(table, row, field);
  return values[values.length === count ? index : 0] ?? "";
}

function valuesOf(table: Table, row: number, field: string): readonly string[] {
  return decodeValues(cellText(table, row, field), cellText(table, row, MULTIVALUE_PREFIX + field));
}
