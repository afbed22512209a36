import { type Outcome, succeed } from "../../../base/outcome.ts";
import { SECRET_REALM } from "../../contract.ts";
import type { AskSplunkd } from "./ask.ts";
import { entriesOf } from "./entries.ts";
import type { Refusal } from "./refusal.ts";

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
