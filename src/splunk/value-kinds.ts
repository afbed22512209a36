import { MAX_SIDE, MIN_SIDE } from "../pictures/contract.ts";
import { type CaptionTemplate, NAME_AND_MARK, NO_CAPTION, parseTemplate } from "../pictures/image/caption-template.ts";

/** A kind of value that a person types, in a search or in a conf file. */
export type ValueType<Value> = {
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  /** The value, or undefined when the text is none of this kind. */
  readonly parse: (text: string) => Value | undefined;
  /** All that can be chosen, where that is a short list. */
  readonly choices?: readonly string[];
  /** What is wrong with a text that is none of this kind, where more can be told than what was expected. */
  readonly fault?: (text: string) => string | undefined;
};

/** What was expected in place of a text that is none of this kind: completes the sentence "expected ...". */
export function expectedFor({ expected, fault }: ValueType<unknown>, text: string): string {
  const what = fault?.(text);
  return what === undefined ? expected : `${expected} (${what})`;
}

export type Size = { readonly width: number; readonly height: number };

export function integer(min: number, max: number, unit = ""): ValueType<number> {
  return {
    expected: `a whole number from ${min} to ${max}${unit && ` (${unit})`}`,
    parse: (text) => inRange(/^\d+$/.test(text) ? Number(text) : Number.NaN, min, max),
  };
}

export function seconds(min: number, max: number): ValueType<number> {
  return {
    expected: `seconds from ${min} to ${max}`,
    parse: (text) => inRange(/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN, min, max),
  };
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): ValueType<Choice> {
  return {
    expected: `one of ${choices.join(", ")}`,
    parse: (text) => choices.find((choice) => choice === text.toLowerCase()),
    choices,
  };
}

/** A page from 1, all pages, the one with the most pixels, or a contact sheet. */
export type PageOption = number | "all" | "largest" | "sheet";

const pageNumber = integer(1, 10_000);
const pageWord = oneOf(["all", "largest", "sheet"]);

export const page: ValueType<PageOption> = {
  expected: `${pageNumber.expected}, or ${pageWord.expected}`,
  parse: (text) => pageNumber.parse(text) ?? pageWord.parse(text),
};

/** Splunk's own spellings of true and false. */
export const boolean: ValueType<boolean> = {
  expected: "true or false",
  parse: (text) =>
    /^(true|t|1|yes|y|on)$/i.test(text) ? true : /^(false|f|0|no|n|off)$/i.test(text) ? false : undefined,
  choices: ["true", "false"],
};

/** What is written on a picture: true for its name, false for nothing, else a template. */
export const caption: ValueType<CaptionTemplate> = {
  expected:
    'true, false, or a text of up to 500 characters with names of fields in braces, as in "{Patient_Name} {page}/{pages}"',
  parse: (text) => {
    const isWanted = boolean.parse(text);
    if (isWanted !== undefined) return isWanted ? NAME_AND_MARK : NO_CAPTION;
    const template = parseTemplate(text);
    // A text without any field is more likely a misspelt word than what somebody wants on each picture.
    const hasField = template.ok && template.value.some((part) => typeof part !== "string");
    return hasField ? template.value : undefined;
  },
  fault: (text) => {
    const template = parseTemplate(text);
    return template.ok ? undefined : template.error;
  },
};

/** `500x500`; the `>` that the original's ImageMagick wanted behind it, bare or escaped, changes nothing. */
export const size: ValueType<Size> = {
  expected: `WIDTHxHEIGHT with sides from ${MIN_SIDE} to ${MAX_SIDE}, as in 500x500`,
  parse: (text) => {
    const match = /^(\d{1,5})x(\d{1,5})(?:\\?>)?$/i.exec(text);
    const width = inRange(Number(match?.[1]), MIN_SIDE, MAX_SIDE);
    const height = inRange(Number(match?.[2]), MIN_SIDE, MAX_SIDE);
    return width && height ? { width, height } : undefined;
  },
};

const MAX_CACHE_SECONDS = 315_360_000;

/** How long a picture stays good: seconds, or false for not at all. */
export const cacheAge: ValueType<number> = {
  expected: `seconds from 0 to ${MAX_CACHE_SECONDS}, or false`,
  parse: (text) => (/^(false|f|no|n|off)$/i.test(text) ? 0 : integer(0, MAX_CACHE_SECONDS).parse(text)),
};

/** Put before every column that the command adds. */
export const prefix: ValueType<string> = {
  expected: "up to 64 letters, digits and underscores, not beginning with a digit",
  parse: (text) => (/^([A-Za-z_]\w{0,63})?$/.test(text) && !text.startsWith("__mv_") ? text : undefined),
};

/** Of a file or folder; empty where the program's own choice serves. Variables such as $SPLUNK_HOME are not filled in. */
export const filePath: ValueType<string> = {
  expected: "an absolute path without $, up to 1,000 characters",
  parse: (text) => (text === "" || (/^\/[^\r\n\0$]*$/.test(text) && text.length <= 1_000) ? text : undefined),
};

/** Where Splunk Web lies below its host; empty where Splunk's own web.conf says it. */
export const webRoot: ValueType<string> = {
  expected: "a path such as /splunk, of letters, digits, . _ ~ - and /, without a slash at its end",
  parse: (text) => (text === "" || (/^(\/[\w.~-]+)+$/.test(text) && text.length <= 200) ? text : undefined),
};

/** A folder or address as plain text; empty where the program's own choice serves. */
export const plainText: ValueType<string> = {
  expected: "up to 1,000 characters on one line",
  parse: (text) => (text.length <= 1_000 && !/[\r\n]/.test(text) ? text : undefined),
};

function inRange(value: number, min: number, max: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}
