import { type Outcome, succeed } from "../../../base/outcome.ts";
import { SECRET_REALM } from "../../contract.ts";
import type { AskSplunkd } from "./ask.ts";
import type { Refusal } from "./refusal.ts";

/** A stanza of getimage.conf: key -> value, default and local merged. */
export type Stanza = ReadonlyMap<string, string>;
export type Stanzas = ReadonlyMap<string, Stanza>;

const CONF = "configs/conf-getimage";

export async function listStanzas(ask: AskSplunkd): Promise<Outcome<Stanzas, Refusal>> {
  const answer = await ask({ method: "GET", path: CONF, query: { count: "0" } });
  if (!answer.ok) return answer;
  return succeed(new Map(entriesOf(answer.value).map(({ name, content }) => [name, settingsIn(content)])));
}

export function addStanza(ask: AskSplunkd, name: string, values: Readonly<Record<string, string>>) {
  return ask({ method: "POST", path: CONF, values: { name, ...values } });
}

/** Sets keys of a stanza. None can be removed: an empty value is the most that REST allows. */
export function changeStanza(ask: AskSplunkd, name: string, values: Readonly<Record<string, string>>) {
  return ask({ method: "POST", path: `${CONF}/${encodeURIComponent(name)}`, values });
}

export function removeStanza(ask: AskSplunkd, name: string) {
  return ask({ method: "DELETE", path: `${CONF}/${encodeURIComponent(name)}` });
}

// splunkd adds what it knows of the stanza to the keys that stand in it.
function settingsIn(content: Readonly<Record<string, unknown>>): Stanza {
  const settings = Object.entries(content).filter(([key]) => key !== "disabled" && !key.startsWith("eai:"));
  return new Map(settings.map(([key, value]) => [key, value === null ? "" : String(value)]));
}

const PASSWORDS = "storage/passwords";

/** Labels of the servers whose secret is stored. Only names are asked for, so no secret comes into the browser. */
export async function listSecrets(ask: AskSplunkd): Promise<Outcome<ReadonlySet<string>, Refusal>> {
  const answer = await ask({ method: "GET", path: PASSWORDS, query: { count: "0", f: "realm" } });
  if (!answer.ok) return answer;
  const names = entriesOf(answer.value).map(({ name }) => /^([^:]*):([^:]*):$/.exec(name) ?? []);
  return succeed(new Set(names.flatMap(([, realm, label = ""]) => (realm === SECRET_REALM ? [label] : []))));
}

/** Stores a secret, or another one in its place. */
export async function storeSecret(ask: AskSplunkd, label: string, password: string) {
  const values = { realm: SECRET_REALM, name: label, password };
  const created = await ask({ method: "POST", path: PASSWORDS, values });
  if (created.ok || created.error.status !== 409) return created;
  return ask({ method: "POST", path: pathOf(label), values: { password } });
}

/** Removes a secret; one that is not there is fine. */
export async function removeSecret(ask: AskSplunkd, label: string) {
  const removed = await ask({ method: "DELETE", path: pathOf(label) });
  return removed.ok || removed.error.status !== 404 ? removed : succeed(undefined);
}

function pathOf(label: string): string {
  return `${PASSWORDS}/${encodeURIComponent(`${SECRET_REALM}:${label}:`)}`;
}

/** One of a list that splunkd gives. */
type Entry = { readonly name: string; readonly content: Readonly<Record<string, unknown>> };

function entriesOf(data: unknown): Entry[] {
  const entries: unknown = Object(data).entry;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const { name, content } = Object(entry);
    return typeof name === "string" ? [{ name, content: Object(content) }] : [];
  });
}
