import { SERVER_STANZA } from "../../settings/server-stanza.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import { addStanza, changeStanza, removeStanza, type Stanza } from "../splunkd/conf-and-secrets.ts";
import type { Refusal } from "../splunkd/refusal.ts";
import { removeSecret, storeSecret } from "../splunkd/secrets.ts";
import type { Deed } from "./rights.ts";
import { changedKeys } from "./server-keys.ts";

/** What stopped the saving, and whether the stanza had been written by then. */
export type NotSaved = { readonly deed: Deed; readonly refusal: Refusal; readonly isWritten: boolean };

export type SavedServer = {
  readonly label: string;
  /** The stanza that stands there; undefined for a new server. */
  readonly before: Stanza | undefined;
  readonly after: Stanza;
  /** Empty where none was typed: what is stored stays. */
  readonly secret: string;
};

/** Writes a server and then its secret: a secret without a server would lie about unseen. */
export async function saveServer(ask: AskSplunkd, server: SavedServer): Promise<NotSaved | undefined> {
  const { label, before, after, secret } = server;
  const name = `${SERVER_STANZA}${label}`;
  const changes = changedKeys(before ?? new Map(), after);
  const isChanged = !before || Object.keys(changes).length > 0;
  const written = !isChanged || (await (before ? changeStanza : addStanza)(ask, name, changes));
  if (written !== true && !written.ok) {
    return { deed: "change the settings of this app", refusal: written.error, isWritten: false };
  }
  const stored = secret === "" || (await storeSecret(ask, label, secret));
  if (stored === true || stored.ok) return undefined;
  return { deed: "store or remove secrets", refusal: stored.error, isWritten: true };
}

/** Removes a server and then its secret. */
export async function removeServer(ask: AskSplunkd, label: string): Promise<NotSaved | undefined> {
  const removed = await removeStanza(ask, `${SERVER_STANZA}${label}`);
  if (!removed.ok) return { deed: "change the settings of this app", refusal: removed.error, isWritten: false };
  const forgotten = await removeSecret(ask, label);
  if (forgotten.ok) return undefined;
  return { deed: "store or remove secrets", refusal: forgotten.error, isWritten: true };
}
