import { type Cell, numberOf, textOf } from "./rows.ts";

export type Value = Cell | number | boolean;
type Lazy = readonly (() => Value)[];

/** The functions of `eval` that the shipped views use. */
export const FUNCTIONS: Readonly<Record<string, (given: Lazy) => Value>> = {
  if: ([condition, yes, no]) => (condition?.() === true ? yes?.() : no?.()),
  case(given) {
    for (let index = 0; index + 1 < given.length; index += 2)
      if (given[index]?.() === true) return given[index + 1]?.();
    return undefined;
  },
  in: ([one, ...others]) => {
    const value = one?.();
    return value !== undefined && others.some((other) => String(other()) === String(value));
  },
  isnull: ([one]) => one?.() === undefined,
  isnotnull: ([one]) => one?.() !== undefined,
  coalesce: (given) => given.map((each) => each()).find((value) => value !== undefined),
  true: () => true,
  null: () => undefined,
  len: ([one]) => plain(one)?.length,
  upper: ([one]) => plain(one)?.toUpperCase(),
  urldecode: ([one]) => decodeURIComponent(plain(one) ?? ""),
  mvindex([one, index]) {
    const value = one?.();
    return typeof value === "object" ? value[amount(index) ?? 0] : value;
  },
  mvappend: (given) => given.flatMap((each) => valuesOf(each())),
  mvfind([one, pattern]) {
    const found = valuesOf(one?.()).findIndex((each) => new RegExp(plain(pattern) ?? "").test(each));
    return found < 0 ? undefined : found;
  },
  round([one, places]) {
    const number = amount(one);
    const factor = 10 ** (amount(places) ?? 0);
    return number === undefined ? undefined : Math.round(number * factor) / factor;
  },
  like([one, pattern]) {
    const text = plain(one);
    const expression = (plain(pattern) ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("%", "[\\s\\S]*");
    return text === undefined ? undefined : new RegExp(`^${expression}$`).test(text);
  },
  substr([one, from, length]) {
    const start = (amount(from) ?? 1) - 1;
    return plain(one)?.slice(start, start + (amount(length) ?? Number.POSITIVE_INFINITY));
  },
  mvjoin([one, between]) {
    const value = one?.();
    return typeof value === "object" ? value.join(plain(between)) : value;
  },
  tostring([one, how]) {
    const number = amount(one);
    if (plain(how) !== "commas") throw new Error("tostring is read with commas only");
    return number === undefined ? plain(one) : number.toLocaleString("en-US", { maximumFractionDigits: 2 });
  },
  strftime([one, format]) {
    const seconds = amount(one);
    if (seconds === undefined) return undefined;
    const stamp = new Date(seconds * 1000).toISOString();
    const parts: Readonly<Record<string, string>> = { "%F": stamp.slice(0, 10), "%T": stamp.slice(11, 19) };
    return (plain(format) ?? "").replace(/%\w/g, (part) => parts[part] ?? fail(`no ${part} in strftime`));
  },
};

function valuesOf(value: Value): readonly string[] {
  return typeof value === "object" ? value : value === undefined ? [] : [String(value)];
}

function amount(one: (() => Value) | undefined): number | undefined {
  const value = one?.();
  return typeof value === "number" ? value : typeof value === "boolean" ? undefined : numberOf(value);
}

function plain(one: (() => Value) | undefined): string | undefined {
  const value = one?.();
  return typeof value === "number" || typeof value === "boolean" ? String(value) : textOf(value);
}

function fail(text: string): never {
  throw new Error(text);
}
