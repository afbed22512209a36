import { OUTPUT_FORMATS } from "../contract.ts";
import { fail, type Outcome, succeed } from "../lib/outcome.ts";
import { withoutCredentials } from "../lib/redact.ts";
import type { Conf, ConfValue } from "../splunk/conf.ts";
import { boolean, cacheAge, integer, oneOf, plainText, seconds, size, type ValueType } from "./values.ts";

/** A key of getimage.conf: what it takes, the value in default/getimage.conf, and a sentence for the spec file. */
type Setting<Value> = { readonly type: ValueType<Value>; readonly fallback: string; readonly help: string };

function setting<Value>(type: ValueType<Value>, fallback: string, help: string): Setting<Value> {
  return { type, fallback, help };
}

const MEGABYTE = 2 ** 20;

/** All of getimage.conf except the `[server:<label>]` stanzas. default/getimage.conf and its spec are held to this. */
export const SETTINGS = {
  image: {
    newimgext: setting(oneOf(OUTPUT_FORMATS), "jpg", "Format of the pictures that are shown, and their extension."),
    newsize: setting(size, "500x500", "Pictures shrink to fit this box; smaller ones stay as they are."),
    quality: setting(integer(1, 100), "80", "Quality of JPEG and WebP pictures."),
    page: setting(integer(1, 10_000), "1", "Page of a multi-page picture that is shown."),
    annotate: setting(
      boolean,
      "true",
      "Whether the name, and the mark of a cached picture, is written on the picture.",
    ),
    cache: setting(cacheAge, "2592000", "Seconds for which a fetched picture stays good. 0 turns the cache off."),
    max_pixels: setting(integer(10_000, 1_000_000_000, "pixels"), "100000000", "Larger source pictures are refused."),
    decode_timeout: setting(seconds(1, 600), "10", "Time in which a picture must be converted."),
  },
  fetch: {
    connect_timeout: setting(seconds(0.1, 600), "2", "Time in which a connection must stand, TLS included."),
    first_byte_timeout: setting(seconds(0.1, 600), "5", "Time from the request to the head of the answer."),
    idle_timeout: setting(seconds(0.1, 600), "3", "Longest pause inside the body."),
    total_timeout: setting(seconds(0.1, 3_600), "15", "Time for one picture, redirects and retries included."),
    min_rate: setting(integer(0, 1_000_000_000, "bytes a second"), "1024", "Slower bodies are given up. 0 allows any."),
    min_rate_window: setting(seconds(1, 600), "5", "Time over which min_rate is measured."),
    max_bytes: setting(integer(1_024, 1_024 * MEGABYTE, "bytes"), "67108864", "Larger pictures are refused."),
    max_redirects: setting(integer(0, 10), "3", "Redirects that are followed; each target must be allowed too."),
    retries: setting(integer(0, 5), "1", "Further tries after 502, 503, 504 or a reset of a kept connection."),
    concurrency: setting(integer(1, 256), "32", "Downloads at once in one search."),
    per_host: setting(integer(1, 256), "8", "Downloads at once from one image server in one search."),
    maxinputs: setting(integer(1, 50_000, "rows"), "500", "Rows that Splunk hands over at a time."),
    whole_urls: setting(boolean, "false", "Whether the field may hold a whole http(s) address of an allowed server."),
  },
  cache: {
    folder: setting(plainText, "", "Folder of the cache. Empty: below $SPLUNK_HOME/var/run."),
    keep_source: setting(boolean, "true", "Whether originals are kept too, so that another size needs no download."),
    link_seconds: setting(integer(60, 31_536_000, "seconds"), "3600", "Time for which a link works at the least."),
  },
  serve: {
    serve: setting(oneOf(["static"]), "static", "How pictures reach the browser."),
    static_folder: setting(plainText, "", "Folder that Splunk Web serves. Empty: appserver/static/cache of the app."),
    static_url: setting(plainText, "", "Root-relative address of that folder. Empty: Splunk Web's own."),
  },
  log: {
    level: setting(oneOf(["debug", "info", "warn", "error"]), "info", "Least level that is written."),
    max_bytes: setting(integer(10_000, 1_000_000_000, "bytes"), "25000000", "Size at which the log is rotated."),
    keep: setting(integer(1, 20), "5", "Rotated logs that are kept."),
  },
} as const;

