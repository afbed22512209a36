import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { withoutCredentials } from "../../base/redact.ts";
import type { ImageError } from "../contract.ts";
import { badName, checkName, encodeSegment, segmentFault } from "./name.ts";

/** A checked base URL as a search gives it; it may hold `{field}` placeholders. */
export type BaseUrl = {
  readonly text: string;
  /** Fields whose values fill the placeholders. */
  readonly placeholders: readonly string[];
};

const PLACEHOLDER = /\{([^{}]+)\}/g;
const SHAPE = /^(https?:\/\/)([^/?#]+)([^?#]*)(\?[^#]*=)?$/i;

/** The error is one sentence for the person who typed the search. */
export function parseBaseUrl(text: string): Outcome<BaseUrl, string> {
  const wanted = `expected an image server such as http://10.211.55.3/icons, received "${withoutCredentials(text.slice(0, 200))}"`;
  if (!SHAPE.test(text)) {
    return fail(`${wanted}; it begins with http:// or https:// and has no # (a ? only where the name follows a =)`);
  }
  const sample = URL.parse(text.replace(PLACEHOLDER, "0"));
  if (!sample || /[{}]/.test(text.replace(PLACEHOLDER, "0"))) return fail(wanted);
  if (sample.username !== "" || sample.password !== "") {
    return fail(`${wanted}; a user name or password does not belong into a search`);
  }
  return succeed({ text, placeholders: [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "") });
}

/**
 * The address of the picture that a record names.
 * @param fieldValue value of a field of the record, for placeholders
 */
export function pictureUrl(
  base: BaseUrl,
  name: string,
  fieldValue: (field: string) => string,
): Outcome<URL, ImageError> {
  const [, scheme = "", host = "", path = "", query = ""] = SHAPE.exec(base.text) ?? [];
  for (const field of base.placeholders) {
    const value = fieldValue(field).trim();
    const fault = segmentFault(value) ?? (host.includes(`{${field}}`) ? hostFault(value) : undefined);
    if (fault !== undefined) return fail(badName(value, `${fault} and cannot stand for {${field}} in ${base.text}`));
  }
  const filled = (text: string): string =>
    text.replace(PLACEHOLDER, (_, field: string) => encodeSegment(fieldValue(field).trim()));
  const segments = checkName(name);
  if (!segments.ok) return segments;

  const folder = `${scheme}${filled(host)}${filled(path)}`;
  const root = rootOf(query === "" && !folder.endsWith("/") ? `${folder}/` : folder);
  const encoded = segments.value.map(encodeSegment);
  const url =
    root && URL.parse(query === "" ? root.href + encoded.join("/") : root.href + filled(query) + encoded.join("%2F"));
  // The checks above leave no way out of the base; should one be missed, this holds.
  if (!url || url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) {
    return fail(badName(name, `leads out of ${base.text}`));
  }
  return succeed(url);
}

/** The base URL with its placeholders filled from a record whose values `pictureUrl` has checked. */
export function filledBase(base: BaseUrl, fieldValue: (field: string) => string): string {
  if (base.placeholders.length === 0) return base.text;
  return base.text.replace(PLACEHOLDER, (_, field: string) => encodeSegment(fieldValue(field).trim()));
}

let lastRoot: { readonly text: string; readonly url: URL | null } = { text: "", url: null };

// Most searches have one base for all of their rows. Nobody changes the URL.
function rootOf(text: string): URL | null {
  if (lastRoot.text !== text) lastRoot = { text, url: URL.parse(text) };
  return lastRoot.url;
}

function hostFault(value: string): string | undefined {
  return /^[a-z0-9-]{1,63}$/i.test(value) ? undefined : "is no part of a host name (letters, digits, -)";
}
