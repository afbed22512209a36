import { type Field, makeField } from "../page/field.ts";
import { make, makeButton, whileBusy } from "../page/make.ts";
import { makeNotice } from "../page/notice.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import { isNamed } from "../splunkd/refusal.ts";
import type { Stanza } from "../splunkd/stanzas.ts";
import { refusalText } from "./rights.ts";
import { type NotSaved, saveServer } from "./saving.ts";
import { faultsInForm } from "./server-faults.ts";
import { COMMON_KEYS, fieldValues, makeServerFields } from "./server-fields.ts";
import { formValues, stanzaOf } from "./server-keys.ts";

export type ServerFormOptions = {
  readonly ask: AskSplunkd;
  /** The server to change; absent for a new one. */
  readonly server?: { readonly label: string; readonly stanza: Stanza };
  readonly taken: ReadonlySet<string>;
  /** Labels whose secret is stored; undefined where that is not known. */
  readonly secrets: ReadonlySet<string> | undefined;
  readonly saved: (label: string) => unknown;
  readonly left: () => void;
};

/** The form for one image server. */
export function makeServerForm(options: ServerFormOptions): HTMLFormElement {
  const { ask, server, secrets, saved, left } = options;
  const before: Stanza = server?.stanza ?? new Map();
  const fields = makeServerFields("gi-server", formValues(before));
  const label = makeLabelField();
  const isStored = server !== undefined && secrets?.has(server.label) === true;
  const secret = makeSecretField(isStored);
  const notice = makeNotice();
  const all = new Map<string, Field>([...(server ? [] : [["", label] as const]), ...fields, ["secret", secret]]);
  // After a stanza was written without its secret, the next try changes it.
  let written: Stanza | undefined = server?.stanza;

  const showForLogin = (): void => {
    const auth = fields.get("auth")?.value();
    secret.root.hidden = auth === "none";
    for (const [key, kind] of [
      ["user", "basic"],
      ["auth_header", "header"],
    ] as const) {
      const field = fields.get(key);
      if (field) field.root.hidden = auth !== kind;
    }
  };
  showForLogin();
  fields.get("auth")?.control.addEventListener("input", showForLogin);

  const save = async (): Promise<void> => {
    notice.clear();
    for (const field of all.values()) field.showFault("");
    const name = server?.label ?? label.value();
    const after = stanzaOf(fieldValues(fields, before));
    const taken = server ? new Set<string>() : options.taken;
    const faults = faultsInForm({ label: name, after, fields, taken, secret: secret.value() });
    if (!secret.root.hidden && secret.value() === "" && !isStored && secrets?.has(name) === false) {
      faults.push({ key: "secret", text: "Expected the secret that the server wants; none is stored." });
    }
    if (faults.length > 0) return showFaults(faults);
    const typed = secret.root.hidden ? "" : secret.value();
    const failed = await saveServer(ask, { label: name, before: written, after, secret: typed });
    if (!failed) return void (await saved(name));
    if (failed.isWritten) written = after;
    showRefusal(failed);
  };
  const showFaults = (faults: readonly { readonly key: string; readonly text: string }[]): void => {
    const unplaced: string[] = [];
    for (const { key, text } of faults) {
      const field = all.get(key.startsWith("header.") ? "headers" : key);
      if (field) field.showFault(key.startsWith("header.") ? `${key}: ${text}` : text);
      else unplaced.push(text);
    }
    if (unplaced.length > 0) notice.warn(unplaced.join(" "));
    const first = [...all.values()].find((field) => field.hasFault());
    first?.control.closest("details")?.setAttribute("open", "");
    first?.control.focus();
  };
  const showRefusal = ({ deed, refusal, isWritten }: NotSaved): void => {
    const text = `${isWritten ? "The server is saved, but not its secret. " : ""}${refusalText(deed, refusal)}`;
    const named = [...fields.keys()].find((key) => isNamed(key, refusal));
    if (refusal.status === 409 && !server && !isWritten) {
      return showFaults([{ key: "", text: "A server of this label is there already." }]);
    }
    if (isWritten) return showFaults([{ key: "secret", text }]);
    if (named !== undefined) return showFaults([{ key: named, text }]);
    notice.warn(text);
  };

  const submit = make("button", { type: "submit", class: "gi-button gi-first" }, "Save");
  const cancel = makeButton("Cancel", "plain", left);
  const common = COMMON_KEYS.flatMap((key) => {
    const root = fields.get(key)?.root;
    const behind = key === "auth_header" ? [secret.root] : [];
    return root ? [root, ...behind] : [];
  });
  const more = [...fields].filter(([key]) => !COMMON_KEYS.includes(key)).map(([, { root }]) => root);
  const title = server ? `Image server ${server.label}` : "New image server";
  const form = make(
    "form",
    { class: "gi-form", novalidate: "", "aria-label": title },
    make("h3", {}, title),
    ...(server ? [] : [label.root]),
    ...common,
    make("details", { class: "gi-more" }, make("summary", {}, "More settings"), ...more),
    notice.root,
    make("div", { class: "gi-buttons" }, submit, cancel),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void whileBusy([submit], save);
  });
  return form;
}

function makeLabelField(): Field {
  return makeField({
    id: "gi-server-label",
    name: "",
    title: "Label",
    kind: "text",
    value: "",
    placeholder: "scans",
    help: ["A short name of your choice: letters, digits, _, . and -. It stays as it is once saved."],
  });
}

function makeSecretField(isStored: boolean): Field {
  return makeField({
    id: "gi-server-secret",
    name: "",
    title: isStored ? "Secret (stored)" : "Secret (not stored)",
    kind: "secret",
    value: "",
    placeholder: isStored ? "Leave empty to keep the stored one" : "",
    help: ["Password or token. It goes to Splunk's own password store and is never shown again."],
  });
}
