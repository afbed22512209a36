import type { Components } from "../../../web/splunk-web/mvc.ts";
import { type TableModule, tablesOf } from "../../../web/splunk-web/table.ts";
import { drawPictureColumns, followOnlyPictures } from "../shared/columns.ts";

/**
 * Every table of a dashboard shows the columns of getimage as pictures, states and reasons; a site names this script in
 * dashboards of its own. The last module is there when the panels are.
 */
window.require(
  ["splunkjs/mvc", "splunkjs/mvc/tableview", "splunkjs/mvc/simplexml/ready!"],
  (mvc: Components, tables: TableModule) =>
    tablesOf(mvc, (table) => {
      drawPictureColumns(tables, table);
      followOnlyPictures(table);
    }),
);
