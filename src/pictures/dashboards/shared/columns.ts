import type { Cell } from "../../../web/cell.ts";
import { clickedCell, drawColumn, type TableModule, type TableView } from "../../../web/splunk-web/table.ts";
import { pictureAddress } from "./address.ts";
import { reasonCell } from "./reason-cell.ts";
import { severityBadge, severityOf } from "./severity.ts";
import { thumbCell } from "./thumb-cell.ts";

/** How the columns of getimage are drawn, under their own names and under those that the app's views give them. */
const COLUMNS: Readonly<Record<string, (value: Cell) => Node>> = {
  thumb: thumbCell,
  Picture: thumbCell,
  image_severity: (value) => severityBadge(severityOf(value)),
  Status: (value) => severityBadge(severityOf(value)),
  range: (value) => severityBadge(severityOf(value)),
  image_error_text: reasonCell,
  Why: reasonCell,
};

/** Lets a table show small pictures, states and reasons in the columns that have them. */
export function drawPictureColumns(tables: TableModule, table: TableView): void {
  for (const [field, draw] of Object.entries(COLUMNS)) drawColumn(tables, table, field, draw);
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
