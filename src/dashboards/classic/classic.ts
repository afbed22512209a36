import { pictureAddress } from "../pictures/address.ts";
import { drawPictureColumns } from "../pictures/columns.ts";
import "../splunk-web/loader.ts";
import { clickedCell, type RowClick, type TableModule, tablesOf } from "../splunk-web/table.ts";
import type { Components } from "../splunk-web/tokens.ts";

// The last module is there when the panels of the dashboard are.
window.require(
  ["splunkjs/mvc", "splunkjs/mvc/tableview", "splunkjs/mvc/simplexml/ready!"],
  (mvc: Components, tables: TableModule) => {
    tablesOf(mvc, (table) => {
      drawPictureColumns(tables, table);
      table.on("click", openOnlyPictures);
    });
  },
);

// The view's own drilldown would follow whatever stands in link: of a server that is down, a sentence.
function openOnlyPictures(click: RowClick): void {
  if (pictureAddress(clickedCell(click, "link")) === undefined) click.preventDefault();
}
