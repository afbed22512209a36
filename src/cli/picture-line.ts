import type { Failure, Picture } from "../getimage/picture.ts";
import type { Outcome } from "../lib/outcome.ts";
import type { LogFields, LogLevel } from "../splunk/log.ts";

/** What getimage.log tells of one picture. A picture from the cache is told at debug level only: there may be millions. */
export function pictureLine(
  outcome: Outcome<Picture, Failure>,
  name: string,
  ms: number,
): { readonly level: LogLevel; readonly fields: LogFields } {
  if (!outcome.ok) {
    const { error, base } = outcome.error;
    const { code, text, httpStatus: status } = error;
    return { level: "WARN", fields: { name, host: base && URL.parse(base)?.host, code, status, ms, text } };
  }
  const { cache, entry, doubt } = outcome.value;
  const { origin, width, height, pages, page, decoder, note } = entry;
  const { host, pathname: path } = new URL(origin.url);
  const facts = { status: origin.status, bytes: origin.bytes, format: origin.format, width, height };
  const decoded = { pages, page, decoder, note };
  const failure = doubt && { code: doubt.code, text: doubt.text };
  const level = doubt ? "WARN" : cache === "hit" ? "DEBUG" : "INFO";
  return { level, fields: { name, host, path, cache, ...facts, ...decoded, ms, ...failure } };
}
