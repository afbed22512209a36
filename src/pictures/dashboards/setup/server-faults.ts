import { secretFault } from "../../fetch/secret-fault.ts";
import { readServer, SERVER_LABEL, SERVER_STANZA } from "../../settings/server-stanza.ts";
import type { Stanza } from "../splunkd/conf-and-secrets.ts";
import { HEADER_LINES, headerLinesFault, type TypedServer } from "./server-keys.ts";

/** A fault of a server's stanza: the key, empty for its label, and a sentence. */
export type Fault = { readonly key: string; readonly text: string };

/** What the search command itself would say against a server. */
export function faultsOf(label: string, stanza: Stanza): readonly Fault[] {
  const written = new Map([...stanza].map(([key, value]) => [key, { value, file: "" }]));
  const server = readServer(`${SERVER_STANZA}${label}`, written);
  if (server.ok) return [];
  return server.error.map(({ key, expected }) => ({
    key,
    text: `Expected ${key === "" ? SERVER_LABEL.expected : expected}.`,
  }));
}

/** What is known of the other servers, and of the stored secrets where that may be known. */
export type Others = { readonly taken: ReadonlySet<string>; readonly secrets: ReadonlySet<string> | undefined };

export const LABEL_TAKEN: Fault = { key: "", text: "A server of this label is there already." };

/** All that is wrong with what was typed into the form of a server, by the name of the field. */
export function faultsInForm(typed: TypedServer, { taken, secrets }: Others): Fault[] {
  const { label, stanza, headerLines, secret } = typed;
  const faults: Fault[] = [...faultsOf(label, stanza)];
  const lines = headerLinesFault(headerLines);
  if (lines !== undefined) faults.push({ key: HEADER_LINES, text: `Expected ${lines}.` });
  if (taken.has(label)) faults.push(LABEL_TAKEN);
  const kind = (["basic", "bearer", "header"] as const).find((each) => each === stanza.get("auth"));
  const wrong = kind && secret !== "" ? secretFault(kind, secret) : undefined;
  if (wrong !== undefined) faults.push({ key: "secret", text: `The secret ${wrong}.` });
  if (kind && secret === "" && secrets && !secrets.has(label)) {
    faults.push({ key: "secret", text: "Expected the secret that the server wants; none is stored." });
  }
  return faults;
}
