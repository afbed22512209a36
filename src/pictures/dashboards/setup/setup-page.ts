import { make } from "../../../web/make.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import { makeFinishSection } from "./finish-section.ts";
import { makeServersSection } from "./servers-section.ts";
import { makeSettingsSection } from "./settings-section.ts";
import { readHeld } from "./stored-settings.ts";

/** Fills an element with the page on which an admin sets the app up, or says why that cannot be. */
export async function showSetupPage(mount: HTMLElement, ask: AskSplunkd): Promise<void> {
  const held = await readHeld(ask);
  if (!held.ok) {
    mount.replaceChildren(make("p", { role: "alert", class: "gi-notice gi-bad" }, held.error));
    return;
  }
  mount.replaceChildren(
    makeServersSection(ask, held.value),
    makeSettingsSection(ask, held.value.stanzas),
    makeFinishSection(ask),
  );
}
