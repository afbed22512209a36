import { followTheme } from "../../../web/ground.ts";
import { type Components, followToken, setToken, unsetToken, whenTokensChange } from "../../../web/splunk-web/mvc.ts";
import { type TableModule, tablesOf, withTable } from "../../../web/splunk-web/table.ts";
import { drawPictureColumns } from "../shared/columns.ts";
import { serverTerm } from "../splunkd/spl.ts";
import { showNothing, showPicture } from "./picture-panel.ts";
import { pictureRow } from "./picture-row.ts";

/** Element of the view that shows the picture of the row that was clicked. */
const PANEL = "rx-picture";
/** Tokens of the inputs that say which records are listed. */
const CHOICES = ["when.earliest", "when.latest", "server", "shown", "size", "rows"];

// The last module is there when the panels of the dashboard are.
window.require(
  ["splunkjs/mvc", "splunkjs/mvc/tableview", "splunkjs/mvc/simplexml/ready!"],
  (mvc: Components, tables: TableModule) => {
    const panel = document.getElementById(PANEL);
    if (panel) {
      followTheme(panel);
      showNothing(panel);
      // A picture must not stay beside records that it does not belong to.
      whenTokensChange(mvc, CHOICES, () => {
        unsetToken(mvc, "picked");
        showNothing(panel);
      });
    }
    followToken(mvc, "server", (server) => setToken(mvc, "of_server", serverTerm(server)));
    tablesOf(mvc, (table) => drawPictureColumns(tables, table));
    withTable(mvc, "records", (table) => {
      table.on("click", (click) => {
        if (!panel) return;
        showPicture(panel, pictureRow(click));
        panel.scrollIntoView({ block: "nearest" });
      });
    });
  },
);
