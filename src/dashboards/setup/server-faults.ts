import { secretFault } from "../../fetch/secret-fault.ts";
import type { Field } from "../page/field.ts";
import type { Stanza } from "../splunkd/stanzas.ts";
import { type Fault, faultsOf } from "./server-check.ts";
import { HEADER_LINES, headerLinesFault } from "./server-keys.ts";

export type TypedServer = {
  readonly label: string;
  readonly after: Stanza;
  readonly fields: ReadonlyMap<string, Field>;
  /** Labels that another server has. */
  readonly taken: ReadonlySet<string>;
  readonly secret: string;
};

/** All that is wrong with what was typed into the form of a server, by the name of the field. */
export function faultsInForm({ label, after, fields, taken, secret }: TypedServer): Fault[] {
  const faults: Fault[] = [...faultsOf(label, after)];
  const lines = headerLinesFault(fields.get(HEADER_LINES)?.value() ?? "");
  if (lines !== undefined) faults.push({ key: HEADER_LINES, text: `Expected ${lines}.` });
  if (taken.has(label)) faults.push({ key: "", text: "A server of this label is there already." });
  const kind = (["basic", "bearer", "header"] as const).find((each) => each === after.get("auth"));
  const wrong = kind && secret !== "" ? secretFault(kind, secret) : undefined;
  if (wrong !== undefined) faults.push({ key: "secret", text: `The secret ${wrong}.` });
  return faults;
}
