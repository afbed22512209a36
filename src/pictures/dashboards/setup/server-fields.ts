import { SERVER_SETTINGS, type ServerSetting } from "../../settings/server-settings.ts";
import { type Field, makeField } from "./form-parts.ts";
import { HEADER_LINES } from "./server-keys.ts";

type Key = keyof typeof SERVER_SETTINGS;

/** What a person calls each key, in the order of the form. A key that is missing here does not compile. */
const TITLES: Readonly<Record<Key, string>> = {
  url: "Addresses",
  auth: "Login",
  user: "User name",
  auth_header: "Header for the secret",
  ca_file: "Certificates to trust",
  verify: "Check the certificate",
  connect_timeout: "Seconds to connect",
  first_byte_timeout: "Seconds to the first byte",
  idle_timeout: "Seconds of a pause",
  total_timeout: "Seconds for a picture",
  concurrency: "Downloads at once",
  client_cert_file: "Certificate to show",
  client_key_file: "Key of that certificate",
  "header.<Name>": "Further headers",
};

/** The keys that most servers need; all others stand under "More settings". */
export const COMMON_KEYS: readonly string[] = ["url", "auth", "user", "auth_header", "ca_file", "verify"];

/** Values of a key that is absent, where the form shows one. */
const WHEN_ABSENT: Readonly<Record<string, string>> = { auth: "none", verify: "true" };
const EXAMPLES: Readonly<Record<string, string>> = {
  url: "https://scans.example/rx",
  user: "splunk",
  auth_header: "X-Api-Key",
  ca_file: "/opt/splunk/etc/auth/our-ca.pem",
  headers: "X-Site = 12",
};

/** A field for each key of a server, by the name under which the form keeps it. */
export function makeServerFields(prefix: string, values: ReadonlyMap<string, string>): ReadonlyMap<string, Field> {
  const settings: Readonly<Record<string, ServerSetting<unknown>>> = SERVER_SETTINGS;
  const fields = Object.entries(TITLES).flatMap(([key, title]): [string, Field][] => {
    const setting = settings[key];
    if (!setting) return [];
    const name = key === "header.<Name>" ? HEADER_LINES : key;
    const { kind, help } = setting;
    const written = values.get(name) ?? "";
    const { choices } = kind;
    const absent = help.at(-1) ?? "";
    const options = {
      id: `${prefix}-${name}`,
      name: key,
      title,
      // The last sentence says what holds where the key is absent: an empty control shows it, a choice is never empty.
      help: help.slice(0, -1),
      placeholder: EXAMPLES[name] ?? (absent === "Default: empty" ? "" : absent),
    };
    const isLines = name === "url" || name === HEADER_LINES;
    const chosen = written === "" ? (WHEN_ABSENT[key] ?? "") : String(kind.parse(written) ?? written);
    const field = choices
      ? makeField({ ...options, kind: "choice", choices, value: chosen })
      : makeField({ ...options, kind: isLines ? "lines" : "text", value: written });
    return [[name, field]];
  });
  return new Map(fields);
}

/**
 * What the fields say, as `stanzaOf` takes it. A choice that means the same as an absent key is left out, and so is what
 * the chosen login has no use for.
 */
export function fieldValues(
  fields: ReadonlyMap<string, Field>,
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const values = [...fields].map(([name, field]): [string, string] => {
    const value = field.root.hidden ? "" : field.value();
    return [name, value === WHEN_ABSENT[name] && !before.get(name) ? "" : value];
  });
  return new Map(values);
}
