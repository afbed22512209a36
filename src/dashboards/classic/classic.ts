import { drawPictureColumns, followOnlyPictures } from "../pictures/columns.ts";
import "../splunk-web/loader.ts";
import { type TableModule, tablesOf } from "../splunk-web/table.ts";
import type { Components } from "../splunk-web/tokens.ts";

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
