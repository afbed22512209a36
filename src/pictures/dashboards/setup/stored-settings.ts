import { fail, type Outcome, succeed } from "../../../base/outcome.ts";
import { SERVER_STANZA } from "../../settings/server-stanza.ts";
import { readSettings } from "../../settings/settings.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import {
  addStanza,
  changeStanza,
  listSecrets,
  listStanzas,
  removeSecret,
  removeStanza,
  type Stanza,
  type Stanzas,
  storeSecret,
} from "../splunkd/conf-and-secrets.ts";
import { type Deed, type Refusal, refusalText } from "../splunkd/refusal.ts";
import { changedKeys } from "./server-keys.ts";

/** What Splunk holds of the app's settings at the moment. */
export type StoredSettings = {
  readonly stanzas: Stanzas;
  /** Image servers by their labels. */
  readonly servers: ReadonlyMap<string, Stanza>;
  /** Labels whose secret is stored; undefined where that may not be known. */
  readonly secrets: ReadonlySet<string> | undefined;
  /** Sentences about what is wrong as it stands. */
  readonly warnings: readonly string[];
};

/** The error is a sentence for the person at the page. */
export async function readStoredSettings(ask: AskSplunkd): Promise<Outcome<StoredSettings, string>> {
  const [stanzas, secrets] = await Promise.all([listStanzas(ask), listSecrets(ask)]);
  if (!stanzas.ok) return fail(refusalText("read the settings of this app", stanzas.error));
  return succeed({
    stanzas: stanzas.value,
    servers: serversIn(stanzas.value),
    secrets: secrets.ok ? secrets.value : undefined,
    warnings: [
      ...(secrets.ok ? [] : [refusalText("see which secrets are stored", secrets.error)]),
      ...faultsOfAll(stanzas.value),
    ],
  });
}

function serversIn(stanzas: Stanzas): ReadonlyMap<string, Stanza> {
  const servers = [...stanzas].filter(([name]) => name.startsWith(SERVER_STANZA));
  return new Map(servers.map(([name, stanza]) => [name.slice(SERVER_STANZA.length), stanza]));
}

// One bad value stops every search, so what the command would say is said here first.
function faultsOfAll(stanzas: Stanzas): string[] {
  const conf = [...stanzas].map(([name, stanza]) => {
    const keys = [...stanza].map(([key, value]) => [key, { value, file: "getimage.conf" }] as const);
    return [name, new Map(keys)] as const;
  });
  const settings = readSettings(new Map(conf.filter(([name]) => name !== "default")));
  return settings.ok ? [] : settings.error.map((text) => `Every search stops until this is mended: ${text}`);
}

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
