import { type Outcome, succeed } from "../../../base/outcome.ts";
import type { AskSplunkd } from "./ask.ts";
import { entriesOf } from "./entries.ts";
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
