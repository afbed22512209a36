import { APP_ID } from "../../contract.ts";
import { followTheme } from "../page/ground.ts";
import { openSplunkd, type SplunkMvc } from "../splunkd/ask.ts";
import { showSetupPage } from "./setup-page.ts";

declare global {
  interface Window {
    /** Splunk Web's module loader. */
    readonly require: (modules: readonly string[], loaded: (mvc: SplunkMvc) => void) => void;
  }
}

// The second module is there when the panels of the dashboard are.
window.require(["splunkjs/mvc", "splunkjs/mvc/simplexml/ready!"], (mvc) => {
  const mount = document.getElementById("getimage-setup");
  if (!mount) return;
  followTheme(mount);
  void showSetupPage(mount, openSplunkd(mvc, APP_ID));
});
