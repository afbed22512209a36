import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import type { ConfValue } from "../../splunk/conf-value.ts";
import { type Complaint, complaint } from "../../splunk/settings-table.ts";
import type { ValueKind } from "../../splunk/value-kinds.ts";
import type { ImageServer, ServerAuth } from "../fetch/server.ts";
import { headerNameFault, SERVER_SETTINGS, type ServerValues } from "./server-settings.ts";

/** What the name of each such stanza begins with; its label follows. */
export const SERVER_STANZA = "server:";
/** What the name of each key for a further header begins with; the header's name follows. */
export const HEADER_KEY = "header.";

/** Splunk keeps the secret under the label, as a user name. */
export const SERVER_LABEL: ValueKind<string> = {
  expected: "a label of 1 to 64 letters, digits, _, . and -",
  parse: (text) => (/^[\w.-]{1,64}$/.test(text) ? text : undefined),
};

type Stanza = ReadonlyMap<string, ConfValue>;
type Complain = (key: string, expected: string) => void;

export function isServerStanza(stanza: string): boolean {
  return stanza.startsWith(SERVER_STANZA);
}

export function isServerKey(key: string): boolean {
  return key.startsWith(HEADER_KEY) || Object.hasOwn(SERVER_SETTINGS, key);
}

/**
 * The image server that a `[server:<label>]` stanza describes, or all that is wrong with it. A key without a value counts
 * as absent: Splunk's REST API can empty a key, and cannot remove it.
 */
export function readServer(name: string, written: Stanza): Outcome<ImageServer, readonly Complaint[]> {
  const label = name.slice(SERVER_STANZA.length);
  const [first] = written.values();
  const file = first?.file ?? "getimage.conf";
  const stanza = new Map([...written].filter(([, { value }]) => value !== ""));
  const errors: Complaint[] = [];
  const complain: Complain = (key, expected) => {
    errors.push(complaint(name, key, stanza.get(key) ?? { value: "", file }, expected));
  };
  if (SERVER_LABEL.parse(label) === undefined) {
    const wanted = `${SERVER_LABEL.expected} behind ${SERVER_STANZA}`;
    errors.push(complaint(name.slice(0, 100), "", { value: label, file }, wanted));
  }
  const values = readKeys(stanza, complain);
  const { connect_timeout, first_byte_timeout, idle_timeout, total_timeout, concurrency } = values;
  const server: ImageServer = {
    label,
    urls: values.url ?? [],
    verify: values.verify ?? true,
    caFile: values.ca_file ?? "",
    headers: readHeaders(name, stanza, errors),
    auth: readAuth(stanza, values, complain),
    ...readClientCertificate(values, complain),
    ...(connect_timeout !== undefined && { connectTimeoutSeconds: connect_timeout }),
    ...(first_byte_timeout !== undefined && { firstByteTimeoutSeconds: first_byte_timeout }),
    ...(idle_timeout !== undefined && { idleTimeoutSeconds: idle_timeout }),
    ...(total_timeout !== undefined && { totalTimeoutSeconds: total_timeout }),
    ...(concurrency !== undefined && { concurrency }),
  };
  return errors.length > 0 ? fail(errors) : succeed(server);
}

function readKeys(stanza: Stanza, complain: Complain): ServerValues {
  const values: Record<string, unknown> = {};
  for (const [key, { kind }] of Object.entries<{ readonly kind: ValueKind<unknown> }>(SERVER_SETTINGS)) {
    const written = stanza.get(key);
    if (key.startsWith(HEADER_KEY) || (!written && key !== "url")) continue;
    values[key] = kind.parse(written?.value ?? "");
    if (values[key] === undefined) complain(key, kind.expected);
  }
  // Every key was parsed by its own type just above, which is what ServerValues says.
  return values as ServerValues;
}

function readAuth(
  stanza: Stanza,
  { auth: kind = "none", user = "", auth_header }: ServerValues,
  complain: Complain,
): ServerAuth {
  if (kind === "basic" && !stanza.has("user")) complain("user", "the user name that auth = basic needs");
  if (kind === "header" && !stanza.has("auth_header")) complain("auth_header", "the header that auth = header needs");
  if (kind === "basic") return { kind, user };
  return kind === "header" ? { kind, header: auth_header ?? "" } : { kind };
}

function readClientCertificate(
  { client_cert_file: certFile = "", client_key_file: keyFile = "" }: ServerValues,
  complain: Complain,
): Pick<ImageServer, "clientCertificate"> {
  if (certFile === "" && keyFile === "") return {};
  if (keyFile === "") complain("client_key_file", "the key that belongs to client_cert_file");
  if (certFile === "") complain("client_cert_file", "the certificate that belongs to client_key_file");
  return { clientCertificate: { certFile, keyFile } };
}

// What stands there may be a secret all the same, so it is not shown.
function readHeaders(name: string, stanza: Stanza, errors: Complaint[]): ImageServer["headers"] {
  const headers: [name: string, value: string][] = [];
  const { kind } = SERVER_SETTINGS["header.<Name>"];
  for (const [key, { value, file }] of stanza) {
    if (!key.startsWith(HEADER_KEY)) continue;
    const header = key.slice(HEADER_KEY.length);
    const fault = headerNameFault(header) ?? (kind.parse(value) === undefined ? kind.expected : undefined);
    if (fault === undefined) headers.push([header, value]);
    else errors.push(complaint(name, key.slice(0, 100), { value: "***", file }, fault));
  }
  return Object.fromEntries(headers);
}
