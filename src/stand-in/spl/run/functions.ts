import { SplError } from "../spl-error.ts";
import type { FunctionName } from "../syntax/tree.ts";
import { compareInExpression, isLike, numberOf, textOf, type Value, valuesOf } from "../values.ts";

/** Arguments are worked out when they are asked for: `if` and its kin need not have all. */
type Arguments = readonly (() => Value)[];

/** Calls a function of expressions, as the Search Reference has it below "Evaluation functions". */
export function callFunction(name: FunctionName, args: Arguments): Value {
  return FUNCTIONS[name](args);
}

const FUNCTIONS: Readonly<Record<FunctionName, (args: Arguments) => Value>> = {
  case(args) {
    const at = args.findIndex((arg, index) => index % 2 === 0 && arg() === true);
    return at < 0 ? undefined : args[at + 1]?.();
  },
  coalesce: (args) => args.map((arg) => arg()).find((value) => value !== undefined),
  if: ([condition, yes, no]) => (condition?.() === true ? yes?.() : no?.()),
  in([one, ...others]) {
    const value = one?.();
    return others.some((other) => compareInExpression(value, "=", other()) === true);
  },
  isnotnull: ([one]) => one?.() !== undefined,
  isnull: ([one]) => one?.() === undefined,
  len: ([one]) => text(one)?.length,
  like([one, pattern]) {
    const value = text(one);
    return value === undefined ? undefined : isLike(value, text(pattern) ?? "", "%", "_");
  },
  mvappend: (args) => severalOf(args.flatMap((arg) => valuesOf(arg()))),
  mvfind([one, pattern]) {
    const expression = expressionOf(text(pattern) ?? "");
    const found = valuesOf(one?.()).findIndex((value) => expression.test(value));
    return found < 0 ? undefined : found;
  },
  mvindex([one, index]) {
    const at = number(index);
    return at === undefined ? undefined : valuesOf(one?.()).at(at);
  },
  mvjoin([one, between]) {
    const values = valuesOf(one?.());
    return values.length === 0 ? undefined : values.join(text(between));
  },
  null: () => undefined,
  round([one, places]) {
    const value = number(one);
    const factor = 10 ** (number(places) ?? 0);
    return value === undefined ? undefined : Math.round(value * factor) / factor;
  },
  strftime([one, format]) {
    const seconds = number(one);
    return seconds === undefined ? undefined : timeText(seconds, text(format) ?? "");
  },
  substr([one, from, length]) {
    const start = (number(from) ?? 1) - 1;
    return text(one)?.slice(start, start + (number(length) ?? Number.POSITIVE_INFINITY));
  },
  tostring([one, how]) {
    if (text(how) !== "commas") throw new SplError(`tostring() is known here with "commas" alone.`);
    return number(one)?.toLocaleString("en-US", { maximumFractionDigits: 2 }) ?? text(one);
  },
  true: () => true,
  upper: ([one]) => text(one)?.toUpperCase(),
  urldecode([one]) {
    const value = text(one);
    try {
      return value && decodeURIComponent(value);
    } catch {
      return value;
    }
  },
};

/** A moment, in seconds since 1970, as `strftime` writes it; in UTC, as a server has it here. */
export function timeText(seconds: number, format: string): string {
  const [date = "", time = ""] = new Date(seconds * 1000).toISOString().split(/[T.]/);
  const [year, month, day] = date.split("-");
  const parts: Readonly<Record<string, string | undefined>> = { F: date, T: time, Y: year, m: month, d: day };
  return format.replace(/%(\w)/g, (whole, letter: string) => {
    const part = parts[letter];
    if (part === undefined) throw new SplError(`strftime() knows no ${whole} here.`);
    return part;
  });
}

function severalOf(values: readonly string[]): Value {
  return values.length === 0 ? undefined : values;
}

function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new SplError(`mvfind() cannot read the expression "${pattern}".`);
  }
}

function number(arg: (() => Value) | undefined): number | undefined {
  return numberOf(arg?.());
}

function text(arg: (() => Value) | undefined): string | undefined {
  return textOf(arg?.());
}
