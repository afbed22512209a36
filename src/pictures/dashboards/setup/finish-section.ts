import { make, makeButton } from "../../../web/make.ts";
import { markConfigured, startPage } from "../splunkd/app-state.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import { makeNotice } from "./notice.ts";
import { refusalText } from "./rights.ts";

/** The end of the setup: marks the app as set up and leads on to it. */
export function makeFinishSection(ask: AskSplunkd): HTMLElement {
  const notice = makeNotice();
  const finish = async (): Promise<void> => {
    const marked = await markConfigured(ask);
    if (marked.ok) return location.assign(startPage(location.pathname));
    notice.warn(refusalText("mark the app as set up", marked.error));
  };
  return make(
    "section",
    { "aria-label": "Finish" },
    make("h2", {}, "Finish"),
    make("p", {}, "Splunk then knows that the app is set up, and opens it. This page stays in its menu."),
    notice.root,
    make("div", { class: "gi-buttons" }, makeButton("Finish and open the app", "first", finish)),
  );
}