type Stanzas = typeof SETTINGS;
type ValueOf<Held> = Held extends Setting<infer Value> ? Value : never;

/** An image server that may be asked: every address at or below one of its URLs. */
export type Server = { readonly label: string; readonly urls: readonly URL[] };

export type Settings = {
  readonly [Stanza in keyof Stanzas]: {
    readonly [Key in keyof Stanzas[Stanza]]: ValueOf<Stanzas[Stanza][Key]>;
  };
} & { readonly servers: readonly Server[] };

const SERVER_STANZA = "server:";

/** Checks every stanza, key and value. The error lists what is wrong: file, stanza, key, what was wanted, what came. */
export function readSettings(conf: Conf): Outcome<Settings, readonly string[]> {
  const errors = [...unknownNames(conf)];
  const read: Record<string, Record<string, unknown>> = {};
  for (const [stanza, keys] of Object.entries<Record<string, Setting<unknown>>>(SETTINGS)) {
    const values: Record<string, unknown> = {};
    for (const [key, { type, fallback }] of Object.entries(keys)) {
      const written = conf.get(stanza)?.get(key);
      values[key] = type.parse(written?.value ?? fallback);
      if (written && values[key] === undefined) errors.push(complaint(stanza, key, written, type.expected));
    }
    read[stanza] = values;
  }
  const servers = [...conf].filter(([stanza]) => stanza.startsWith(SERVER_STANZA)).map(readServer);
  for (const server of servers) if (!server.ok) errors.push(server.error);
  if (errors.length > 0) return fail(errors);
  // Every key of SETTINGS was parsed by its own type just above, which is what Settings says.
  const checked = read as Omit<Settings, "servers">;
  return succeed({ ...checked, servers: servers.flatMap((server) => (server.ok ? [server.value] : [])) } as Settings);
}

function readServer([stanza, settings]: [string, ReadonlyMap<string, ConfValue>]): Outcome<Server, string> {
  const written = settings.get("url");
  const texts = (written?.value ?? "").split(/[\s,]+/).filter((text) => text !== "");
  const urls = texts.map(serverUrl);
  const known = urls.filter((url) => url !== undefined);
  if (known.length === 0 || known.length < urls.length) {
    const wanted = "one or more http(s) addresses without user name, query or fragment";
    return fail(complaint(stanza, "url", written ?? { value: "", file: "getimage.conf" }, wanted));
  }
  return succeed({ label: stanza.slice(SERVER_STANZA.length), urls: known });
}

function serverUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  const plain = url && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  return plain && url.search === "" && url.hash === "" ? url : undefined;
}

function* unknownNames(conf: Conf): Generator<string> {
  const known: Record<string, object> = SETTINGS;
  for (const [stanza, settings] of conf) {
    const own = Object.hasOwn(known, stanza) ? known[stanza] : undefined;
    const keys = stanza.startsWith(SERVER_STANZA) ? { url: "" } : own;
    for (const [key, { file }] of settings) {
      if (!keys) yield `${file} [${stanza}]: expected one of the stanzas ${stanzaNames()}, received [${stanza}]`;
      else if (!Object.hasOwn(keys, key)) {
        yield `${file} [${stanza}] ${key}: expected one of the keys ${Object.keys(keys).join(", ")}`;
      }
      if (!keys) break;
    }
  }
}

function stanzaNames(): string {
  return [...Object.keys(SETTINGS).map((name) => `[${name}]`), "[server:<label>]"].join(", ");
}

function complaint(stanza: string, key: string, { value, file }: ConfValue, expected: string): string {
  return `${file} [${stanza}] ${key}: expected ${expected}, received "${withoutCredentials(value.slice(0, 100))}"`;
}
