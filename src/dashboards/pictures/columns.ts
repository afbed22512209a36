import { drawColumn, type TableModule, type TableView } from "../splunk-web/table.ts";
import type { Cell } from "./address.ts";
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
