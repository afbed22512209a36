import { make, makeButton } from "../../../web/make.ts";
import { APP_ID } from "../../contract.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import { refusalText } from "../splunkd/refusal.ts";
import { makeNotice } from "./form-parts.ts";
import { makeServersSection } from "./servers-section.ts";
import { makeSettingsSection } from "./settings-section.ts";
import { readStoredSettings } from "./stored-settings.ts";

/** Fills an element with the page on which an admin sets the app up, or says why that cannot be. */
export async function showSetupPage(mount: HTMLElement, ask: AskSplunkd): Promise<void> {
  const stored = await readStoredSettings(ask);
  if (!stored.ok) {
    mount.replaceChildren(make("p", { role: "alert", class: "gi-notice gi-bad" }, stored.error));
    return;
  }
  mount.replaceChildren(
    makeServersSection(ask, stored.value),
    makeSettingsSection(ask, stored.value.stanzas),
    makeFinishSection(ask),
  );
}

/** The end of the setup: marks the app as set up and leads on to it. */
function makeFinishSection(ask: AskSplunkd): HTMLElement {
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

const APP = `apps/local/${APP_ID}`;

/** Marks the app as set up, so that Splunk no longer sends people to the setup page first. */
async function markConfigured(ask: AskSplunkd) {
  const marked = await ask({ method: "POST", path: APP, values: { configured: "1" } });
  return marked.ok ? ask({ method: "POST", path: `${APP}/_reload` }) : marked;
}

/** Where Splunk Web shows the app's first page, whatever stands before the app in the address of this page. */
function startPage(pathname: string): string {
  const before = pathname.indexOf(`/app/${APP_ID}/`);
  return before === -1 ? "." : `${pathname.slice(0, before)}/app/${APP_ID}/`;
}
