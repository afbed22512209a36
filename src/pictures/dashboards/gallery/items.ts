import { type Cell, shownText, valuesOf } from "../../../web/cell.ts";
import { OUTPUT_FIELDS, SEVERITIES, type Severity } from "../../contract.ts";
import type { Sort } from "./options.ts";
import { type GalleryColumn, type Picture, picturesOf, worstSeverity } from "./picture.ts";
import type { FieldName, Results } from "./results.ts";

/** What a tile stands for: a row with its pictures. */
export type Item = {
  /** The same for the same record in later results of a search. */
  readonly key: string;
  readonly caption: string;
  /** The worst of its pictures. */
  readonly severity: Severity | undefined;
  readonly pictures: () => readonly Picture[];
  readonly cell: (field: FieldName | GalleryColumn) => Cell;
  readonly fields: readonly FieldName[];
  /** Names of the record's own fields, in the order of the search. */
  readonly recordFields: readonly FieldName[];
};

const OURS: ReadonlySet<string> = new Set(OUTPUT_FIELDS);
const TILE_COLUMNS = ["link", "thumb", "image_format", "image_pages", "image_error", "image_error_text"] as const;
const MAX_CAPTION = 120;
/** Of fields that identify a record, so much is looked at. */
const MAX_KEY_PART = 300;

/**
 * @param captionField the first field of the record where it is empty, or not among the fields
 */
export function itemsOf({ fields, rows }: Results, captionField: string): readonly Item[] {
  const places = new Map<string, number>(fields.map((field, index) => [field, index]));
  const recordFields = fields.filter((field) => !OURS.has(field) && !field.startsWith("_"));
  const captioned = fields.find((field) => field === captionField) ?? recordFields[0];
  // Links change when a search runs again; the record's own fields do not.
  const identifying = recordFields.length > 0 ? recordFields : (["new_image", "link"] as const);
  const seen = new Map<string, number>();
  return rows.map((row, index) => {
    const cell: Item["cell"] = (field) => row[places.get(field) ?? -1];
    const name = (captioned && shownText(cell(captioned), MAX_CAPTION)) || shownText(cell("new_image"), MAX_CAPTION);
    const key = identifying.map((field) => keyPart(cell(field))).join("\n");
    // The same record may be there several times.
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return {
      key: `${key}\n${nth}`,
      caption: name || `Record ${index + 1}`,
      severity: worstSeverity(cell),
      pictures: () => picturesOf(cell),
      cell,
      fields,
      recordFields,
    };
  });
}

/** Whether two items make the same tile. */
export function looksAlike(one: Item, other: Item): boolean {
  const isSame = (field: GalleryColumn): boolean => String(one.cell(field)) === String(other.cell(field));
  return (
    one.key === other.key &&
    one.caption === other.caption &&
    one.severity === other.severity &&
    TILE_COLUMNS.every(isSame)
  );
}

function keyPart(cell: Cell): string {
  return (valuesOf(cell)[0] ?? "").slice(0, MAX_KEY_PART);
}

const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** What comes first: names and formats by the alphabet, the worst status, the most bytes, the most pages. */
const ORDERS: Readonly<Record<Exclude<Sort, "none">, (one: Item, other: Item) => number>> = {
  caption: (one, other) => words.compare(one.caption, other.caption),
  status: (one, other) => badness(other) - badness(one),
  format: (one, other) => words.compare(formatOf(one) || "\uffff", formatOf(other) || "\uffff"),
  size: (one, other) => numberIn(other, "image_bytes") - numberIn(one, "image_bytes"),
  pages: (one, other) => numberIn(other, "image_pages") - numberIn(one, "image_pages"),
};

/** Items in another order; those that are alike stay in the order of the search. */
export function sorted(items: readonly Item[], by: Sort): readonly Item[] {
  return by === "none" ? items : [...items].sort(ORDERS[by]);
}

function badness({ severity }: Item): number {
  return severity === undefined ? -1 : SEVERITIES.indexOf(severity);
}

function formatOf({ cell }: Item): string {
  return (valuesOf(cell("image_format"))[0] ?? "").slice(0, 40);
}

function numberIn({ cell }: Item, field: GalleryColumn): number {
  const [first = ""] = valuesOf(cell(field));
  return /^\d{1,15}$/.test(first) ? Number(first) : -1;
}
