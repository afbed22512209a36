import { readServer, SERVER_LABEL, SERVER_STANZA } from "../../settings/server-stanza.ts";
import type { Stanza } from "../splunkd/conf-and-secrets.ts";

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
