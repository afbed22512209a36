import { HEADER_KEY } from "../../settings/server-stanza.ts";
import type { Stanza } from "../splunkd/conf-and-secrets.ts";

/** What was typed into the form of a server. */
export type TypedServer = {
  readonly label: string;
  readonly stanza: Stanza;
  /** All further headers as they were typed, one in a line. */
  readonly headerLines: string;
  /** Empty where none was typed, and where the server wants none. */
  readonly secret: string;
};

/** The control that holds all further headers, one in a line. */
export const HEADER_LINES = "headers";

const HEADER_LINE = /^\s*([^=\s][^=]*?)\s*=\s*(\S.*?)\s*$/;

/** What is expected in place of the first line that is no header, if there is one. */
export function headerLinesFault(lines: string): string | undefined {
  const isFine = lines.split("\n").every((line) => line.trim() === "" || HEADER_LINE.test(line));
  return isFine ? undefined : "one header in each line, as in X-Site = 12";
}

/** What a form shows of a stanza: addresses and headers one in a line each, all else as it stands. */
export function formValues(stanza: Stanza): ReadonlyMap<string, string> {
  const headers = [...stanza].filter(([key, value]) => key.startsWith(HEADER_KEY) && value !== "");
  const lines = headers.map(([key, value]) => `${key.slice(HEADER_KEY.length)} = ${value}`);
  const url = (stanza.get("url") ?? "").split(/[\s,]+/).join("\n");
  return new Map([...stanza, ["url", url], [HEADER_LINES, lines.join("\n")]]);
}

/** The stanza that a form describes; what is empty is left out. */
export function stanzaOf(values: ReadonlyMap<string, string>): Stanza {
  const keys: [key: string, value: string][] = [];
  for (const [key, value] of values) {
    if (key === HEADER_LINES) keys.push(...headersIn(value));
    else if (key === "url") keys.push([key, value.split(/[\s,]+/).join(" ")]);
    else keys.push([key, value]);
  }
  return new Map(keys.filter(([, value]) => value !== ""));
}

/** What must be sent so that `before` becomes `after`: a key that goes is emptied. */
export function changedKeys(before: Stanza, after: Stanza): Readonly<Record<string, string>> {
  const set = [...after].filter(([key, value]) => before.get(key) !== value);
  const emptied = [...before].flatMap(([key, value]) => (value === "" || after.has(key) ? [] : [[key, ""] as const]));
  return Object.fromEntries([...set, ...emptied]);
}

function headersIn(lines: string): [key: string, value: string][] {
  return lines.split("\n").flatMap((line): [string, string][] => {
    const [, name, value = ""] = HEADER_LINE.exec(line) ?? [];
    return name === undefined ? [] : [[`${HEADER_KEY}${name}`, value]];
  });
}
