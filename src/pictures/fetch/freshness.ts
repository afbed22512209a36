/** How long a server says that its answer stays good. */
export type Freshness = {
  /** Seconds from now; absent where the server says nothing. */
  readonly maxAgeSeconds?: number;
  /** Whether it asks that nobody keeps it. */
  readonly noStore: boolean;
};

/** As long as a cache need be able to count (RFC 9111). */
const LONGEST = 2 ** 31;
const DIRECTIVE = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?/g;

/**
 * Reads Cache-Control, Age, Expires and Date. `private` means nothing here: Tomcat sets it on all that lies behind a
 * login, and who may see the cache of a search head is what its admin has decided.
 * @param headers by lower-case name
 * @param now milliseconds since 1970, for a server that names no date
 */
export function freshnessOf(headers: Readonly<Record<string, unknown>>, now: number): Freshness {
  const text = (name: string): string => String(headers[name] ?? "");
  const directives = directivesOf(text("cache-control"));
  const noStore = directives.has("no-store");
  const lifetime = lifetimeOf(directives) ?? expiry(text("expires"), text("date"), now);
  if (lifetime === undefined) return { noStore };
  return { maxAgeSeconds: Math.max(0, lifetime - (seconds(text("age")) ?? 0)), noStore };
}

// The first of two directives of one name counts.
function directivesOf(cacheControl: string): ReadonlyMap<string, string> {
  const found = [...cacheControl.matchAll(DIRECTIVE)].map(([, name = "", quoted, bare]): [string, string] => [
    name.toLowerCase(),
    quoted ?? bare ?? "",
  ]);
  return new Map(found.reverse());
}

function lifetimeOf(directives: ReadonlyMap<string, string>): number | undefined {
  // With a value it is about the named header fields alone.
  if (directives.get("no-cache") === "") return 0;
  return seconds(directives.get("s-maxage") ?? "") ?? seconds(directives.get("max-age") ?? "");
}

// A date that is none, such as the common "0", lies in the past.
function expiry(expires: string, date: string, now: number): number | undefined {
  if (expires === "") return undefined;
  const lifetime = ((httpDate(expires) ?? 0) - (httpDate(date) ?? now)) / 1000;
  return Math.min(Math.max(0, Math.round(lifetime)), LONGEST);
}

// Of the three shapes of a date in HTTP the oldest does not tell its zone, which is GMT as well.
function httpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2,8},? .*\d\d:\d\d:\d\d/.test(text)) return undefined;
  const parsed = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

function seconds(text: string): number | undefined {
  return /^\d+$/.test(text) ? Math.min(Number(text), LONGEST) : undefined;
}
