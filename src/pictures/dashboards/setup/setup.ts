import { followTheme } from "../../../web/ground.ts";
import { APP_ID } from "../../contract.ts";
import { openSplunkd, type SplunkMvc } from "../splunkd/ask.ts";
import { showSetupPage } from "./setup-page.ts";

// The second module is there when the panels of the dashboard are.
window.require(["splunkjs/mvc", "splunkjs/mvc/simplexml/ready!"], (mvc: SplunkMvc) => {
  const mount = document.getElementById("getimage-setup");
  if (!mount) return;
  followTheme(mount);
  void showSetupPage(mount, openSplunkd(mvc, APP_ID));
});
