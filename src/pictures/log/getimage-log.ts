import type { Outcome } from "../../base/outcome.ts";
import { LOG_LEVELS, type Log, type LogFields, type LogLevel, openLog } from "../../splunk/log.ts";
import type { BreakerChange } from "../fetch/breaker.ts";
import type { Failure, Picture } from "../produce/picture.ts";
import type { Settings } from "../settings/settings.ts";

export const LOG_FILE = "getimage.log";

/** The log that all programs of the app share. @param settings absent before getimage.conf is read */
export function openGetimageLog(folder: string, settings?: Settings["log"]): Log {
  const { level: name = "info", max_bytes: maxBytes = 25_000_000, keep = 5 } = settings ?? {};
  const level = LOG_LEVELS.find((known) => known.toLowerCase() === name) ?? "INFO";
  return openLog({ folder, file: LOG_FILE, level, maxBytes, keep });
}

/** What a program did for one picture. */
export type LoggedPicture = {
  readonly outcome: Outcome<Picture, Failure>;
  readonly name: string;
  /** Host that was asked first; undefined where none could be. */
  readonly server: string | undefined;
  readonly ms: number;
};

/** A picture from the cache is logged at debug level only: there may be millions. */
export function pictureLevel(outcome: LoggedPicture["outcome"]): LogLevel {
  if (!outcome.ok || outcome.value.doubt) return "WARN";
  return outcome.value.cache === "hit" ? "DEBUG" : "INFO";
}

/**
 * The line of getimage.log for one picture.
 * `host` would be mixed up with Splunk's own field of that name, which is the search head; hence `server`.
 */
export function pictureLine({ outcome, name, server: asked, ms }: LoggedPicture): {
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

/** The line of getimage.log when an image server is found down, is tried again, or answers again. */
export function breakerLine({ origin, state, failures, cause, openMs }: BreakerChange): {
  readonly level: LogLevel;
  readonly fields: LogFields;
} {
  const server = URL.parse(origin)?.host ?? origin;
  const seconds = state === "open" ? Math.round(openMs / 1000) : undefined;
  return {
    level: state === "open" ? "WARN" : "INFO",
    fields: { server, state, failures, open_s: seconds, text: cause },
  };
}
