import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { withoutCredentials } from "../../base/redact.ts";
import type { ImageError } from "../contract.ts";

const MAX_NAME_BYTES = 1_024;

/**
 * The segments of a file name or relative path that came with a record, checked so that no server, proxy or decoder on
 * the way can read them as anything else. A blank, `%`, `#`, `?` or `+` is part of the name.
 */
export function checkName(value: string): Outcome<readonly string[], ImageError> {
  const name = value.trim().replace(/^\//, "");
  if (PLAIN_SEGMENT.test(name)) return succeed([name]);
  const reason = name === "" ? "is empty" : tooLong(name) ? `is longer than ${MAX_NAME_BYTES} bytes` : hostile(name);
  return reason === undefined ? succeed(name.split("/")) : fail(badName(value, reason));
}

/** A segment whose readings are all the same, and harmless. */
const PLAIN_SEGMENT = /^[\w-][\w.-]{0,254}$/;

/** Why a value cannot be one segment of a path; undefined when it can. */
export function segmentFault(value: string): string | undefined {
  if (value === "") return "is empty";
  if (value.includes("/")) return "holds a slash";
  return tooLong(value) ? `is longer than ${MAX_NAME_BYTES} bytes` : hostile(value);
}

/** Whether some server on the way may read a path as one that climbs out of its folder. */
export function mayClimb(path: string): boolean {
  // A path without any of these reads the same to everybody.
  if (!/[%\\]|(?:^|\/)\./.test(path)) return false;
  return readingsOf(path).some((reading) => reading.split(/[/\\]/).some(isDots));
}

export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}

export function badName(value: string, reason: string): ImageError {
  const short = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  const shown = JSON.stringify(withoutCredentials(short));
  return { code: "bad-name", text: `expected a file name or relative path, received ${shown}, which ${reason}` };
}

function tooLong(name: string): boolean {
  return Buffer.byteLength(name) > MAX_NAME_BYTES;
}

function hostile(name: string): string | undefined {
  const how = ["", " when percent-decoded", " when percent-decoded twice"];
  for (const [index, reading] of readingsOf(name).entries()) {
    const fault = faultOf(reading);
    if (fault !== undefined) return fault + how[index];
  }
  return undefined;
}

// Servers and proxies decode once or twice before they look at the path, so each reading must be harmless.
function readingsOf(path: string): readonly string[] {
  const once = percentDecoded(path);
  return [path, once, percentDecoded(once)];
}

function faultOf(name: string): string | undefined {
  if (/[\u0000-\u001f\u007f-\u009f]/.test(name)) return "holds a control character";
  if (name.includes("\\")) return "holds a backslash";
  if (/^[a-z][a-z0-9+.-]*:/i.test(name)) return "begins with a scheme";
  const segments = name.split("/");
  if (segments.some(isDots)) return 'holds a "." or ".." segment';
  if (segments.slice(0, -1).includes("")) return "holds an empty segment (//)";
  return segments.at(-1) === "" ? "names a folder" : undefined;
}

// Tomcat takes what follows a ; for a parameter, so that "..;x" climbs there too.
function isDots(segment: string): boolean {
  return /^\.\.?(?:;|$)/.test(segment);
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
}
