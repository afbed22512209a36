import { parse } from "ini";
import type { Conf, ConfValue } from "./conf-value.ts";

/**
 * Reads the text of one conf file as Splunk does. `ini` parses it; before that each line is rewritten so that `ini` sees
 * its own syntax where Splunk's differs: dots in stanza names nest nothing, `;` and `#` inside a value belong to it,
 * quotes and `[]` are plain characters, a `\` at the end of a line continues it, a byte order mark is no key, and
 * words like `true` stay text.
 */
export function parseConf(text: string, file: string): Conf {
  const stanzas = new Map<string, Map<string, ConfValue>>();
  const parsed: unknown = parse(confLines(text).map(rewriteForIni).join("\n"));
  for (const [stanza, settings] of Object.entries(Object(parsed))) {
    const values = new Map<string, ConfValue>();
    for (const [key, value] of Object.entries(Object(settings))) {
      values.set(fromIni(key), { value: fromIni(String(value)), file });
    }
    stanzas.set(fromIni(stanza), values);
  }
  return stanzas;
}

/** Merges layers key by key; a later layer wins, as `local` wins over `default`. */
export function mergeConf(layers: readonly Conf[]): Conf {
  const merged = new Map<string, Map<string, ConfValue>>();
  for (const [stanza, settings] of layers.flatMap((layer) => [...layer])) {
    merged.set(stanza, new Map([...(merged.get(stanza) ?? []), ...settings]));
  }
  return merged;
}

/** Settings that stand above the first stanza belong to this one, as in Splunk. */
const DEFAULT_STANZA = "default";

function confLines(text: string): string[] {
  const lines: string[] = [`[${DEFAULT_STANZA}]`];
  let continued = "";
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const whole = continued + line;
    if (whole.endsWith("\\") && !isComment(whole)) {
      continued = `${whole.slice(0, -1)}\n`;
      continue;
    }
    continued = "";
    if (whole.trim() !== "" && !isComment(whole)) lines.push(whole);
  }
  if (continued.trim() !== "") lines.push(continued);
  return lines;
}

function isComment(line: string): boolean {
  return /^\s*[#;]/.test(line);
}

function rewriteForIni(line: string): string {
  const stanza = /^\s*\[(.*)\]\s*$/s.exec(line);
  if (stanza) return `[${toIni(stanza[1] ?? "")}]`;
  const equals = line.indexOf("=");
  const key = equals === -1 ? line : line.slice(0, equals);
  const value = equals === -1 ? "" : line.slice(equals + 1);
  return `${toIni(key.trim())}=${toIni(value.trim())}`;
}

// A name or value may hold dots, brackets, quotes, line breaks of all kinds or `__proto__`, which ini would read as
// syntax or drop; in hex it reads none.
function toIni(text: string): string {
  return `x${Buffer.from(text).toString("hex")}`;
}

function fromIni(hex: string): string {
  return Buffer.from(hex.slice(1), "hex").toString("utf8");
}
