import { boolean, filePath, integer, oneOf, seconds, type ValueKind } from "../../splunk/value-kinds.ts";

/** A key of a stanza: what it takes, and lines for the spec file, the last of them about where it is absent. */
export type ServerSetting<Value> = { readonly kind: ValueKind<Value>; readonly help: readonly string[] };

function setting<Value>(kind: ValueKind<Value>, ...help: readonly string[]): ServerSetting<Value> {
  return { kind, help };
}

const urls: ValueKind<readonly URL[]> = {
  expected: "one or more http(s) addresses without user name, query or fragment, separated by blanks or commas",
  parse: (text) => {
    const parsed = text.split(/[\s,]+/).flatMap((part) => (part === "" ? [] : [serverUrl(part)]));
    const known = parsed.filter((url) => url !== undefined);
    return known.length > 0 && known.length === parsed.length ? known : undefined;
  },
};

function serverUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  const plain = url && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  return plain && url.search === "" && url.hash === "" ? url : undefined;
}

// A colon would end the user name within the Authorization header.
const userName: ValueKind<string> = {
  expected: "up to 256 characters without a colon",
  parse: (text) => (/^[^:\p{Cc}]{1,256}$/u.test(text) ? text : undefined),
};

const headerValue: ValueKind<string> = {
  expected: "up to 1,000 letters, digits, signs and blanks of ASCII on one line",
  parse: (text) => (/^[\x20-\x7e]{1,1000}$/.test(text) ? text : undefined),
};

const TOKEN = /^[A-Za-z0-9][\w!#$%&'*+.^`|~-]{0,99}$/;
/** These tell how long a message is and where it goes; another value would tear requests apart. */
const FRAMING =
  /^(host|content-length|transfer-encoding|connection|proxy-connection|keep-alive|te|trailer|upgrade|expect)$/i;
const OURS = /^(range|accept-encoding|if-.*)$/i;
const SECRET = /^(authorization|proxy-authorization|cookie)$/i;

const authHeader: ValueKind<string> = {
  expected: "the name of a header that the program does not set itself",
  parse: (text) => (TOKEN.test(text) && !FRAMING.test(text) && !OURS.test(text) ? text : undefined),
};

/** Why no header of this name may stand in a stanza, as what is expected in its place; undefined when it may. */
export function headerNameFault(name: string): string | undefined {
  if (SECRET.test(name)) return "auth = in its place, which takes the secret from Splunk's storage/passwords";
  return authHeader.parse(name) === undefined ? `header. and ${authHeader.expected}` : undefined;
}

/** The keys of a `[server:<label>]` stanza. The spec file is held to this. */
export const SERVER_SETTINGS = {
  url: setting(
    urls,
    "Pictures at these addresses and below them may be fetched; a redirect may lead only to such addresses.",
    "Several addresses are mirrors of each other: where one gives no picture, the next is asked, in this order.",
    "Loopback, link-local and metadata addresses are refused unless the address itself stands here.",
    "Where stanzas overlap, the one with the longest path counts.",
    "Required.",
  ),
  connect_timeout: setting(
    seconds(0.1, 600),
    "Time in which a connection must stand, TLS included. timeout= of a search wins over it.",
    "Default: as in [fetch]",
  ),
  first_byte_timeout: setting(
    seconds(0.1, 600),
    "Time from the request to the head of the answer. timeout= of a search wins over it.",
    "Default: as in [fetch]",
  ),
  idle_timeout: setting(seconds(0.1, 600), "Longest pause inside the body.", "Default: as in [fetch]"),
  total_timeout: setting(
    seconds(0.1, 3_600),
    "Time for one picture, redirects, retries and mirrors included.",
    "Default: as in [fetch]",
  ),
  concurrency: setting(
    integer(1, 256),
    "Downloads at once from one host of this server in one search.",
    "Default: per_host of [fetch]",
  ),
  ca_file: setting(
    filePath,
    "PEM file of the certificates that are trusted in place of the usual ones.",
    "Default: empty",
  ),
  client_cert_file: setting(
    filePath,
    "PEM file of the certificate that is shown to the server; client_key_file belongs to it.",
    "Default: empty",
  ),
  client_key_file: setting(
    filePath,
    "PEM file of the key of client_cert_file, without a passphrase.",
    "Default: empty",
  ),
  verify: setting(
    boolean,
    "Whether the server's certificate is checked. With false anybody on the way can read and change pictures.",
    "Default: true",
  ),
  "header.<Name>": setting(
    headerValue,
    "A header that is sent with each request, as in header.X-Site = 12. Not for secrets: this file is no safe place.",
    "Host, Connection, Range and the like are refused, and so are Authorization and Cookie: use auth.",
    "Default: none",
  ),
  auth: setting(
    oneOf(["none", "basic", "bearer", "header"]),
    "How the server learns who asks: user name and secret, a bearer token, or the secret in a header of its own.",
    "The secret itself lies in Splunk's storage/passwords, realm getimage, user name = the label of this stanza.",
    "Secret, headers and certificate go to the server that was asked, never on with a redirect to another one.",
    "Over http:// a secret can be read on the way.",
    "Default: none",
  ),
  user: setting(userName, "User name for auth = basic.", "Required there."),
  auth_header: setting(authHeader, "Name of the header that holds the secret for auth = header.", "Required there."),
} as const;

type Keys = typeof SERVER_SETTINGS;
type ValueOf<Held> = Held extends ServerSetting<infer Value> ? Value : never;
/** What a stanza sets; a key that it leaves out is absent. */
export type ServerValues = { readonly [Key in Exclude<keyof Keys, "header.<Name>">]?: ValueOf<Keys[Key]> };
