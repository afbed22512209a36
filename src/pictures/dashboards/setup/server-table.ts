import { withoutCredentials } from "../../../base/redact.ts";
import { make, makeButton } from "../../../web/make.ts";
import type { Stanza } from "../splunkd/conf-and-secrets.ts";
import { faultsOf } from "./server-faults.ts";

export type ServerTableOptions = {
  readonly servers: ReadonlyMap<string, Stanza>;
  /** Labels whose secret is stored; undefined where that is not known. */
  readonly secrets: ReadonlySet<string> | undefined;
  readonly edit: (label: string) => void;
  readonly test: (label: string) => void;
  readonly remove: (label: string) => void;
};

/** All image servers, with their faults and what can be done with each. */
export function makeServerTable({ servers, secrets, edit, test, remove }: ServerTableOptions): HTMLElement {
  if (servers.size === 0) {
    return make("p", { class: "gi-empty" }, "No image server yet. No picture is fetched until one is added here.");
  }
  const rows = [...servers].map(([label, stanza]) => {
    const faults = faultsOf(label, stanza).map(({ key, text }) => (key === "" ? text : `${clipped(key)}: ${text}`));
    const about = (button: HTMLButtonElement): HTMLButtonElement => {
      button.setAttribute("aria-label", `${button.textContent} ${clipped(label)}`);
      return button;
    };
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, clipped(label)),
      make("td", {}, ...addresses(stanza), ...faults.map((text) => make("p", { class: "gi-fault" }, text))),
      make("td", {}, login(label, stanza, secrets)),
      make(
        "td",
        { class: "gi-actions" },
        about(makeButton("Edit", "plain", () => edit(label))),
        about(makeButton("Try", "plain", () => test(label))),
        about(makeButton("Remove", "danger", () => remove(label))),
      ),
    );
  });
  const heads = ["Label", "Addresses", "Login", "Actions"].map((text) => make("th", { scope: "col" }, text));
  return make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

const MAX_SHOWN = 300;

/** A value at a length that leaves the table readable; the form has all of it. */
function clipped(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)` : text;
}

function addresses(stanza: Stanza): Node[] {
  const parts = (stanza.get("url") ?? "").split(/[\s,]+/).filter((part) => part !== "");
  return parts.map((part) => make("div", {}, clipped(withoutCredentials(part))));
}

function login(label: string, stanza: Stanza, secrets: ReadonlySet<string> | undefined): string {
  const kind = (stanza.get("auth") || "none").toLowerCase();
  const isStored = secrets?.has(label);
  if (kind === "none") return isStored ? "none (a secret is stored, and not used)" : "none";
  const state = isStored === undefined ? "secret: not known" : isStored ? "secret stored" : "secret not stored";
  const who = kind === "basic" ? ` as ${clipped(stanza.get("user") ?? "")}` : "";
  return `${clipped(kind)}${who}, ${state}`;
}
