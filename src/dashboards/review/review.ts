import { followTheme } from "../page/ground.ts";
import { severityBadge, severityOf } from "../pictures/severity.ts";
import { thumbCell } from "../pictures/thumb-cell.ts";
import "../splunk-web/loader.ts";
import { drawColumn, type TableModule, withTable } from "../splunk-web/table.ts";
import { type Components, followToken, setToken } from "../splunk-web/tokens.ts";
import { showPicture } from "./picture-panel.ts";
import { pictureRow } from "./picture-row.ts";
import { reasonCell } from "./reason-cell.ts";
import { serverTerm } from "./server-term.ts";

/** Element of the view that shows the picture of the row that was clicked. */
const PANEL = "rx-picture";

// The last module is there when the panels of the dashboard are.
window.require(
  ["splunkjs/mvc", "splunkjs/mvc/tableview", "splunkjs/mvc/simplexml/ready!"],
  (mvc: Components, tables: TableModule) => {
    const panel = document.getElementById(PANEL);
    if (panel) {
      followTheme(panel);
      panel.replaceChildren("Click a row to see its picture.");
    }
    followToken(mvc, "server", (server) => setToken(mvc, "of_server", serverTerm(server)));
    withTable(mvc, "records", (table) => {
      drawColumn(tables, table, "Picture", thumbCell);
      drawColumn(tables, table, "Status", (value) => severityBadge(severityOf(value)));
      drawColumn(tables, table, "Why", reasonCell);
      table.on("click", (click) => {
        const shownAt = document.getElementById(PANEL);
        if (shownAt) showPicture(shownAt, pictureRow(click));
      });
    });
    withTable(mvc, "counts", (table) =>
      drawColumn(tables, table, "Status", (value) => severityBadge(severityOf(value))),
    );
    withTable(mvc, "causes", (table) => drawColumn(tables, table, "Why", reasonCell));
  },
);
