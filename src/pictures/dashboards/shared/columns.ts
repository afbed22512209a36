import { asSentence, type Cell, shownText } from "../../../web/cell.ts";
import { make } from "../../../web/make.ts";
import { clickedCell, drawColumn, type TableModule, type TableView } from "../../../web/splunk-web/table.ts";
import { pictureAddress, pictureAddresses } from "./address.ts";
import { severityBadge, severityOf } from "./picture-words.ts";
import { RENAMED } from "./view-columns.ts";

/** Of a value with more pages than this the others are counted. */
const MOST_THUMBS = 4;
const REASON_LENGTH = 400;
/** What the command adds to a failure that it remembers; who looks at a row has no use for it. */
const EARLIER = / \(as an earlier search found at [^()]*\)$/;

/** How columns of getimage are drawn; one that a view gives a name of its own must be among them. */
const DRAWN: Readonly<Record<RenamedColumn, (value: Cell) => Node>> = {
  thumb: thumbCell,
  image_severity: (value) => severityBadge(severityOf(value)),
  image_error_text: reasonCell,
};
type RenamedColumn = { [View in keyof typeof RENAMED]: keyof (typeof RENAMED)[View] }[keyof typeof RENAMED];

/** Lets a table show small pictures, states and reasons in the columns that have them. */
export function drawPictureColumns(tables: TableModule, table: TableView): void {
  for (const [column, draw] of Object.entries(DRAWN)) {
    const names: readonly Readonly<Record<string, string>>[] = Object.values(RENAMED);
    for (const name of [column, ...names.flatMap((renamed) => renamed[column] ?? [])]) {
      drawColumn(tables, table, name, draw);
    }
  }
}

/**
 * Keeps a table's own drilldown from following what stands in `link` of a row without a picture: of a server that is down
 * a sentence, and in a row that names no picture whatever the record brought.
 */
export function followOnlyPictures(table: TableView): void {
  table.on("click", (click) => {
    const link = clickedCell(click, "link");
    if (link !== undefined && pictureAddress(link) === undefined) click.preventDefault();
  });
}

/** A small picture in a cell of a table, or the first few of several; words where there is none. */
function thumbCell(cell: Cell): HTMLElement {
  const addresses = pictureAddresses(cell);
  if (addresses.length === 0) return make("span", { class: "rx-no-thumb" }, "no picture");
  const more = addresses.length - MOST_THUMBS;
  return make(
    "span",
    { class: "rx-thumbs" },
    ...addresses.slice(0, MOST_THUMBS).map((address) => (address ? thumb(address) : notShown())),
    ...(more > 0 ? [` and ${more} more`] : []),
  );
}

function thumb(address: string): HTMLElement {
  const image = make("img", { class: "rx-thumb", src: address, alt: "", loading: "lazy", decoding: "async" });
  image.addEventListener("error", () => image.replaceWith(notShown()));
  return image;
}

function notShown(): HTMLElement {
  return make("span", { class: "rx-no-thumb" }, "cannot be shown");
}

/** Why there is no picture, in a few lines; all of it for whoever points at it. */
function reasonCell(cell: Cell): HTMLElement {
  const text = asSentence(shownText(cell, REASON_LENGTH).replace(EARLIER, ""));
  return make("span", { class: "rx-reason", title: text }, text);
}
