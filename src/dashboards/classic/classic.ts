import { pictureAddress } from "../pictures/address.ts";
import { severityBadge, severityOf } from "../pictures/severity.ts";
import "../splunk-web/loader.ts";
import { clickedCell, drawColumn, type RowClick, type TableModule, withTable } from "../splunk-web/table.ts";
import type { Components } from "../splunk-web/tokens.ts";

const TABLES = ["pictures", "troubleshooting"];

// The last module is there when the panels of the dashboard are.
window.require(
  ["splunkjs/mvc", "splunkjs/mvc/tableview", "splunkjs/mvc/simplexml/ready!"],
  (mvc: Components, tables: TableModule) => {
    for (const id of TABLES) {
      withTable(mvc, id, (table) => {
        drawColumn(tables, table, "range", (value) => {
          const severity = severityOf(value);
          return severityBadge(severity, severity ?? "no name");
        });
        table.on("click", openOnlyPictures);
      });
    }
  },
);

// The view's own drilldown would follow whatever stands in link: of a server that is down, a sentence.
function openOnlyPictures(click: RowClick): void {
  if (pictureAddress(clickedCell(click, "link")) === undefined) click.preventDefault();
}
