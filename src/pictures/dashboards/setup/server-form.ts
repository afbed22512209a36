import { make, makeButton, whileBusy } from "../../../web/make.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import type { Stanza } from "../splunkd/conf-and-secrets.ts";
import { isNamed, refusalText } from "../splunkd/refusal.ts";
import { makeNotice } from "./form-parts.ts";
import { type Fault, faultsInForm, LABEL_TAKEN } from "./server-faults.ts";
import { type KnownServer, makeServerInputs } from "./server-inputs.ts";
import { type NotSaved, saveServer } from "./stored-settings.ts";

export type ServerFormOptions = {
  readonly ask: AskSplunkd;
  /** The server to change; undefined for a new one. */
  readonly server: KnownServer | undefined;
  /** Labels of all servers. */
  readonly labels: ReadonlySet<string>;
  /** Labels whose secret is stored; undefined where that is not known. */
  readonly secrets: ReadonlySet<string> | undefined;
  readonly saved: (label: string, stanza: Stanza) => unknown;
  /** The stanza is written, and its secret is not; the form stays. */
  readonly wrote: () => unknown;
  readonly left: () => void;
};

/** The form for one image server. */
export function makeServerForm(options: ServerFormOptions): HTMLFormElement {
  const { ask, server, labels, secrets, saved, wrote, left } = options;
  const inputs = makeServerInputs(server, secrets?.has(server?.label ?? ""));
  const notice = makeNotice();
  // Once a stanza was written without its secret, the next try changes it.
  let written: Stanza | undefined = server && inputs.before;

  const show = (faults: readonly Fault[]): void => {
    const unplaced = inputs.showFaults(faults);
    if (unplaced.length > 0) notice.warn(unplaced.join(" "));
  };
  const save = async (): Promise<void> => {
    notice.clear();
    const typed = inputs.read();
    const faults = faultsInForm(typed, { taken: written ? new Set() : labels, secrets });
    show(faults);
    if (faults.length > 0) return;
    const { label, stanza: after, secret } = typed;
    const failed = await saveServer(ask, { label, before: written, after, secret });
    if (!failed) return void (await saved(label, after));
    show([faultOf(failed, inputs.keys, written === undefined)]);
    if (!failed.isWritten) return;
    written = after;
    inputs.fixLabel();
    await wrote();
  };

  const title = server ? `Image server ${server.label}` : "New image server";
  const submit = make("button", { type: "submit", class: "gi-button gi-first" }, "Save");
  const more = make("div", { class: "gi-grid" }, ...inputs.more);
  const form = make(
    "form",
    { class: "gi-form", novalidate: "", "aria-label": title },
    make("h3", {}, title),
    ...inputs.common,
    make("details", { class: "gi-more" }, make("summary", {}, "More settings"), more),
    notice.root,
    make("div", { class: "gi-buttons" }, submit, makeButton("Cancel", "plain", left)),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void whileBusy([submit], save);
  });
  return form;
}

/** Where splunkd's no belongs: beside the field that it speaks of, or below all of them. */
function faultOf({ deed, refusal, isWritten }: NotSaved, keys: readonly string[], isNew: boolean): Fault {
  const text = refusalText(deed, refusal);
  if (isWritten) return { key: "secret", text: `The server is saved, but not its secret. ${text}` };
  if (isNew && refusal.status === 409) return LABEL_TAKEN;
  return { key: keys.find((key) => isNamed(key, refusal)) ?? "none", text };
}
