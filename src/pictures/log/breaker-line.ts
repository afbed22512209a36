import type { LogFields, LogLevel } from "../../splunk/log.ts";
import type { BreakerChange } from "../fetch/breaker.ts";

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
