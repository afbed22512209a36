import { drawPictureColumns, followOnlyPictures } from "../shared/columns.ts";
import "../../../web/splunk-web/loader.ts";
import type { Components } from "../../../web/splunk-web/mvc.ts";
import { type TableModule, tablesOf } from "../../../web/splunk-web/table.ts";

// The last module is there when the panels of the dashboard are.
window.require(
  ["splunkjs/mvc", "splunkjs/mvc/tableview", "splunkjs/mvc/simplexml/ready!"],
  (mvc: Components, tables: TableModule) => {
    tablesOf(mvc, (table) => {
      drawPictureColumns(tables, table);
      followOnlyPictures(table);
    });
  },
);
