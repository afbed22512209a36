import { make, makeButton } from "../../../web/make.ts";
import { isServerKey } from "../../settings/server-stanza.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import type { Stanza } from "../splunkd/conf-and-secrets.ts";
import { refusalText } from "../splunkd/refusal.ts";
import { makeNotice } from "./form-parts.ts";
import { makeServerForm } from "./server-form.ts";
import { makeServerTable } from "./server-table.ts";
import { readStoredSettings, removeServer, type StoredSettings } from "./stored-settings.ts";
import { makeTrialPanel } from "./trial-panel.ts";

/** The image servers, and the one form or question about them that is open. */
export function makeServersSection(ask: AskSplunkd, first: StoredSettings): HTMLElement {
  const notice = makeNotice();
  const warnings = make("ul", { role: "alert", class: "gi-warnings" });
  const table = make("div", { class: "gi-table" });
  const opened = make("div");
  let stored = first;

  const show = (): void => {
    warnings.replaceChildren(...stored.warnings.map((text) => make("li", {}, text.slice(0, 600))));
    table.replaceChildren(makeServerTable({ ...stored, edit, test, remove }));
  };
  const reload = async (): Promise<void> => {
    const read = await readStoredSettings(ask);
    if (!read.ok) return notice.warn(read.error);
    stored = read.value;
    show();
  };
  const open = (panel: HTMLElement): void => {
    notice.clear();
    opened.replaceChildren(panel);
    panel.querySelector<HTMLElement>("input, textarea, select, button")?.focus();
  };
  const close = (): void => {
    opened.replaceChildren();
    add.focus();
  };
  const done = async (text: string): Promise<void> => {
    close();
    notice.show(text);
    await reload();
  };

  const edit = (label?: string): void => {
    const stanza = label === undefined ? undefined : stored.servers.get(label);
    const saved = async (name: string, wanted: Stanza): Promise<void> => {
      await done(`The server ${name} is saved. Try it with a picture.`);
      const kept = [...(stored.servers.get(name) ?? [])].filter(
        ([key, value]) => value !== "" && isServerKey(key) && !wanted.has(key),
      );
      const keys = kept.map(([key]) => key).join(", ");
      if (keys !== "")
        notice.warn(`Splunk kept ${keys} of ${name}, which was emptied; take it out of local/getimage.conf.`);
    };
    const server = label !== undefined && stanza ? { label, stanza } : undefined;
    const labels = new Set(stored.servers.keys());
    open(makeServerForm({ ask, server, labels, secrets: stored.secrets, saved, wrote: reload, left: close }));
  };
  const test = (label: string): void => {
    open(makeTrialPanel({ ask, label, stanza: stored.servers.get(label) ?? new Map(), left: close }));
  };
  const remove = (label: string): void => {
    const confirmed = async (): Promise<void> => {
      const failed = await removeServer(ask, label);
      if (!failed) return done(`The server ${label} and its secret are removed.`);
      close();
      if (failed.isWritten) await reload();
      const what = failed.isWritten ? "The server is removed, but not its secret. " : "";
      notice.warn(what + refusalText(failed.deed, failed.refusal));
    };
    open(makeQuestion(label, confirmed, close));
  };

  const add = makeButton("Add a server", "first", () => edit());
  show();
  return make(
    "section",
    { "aria-label": "Image servers" },
    make("h2", {}, "Image servers"),
    make("p", {}, "Pictures are fetched only from these servers. Several addresses of one server are mirrors."),
    warnings,
    table,
    notice.root,
    make("div", { class: "gi-buttons" }, add),
    opened,
  );
}

function makeQuestion(label: string, confirmed: () => Promise<void>, left: () => void): HTMLElement {
  const text = "Pictures of this server can no longer be fetched, and its secret leaves Splunk's password store.";
  const buttons = [makeButton("Keep", "plain", left), makeButton("Remove", "danger", confirmed)];
  return make(
    "section",
    { class: "gi-form", "aria-label": "Remove?" },
    make("h3", {}, `Remove ${label}?`),
    make("p", {}, text),
    make("div", { class: "gi-buttons" }, ...buttons),
  );
}
