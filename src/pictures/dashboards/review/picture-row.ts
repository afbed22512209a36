import { asSentence, type Cell, shownText, valuesOf } from "../../../web/cell.ts";
import { clickedCell, type RowClick } from "../../../web/splunk-web/table.ts";
import type { Severity } from "../../contract.ts";
import { type PictureAddress, pictureAddresses } from "../shared/address.ts";
import { withPage } from "../shared/link-variants.ts";
import { type Fact, pictureFacts, severityOf, whatToDo } from "../shared/picture-words.ts";
import type { ColumnOf, RENAMED } from "../shared/view-columns.ts";

/** A row that was clicked, as the panel beside the table shows it. All texts are fit to be shown. */
export type PictureRow = {
  readonly record: string;
  readonly details: string;
  readonly file: string;
  readonly severity: Severity | undefined;
  readonly code: string;
  readonly reason: string;
  readonly advice: string;
  readonly note: string;
  readonly facts: readonly Fact[];
  /** How many pictures the row has: its own, or the pages of its file. */
  readonly count: number;
  /** The one at this place, from 0; undefined where there is none that may be loaded. */
  readonly pictureAt: (place: number) => PictureAddress | undefined;
  /** Place of the one that the row itself shows. */
  readonly first: number;
};

/** Columns of the view's table: those that it renames are there under their new names. */
type ReviewColumn =
  | "Record"
  | "Details"
  | "File"
  | Exclude<ColumnOf<"review">, keyof typeof RENAMED.review>
  | (typeof RENAMED.review)[keyof typeof RENAMED.review];

const REASON_LENGTH = 1_000;

export function pictureRow(click: RowClick): PictureRow {
  const cell = (field: ReviewColumn): Cell => clickedCell(click, field);
  const text = (field: ReviewColumn, max?: number): string => shownText(cell(field), max);
  // A site's copy of the view may leave the column its own name.
  const severities = clickedCell(click, "image_severity") ?? cell("Status");
  const severity = severityOf(severities);
  // What could not be had leads to a picture that says so, which the panel says in words.
  const isShown = valuesOf(severities).some((each) => each !== "severe");
  const links = isShown ? pictureAddresses(cell("link")) : [];
  const [pages, page] = [wholeNumber(text("image_pages")), wholeNumber(text("image_page"))];
  const [link] = links;
  const hasPages = links.length === 1 && link !== undefined && pages > 1 && withPage(link, 1) !== undefined;
  return {
    record: text("Record"),
    details: text("Details"),
    file: text("File"),
    severity,
    code: text("image_error"),
    reason: asSentence(text("Why", REASON_LENGTH)),
    advice: whatToDo(text("image_error"), text("image_http_status")),
    note: asSentence(text("image_note")),
    facts: pictureFacts(text, {
      part: pages > 1 ? `Page ${text("image_page")} of ${pages}` : "",
      isError: text("image_status") === "error",
    }),
    count: hasPages ? pages : links.length,
    pictureAt: (place) => (hasPages ? withPage(link, place + 1) : links[place]),
    first: hasPages ? Math.min(page, pages) - 1 : 0,
  };
}

// A sheet shows pages "1-16"; its first is meant.
function wholeNumber(text: string): number {
  return Math.max(1, Number.parseInt(text, 10) || 1);
}
