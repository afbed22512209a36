import { HEADER_KEY, isServerKey } from "../../settings/server-stanza.ts";
import type { Stanza } from "../splunkd/conf-and-secrets.ts";
import { type Field, makeField } from "./form-parts.ts";
import type { Fault } from "./server-faults.ts";
import { COMMON_KEYS, fieldValues, makeServerFields } from "./server-fields.ts";
import { formValues, HEADER_LINES, stanzaOf, type TypedServer } from "./server-keys.ts";

/** A server that the form is about, as it stands in getimage.conf. */
export type KnownServer = { readonly label: string; readonly stanza: Stanza };

/** The controls of the form for one server. */
export type ServerInputs = {
  readonly common: readonly HTMLElement[];
  readonly more: readonly HTMLElement[];
  /** Names of the fields that are keys of the stanza. */
  readonly keys: readonly string[];
  /** Keys of the stanza before, without those that are none of a server. */
  readonly before: Stanza;
  readonly read: () => TypedServer;
  /** The server is there now, under this label. */
  readonly fixLabel: () => void;
  /** Shows each fault beside its field and goes to the first. @returns what no field stands for */
  readonly showFaults: (faults: readonly Fault[]) => readonly string[];
};

export function makeServerInputs(server: KnownServer | undefined, isSecretStored: boolean | undefined): ServerInputs {
  const before = new Map([...(server?.stanza ?? [])].filter(([key]) => isServerKey(key)));
  const fields = makeServerFields("gi-server", formValues(before));
  const label = makeLabelField();
  const secret = makeSecretField(isSecretStored);
  const all = new Map<string, Field>([...(server ? [] : [["", label] as const]), ...fields, ["secret", secret]]);
  const showForLogin = (): void => {
    const auth = fields.get("auth")?.value();
    const isShown = new Map([
      [secret, auth !== "none"],
      [fields.get("user"), auth === "basic"],
      [fields.get("auth_header"), auth === "header"],
    ]);
    for (const [field, isWanted] of isShown) if (field) field.root.hidden = !isWanted;
  };
  showForLogin();
  fields.get("auth")?.control.addEventListener("input", showForLogin);

  const common = COMMON_KEYS.flatMap((key) => {
    const root = fields.get(key)?.root;
    return root ? [root, ...(key === "auth_header" ? [secret.root] : [])] : [];
  });
  return {
    common: [...(server ? [] : [label.root]), ...common],
    more: [...fields].filter(([key]) => !COMMON_KEYS.includes(key)).map(([, { root }]) => root),
    keys: [...fields.keys()],
    before,
    read: () => ({
      label: server?.label ?? label.value(),
      stanza: stanzaOf(fieldValues(fields, before)),
      headerLines: fields.get(HEADER_LINES)?.value() ?? "",
      secret: secret.root.hidden ? "" : secret.value(),
    }),
    fixLabel: () => label.control.setAttribute("readonly", ""),
    showFaults: (faults) => showFaults(all, faults),
  };
}

function showFaults(fields: ReadonlyMap<string, Field>, faults: readonly Fault[]): string[] {
  const places = new Map<Field | undefined, string[]>();
  for (const { key, text } of faults) {
    const isHeader = key.startsWith(HEADER_KEY);
    const field = fields.get(isHeader ? HEADER_LINES : key);
    places.set(field, [...(places.get(field) ?? []), isHeader ? `${key}: ${text}` : text]);
  }
  for (const field of fields.values()) field.showFault(places.get(field)?.join(" ") ?? "");
  const first = [...fields.values()].find((field) => field.hasFault());
  first?.control.closest("details")?.setAttribute("open", "");
  first?.control.focus();
  return places.get(undefined) ?? [];
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

function makeSecretField(isStored: boolean | undefined): Field {
  const state = isStored === undefined ? "not known whether stored" : isStored ? "stored" : "not stored";
  return makeField({
    id: "gi-server-secret",
    name: "",
    title: `Secret (${state})`,
    kind: "secret",
    value: "",
    placeholder: isStored ? "Leave empty to keep the stored one" : "",
    help: ["Password or token. It goes to Splunk's own password store and is never shown again."],
  });
}
