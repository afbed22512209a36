import type { Cell } from "../../../web/cell.ts";
import { SEVERITIES, type Severity } from "../../contract.ts";
import { LAST_PAGE } from "../../image/recipe.ts";
import { type PictureAddress, pictureAddress } from "../shared/address.ts";
import type { ColumnOf } from "../shared/view-columns.ts";
import type { Size } from "./zoom.ts";

/** A column of getimage that the gallery reads. */
export type GalleryColumn = ColumnOf<"gallery">;

/** One picture of a record, or what there is in its place. */
export type Picture = {
  /** The picture in the size that the search asked for. */
  readonly link: PictureAddress | undefined;
  readonly thumb: PictureAddress | undefined;
  /** Undefined where the record names no picture. */
  readonly severity: Severity | undefined;
  /** Page from 1 that is shown; undefined where it is several, or unknown. */
  readonly page: number | undefined;
  /** Pages that the file has, at least 1. */
  readonly pages: number;
  /** Pixels of the page in the original, upright; undefined where the row does not say. */
  readonly size: Size | undefined;
  /** A field of getimage as it is for this picture; empty where the search left it out. */
  readonly value: (field: GalleryColumn) => string;
};

const MAX_SIDE = 1_000_000;

/** The pictures of a row, one for each value of its link or thumbnail; never none. */
export function picturesOf(cell: (field: GalleryColumn) => Cell): readonly Picture[] {
  return valuesByPicture(cell).map(pictureWith);
}

/** The worst severity of a row's pictures, without looking at the pictures themselves. */
export function worstSeverity(cell: (field: GalleryColumn) => Cell): Severity | undefined {
  const severities = valuesByPicture(cell).map(severityIn);
  return [...SEVERITIES].reverse().find((severity) => severities.includes(severity));
}

type Values = (field: GalleryColumn) => string;

function valuesByPicture(cell: (field: GalleryColumn) => Cell): readonly Values[] {
  const count = Math.max(
    1,
    Math.min(LAST_PAGE, Math.max(...(["link", "thumb"] as const).map((each) => partsOf(cell(each)).length))),
  );
  return Array.from({ length: count }, (_, index) => (field) => {
    const parts = partsOf(cell(field));
    // Of a field with another number of values nobody knows which belongs to which picture, unless it is one for all.
    if (parts.length !== count && parts.length !== 1) return "";
    return parts[parts.length === 1 ? 0 : index] ?? "";
  });
}

function pictureWith(value: Values): Picture {
  const [width, height] = [wholeNumber(value("image_width")), wholeNumber(value("image_height"))];
  const isSized = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
  const severity = severityIn(value);
  return {
    // In the place of a picture that failed the link names an error picture, of which the gallery has a more readable one.
    link: severity === "severe" ? undefined : pictureAddress(value("link")),
    thumb: severity === "severe" ? undefined : pictureAddress(value("thumb")),
    severity,
    page: wholeNumber(value("image_page")) || undefined,
    pages: Math.min(Math.max(wholeNumber(value("image_pages")), 1), LAST_PAGE),
    size: isSized ? { width, height } : undefined,
    value,
  };
}

// A search may leave out image_severity; what it follows from is there more often.
function severityIn(value: Values): Severity | undefined {
  const stated = SEVERITIES.find((severity) => severity === value("image_severity"));
  if (stated) return stated;
  const status = value("image_status");
  if (status === "error" || (status === "" && value("image_error") !== "")) return "severe";
  if (status === "stale" || value("image_note") !== "") return "elevated";
  return status === "ok" || value("link") !== "" || value("thumb") !== "" ? "low" : undefined;
}

// Unlike elsewhere an empty value counts, for it holds the place of a picture.
function partsOf(cell: Cell): readonly string[] {
  if (cell === null || cell === undefined) return [];
  return typeof cell === "string" ? [cell] : cell;
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
