/** A kind of value that a person types, in a search or in a conf file. */
export type ValueKind<Value> = {
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  /** The value, or undefined when the text is none of this kind. */
  readonly parse: (text: string) => Value | undefined;
  /** All that can be chosen, where that is a short list. */
  readonly choices?: readonly string[];
  /** What is wrong with a text that is none of this kind, where more can be said than what was expected. */
  readonly fault?: (text: string) => string | undefined;
};

/** What was expected in place of a text that is none of this kind: completes the sentence "expected ...". */
export function expectedFor({ expected, fault }: ValueKind<unknown>, text: string): string {
  const what = fault?.(text);
  return what === undefined ? expected : `${expected} (${what})`;
}

export function integer(min: number, max: number, unit = ""): ValueKind<number> {
  return {
    expected: `a whole number from ${min} to ${max}${unit && ` (${unit})`}`,
    parse: (text) => inRange(/^\d+$/.test(text) ? Number(text) : Number.NaN, min, max),
  };
}

export function seconds(min: number, max: number): ValueKind<number> {
  return {
    expected: `seconds from ${min} to ${max}`,
    parse: (text) => inRange(/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN, min, max),
  };
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): ValueKind<Choice> {
  return {
    expected: `one of ${choices.join(", ")}`,
    parse: (text) => choices.find((choice) => choice === text.toLowerCase()),
    choices,
  };
}

/** Splunk's own spellings of true and false. */
export const boolean: ValueKind<boolean> = {
  expected: "true or false",
  parse: (text) =>
    /^(true|t|1|yes|y|on)$/i.test(text) ? true : /^(false|f|0|no|n|off)$/i.test(text) ? false : undefined,
  choices: ["true", "false"],
};

/** Of a file or folder; empty where the program's own choice serves. Variables such as $SPLUNK_HOME are not filled in. */
export const filePath: ValueKind<string> = {
  expected: "an absolute path without $, up to 1,000 characters",
  parse: (text) => (text === "" || (/^\/[^\r\n\0$]*$/.test(text) && text.length <= 1_000) ? text : undefined),
};

/** A folder or address as plain text; empty where the program's own choice serves. */
export const plainText: ValueKind<string> = {
  expected: "up to 1,000 characters on one line",
  parse: (text) => (text.length <= 1_000 && !/[\r\n]/.test(text) ? text : undefined),
};

/** The value when it lies between both, bounds included. */
export function inRange(value: number, min: number, max: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}
