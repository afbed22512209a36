import { withoutCredentials } from "../base/redact.ts";
import type { Conf, ConfValue } from "./conf-value.ts";
import { expectedFor, type ValueKind } from "./value-kinds.ts";

/** A key of a conf file: what it takes, the value in the app's default conf, and a sentence for the spec file. */
export type Setting<Value> = { readonly kind: ValueKind<Value>; readonly fallback: string; readonly help: string };

export function setting<Value>(kind: ValueKind<Value>, fallback: string, help: string): Setting<Value> {
  return { kind, fallback, help };
}

/** Stanza -> key -> setting. One such table is the truth about a conf file: parser, defaults, spec and docs are held to it. */
export type SettingsTable = Readonly<Record<string, Readonly<Record<string, Setting<unknown>>>>>;

/** What a conf file says, by stanza and key. */
export type SettingsOf<Table extends SettingsTable> = {
  readonly [Stanza in keyof Table]: {
    readonly [Key in keyof Table[Stanza]]: Table[Stanza][Key] extends Setting<infer Value> ? Value : never;
  };
};

/** Stanzas whose names an admin makes up, as in `[server:<label>]`. What they hold is read by their own room. */
export type StanzaFamily = {
  /** As an error names it: `[server:<label>]`. */
  readonly title: string;
  readonly has: (stanza: string) => boolean;
  readonly hasKey: (key: string) => boolean;
  readonly keys: readonly string[];
};

/** A value of a conf file that cannot be taken. */
export type Complaint = {
  readonly stanza: string;
  /** Empty where the name of the stanza itself is meant. */
  readonly key: string;
  readonly file: string;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  /** What stands there, shortened, without credentials. */
  readonly received: string;
};

export function complaint(stanza: string, key: string, { value, file }: ConfValue, expected: string): Complaint {
  return { stanza, key, file, expected, received: withoutCredentials(value.slice(0, 100)) };
}

/** The sentence for whoever reads the message of a search or a log. */
export function complaintText({ stanza, key, file, expected, received }: Complaint): string {
  return `${file} [${stanza}]${key && ` ${key}`}: expected ${expected}, received "${received}"`;
}

/**
 * Reads every key of the table, and looks for stanzas and keys that nobody knows.
 * @returns the values, good only where `errors` is empty; each error names file, stanza, key, what was wanted and what came
 */
export function readTable<Table extends SettingsTable>(
  table: Table,
  conf: Conf,
  family: StanzaFamily,
): { readonly values: SettingsOf<Table>; readonly errors: readonly string[] } {
  const errors = [...unknownNames(table, conf, family)];
  const read: Record<string, Record<string, unknown>> = {};
  for (const [stanza, keys] of Object.entries(table)) {
    const values: Record<string, unknown> = {};
    for (const [key, { kind, fallback }] of Object.entries(keys)) {
      const written = conf.get(stanza)?.get(key);
      values[key] = kind.parse(written?.value ?? fallback);
      if (written && values[key] === undefined) {
        errors.push(complaintText(complaint(stanza, key, written, expectedFor(kind, written.value))));
      }
    }
    read[stanza] = values;
  }
  // Every key of the table was parsed by its own kind just above, which is what SettingsOf says.
  return { values: read as SettingsOf<Table>, errors };
}

function* unknownNames(table: SettingsTable, conf: Conf, family: StanzaFamily): Generator<string> {
  for (const [stanza, settings] of conf) {
    const isOfFamily = family.has(stanza);
    const own = Object.hasOwn(table, stanza) ? table[stanza] : undefined;
    for (const [key, { file }] of settings) {
      if (!isOfFamily && !own) {
        const names = [...Object.keys(table).map((name) => `[${name}]`), family.title].join(", ");
        yield `${file} [${stanza}]: expected one of the stanzas ${names}, received [${stanza}]`;
        break;
      }
      const isKnown = isOfFamily ? family.hasKey(key) : own && Object.hasOwn(own, key);
      const known = isOfFamily ? family.keys : Object.keys(own ?? {});
      if (!isKnown) yield `${file} [${stanza}] ${key}: expected one of the keys ${known.join(", ")}`;
    }
  }
}
