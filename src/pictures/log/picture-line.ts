import type { Outcome } from "../../base/outcome.ts";
import type { LogFields, LogLevel } from "../../splunk/log.ts";
import type { Failure, Picture } from "../produce/picture.ts";

/** What a program did for one picture. */
export type Attended = {
  readonly outcome: Outcome<Picture, Failure>;
  readonly name: string;
  /** Host that was asked first; undefined where none could be. */
  readonly server: string | undefined;
  readonly ms: number;
};

/** A picture from the cache is logged at debug level only: there may be millions. */
export function pictureLevel(outcome: Attended["outcome"]): LogLevel {
  if (!outcome.ok || outcome.value.doubt) return "WARN";
  return outcome.value.cache === "hit" ? "DEBUG" : "INFO";
}

/**
 * The line of getimage.log for one picture.
 * `host` would be mixed up with Splunk's own field of that name, which is the search head; hence `server`.
 */
export function pictureLine({ outcome, name, server: asked, ms }: Attended): {
  readonly level: LogLevel;
  readonly fields: LogFields;
} {
  const level = pictureLevel(outcome);
  if (!outcome.ok) {
    const { code, text, httpStatus: status } = outcome.error.error;
    return { level, fields: { name, server: asked, code, status, ms, fetch_ms: outcome.error.fetchMs, text } };
  }
  const { cache, entry, doubt, fetchMs } = outcome.value;
  const { origin, width, height, pages, page, decoder, note } = entry;
  const { host: server, pathname: path } = new URL(origin.url);
  const facts = { status: origin.status, bytes: origin.bytes, format: origin.format, width, height };
  const decoded = { pages, page, decoder, note };
  const failure = doubt && { code: doubt.code, text: doubt.text };
  return { level, fields: { name, server, path, cache, ...facts, ...decoded, ms, fetch_ms: fetchMs, ...failure } };
}
