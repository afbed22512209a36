import { fail, type Outcome, succeed } from "../../../base/outcome.ts";
import { SERVER_STANZA } from "../../settings/server-stanza.ts";
import { readSettings } from "../../settings/settings.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import { listStanzas, type Stanza, type Stanzas } from "../splunkd/conf-and-secrets.ts";
import { listSecrets } from "../splunkd/secrets.ts";
import { refusalText } from "./rights.ts";

/** What Splunk holds of the app's settings at the moment. */
export type Held = {
  readonly stanzas: Stanzas;
  /** Image servers by their labels. */
  readonly servers: ReadonlyMap<string, Stanza>;
  /** Labels whose secret is stored; undefined where that may not be known. */
  readonly secrets: ReadonlySet<string> | undefined;
  /** Sentences about what is wrong as it stands. */
  readonly warnings: readonly string[];
};

/** The error is a sentence for the person at the page. */
export async function readHeld(ask: AskSplunkd): Promise<Outcome<Held, string>> {
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
