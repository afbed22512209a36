import type { Severity } from "../../contract.ts";
import { readableBytes } from "../page/readable.ts";
import { type PictureAddress, pictureAddresses, valuesOf } from "../pictures/address.ts";
import { withPage } from "../pictures/link-variants.ts";
import { severityOf } from "../pictures/severity.ts";
import { shownText } from "../pictures/shown-text.ts";
import { clickedCell, type RowClick } from "../splunk-web/table.ts";

/** A row that was clicked, as the panel beside the table shows it. All texts are fit to be shown. */
export type PictureRow = {
  readonly record: string;
  readonly details: string;
  readonly file: string;
  readonly severity: Severity | undefined;
  readonly code: string;
  readonly reason: string;
  readonly note: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** How many pictures the row has: its own, or the pages of its file. */
  readonly count: number;
  /** The one at this place, from 0; undefined where there is none that may be loaded. */
  readonly pictureAt: (place: number) => PictureAddress | undefined;
  /** Place of the one that the row itself shows. */
  readonly first: number;
};

const REASON_LENGTH = 1_000;

export function pictureRow(click: RowClick): PictureRow {
  const text = (field: string, max?: number): string => shownText(clickedCell(click, field), max);
  const severities = clickedCell(click, "image_severity") ?? clickedCell(click, "Status");
  const severity = severityOf(severities);
  // What could not be had leads to a picture that says so, which the panel says in words.
  const isShown = valuesOf(severities).some((each) => each !== "severe");
  const links = isShown ? pictureAddresses(clickedCell(click, "link")) : [];
  const pages = wholeNumber(text("image_pages"));
  const page = wholeNumber(text("image_page"));
  const [link] = links;
  const hasPages = links.length === 1 && link !== undefined && pages > 1 && withPage(link, 1) !== undefined;
  return {
    record: text("Record"),
    details: text("Details"),
    file: text("File"),
    severity,
    code: text("image_error"),
    reason: text("Why", REASON_LENGTH),
    note: text("image_note"),
    facts: [
      ["Image server", text("image_source")],
      ["Format", text("image_format")],
      ["Original", sizeOf(text("image_width"), text("image_height"))],
      ["Pages", text("image_pages")],
      ["Bytes", readableBytes(text("image_bytes")) || text("image_bytes")],
      ["Came from", CAME_FROM[text("image_cache")] ?? text("image_cache")],
      ["Shown as", text("new_image")],
    ].filter((fact): fact is [string, string] => fact[1] !== ""),
    count: hasPages ? pages : links.length,
    pictureAt: (place) => (hasPages ? withPage(link, place + 1) : links[place]),
    first: hasPages ? Math.min(page, pages) - 1 : 0,
  };
}

const CAME_FROM: Readonly<Record<string, string>> = {
  miss: "the image server, just now",
  hit: "the cache",
  revalidated: "the cache; its server says it is unchanged",
  stale: "the cache; its server could not confirm it",
  off: "the image server, and was not kept",
};

// A sheet shows pages "1-16"; its first is meant.
function wholeNumber(text: string): number {
  return Math.max(1, Number.parseInt(text, 10) || 1);
}

function sizeOf(width: string, height: string): string {
  return width === "" || height === "" ? "" : `${width} × ${height} pixels`;
}
