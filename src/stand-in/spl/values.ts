import type { Comparison } from "./syntax/tree.ts";

/**
 * What values are and how they compare, for `search`, for expressions, for `sort`, and for the tables of a page. The
 * rules are those of the Search Reference: "search", "where", "sort" and "Evaluation functions".
 */

/** The values of one field in one row; most fields have one, and one without any is null. */
export type Values = readonly string[];

/** What an expression comes to; undefined is null. */
export type Value = Values | string | number | boolean | undefined;

/** Whether a text counts as a number. */
export function isNumber(text: string): boolean {
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(text);
}

/** The number that a value is, or that the first of its values is; undefined for anything else. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === "number") return value;
  const text = typeof value === "object" ? value[0] : value;
  return typeof text === "string" && isNumber(text) ? Number(text) : undefined;
}

/** The text of a value, or of the first of its values. Numbers have at most 12 places, as far as they are exact. */
export function textOf(value: Value): string | undefined {
  if (typeof value === "number") return String(Number(value.toPrecision(12)));
  return typeof value === "boolean" ? String(value) : typeof value === "object" ? value[0] : value;
}

/** All values, each as text. */
export function valuesOf(value: Value): Values {
  if (typeof value === "object") return value;
  const text = textOf(value);
  return text === undefined ? [] : [text];
}

/** Two texts in Splunk's order: numbers by size and before words, words by their characters, capitals first. */
export function compareTexts(one: string, other: string): number {
  const [isOneNumber, isOtherNumber] = [isNumber(one), isNumber(other)];
  if (isOneNumber && isOtherNumber) return Number(one) - Number(other);
  if (isOneNumber !== isOtherNumber) return isOneNumber ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The order of two cells for `sort`, by their first values; rows without one come last, whatever the direction. */
export function compareCells(one: Values, other: Values, isDescending: boolean): number {
  const [first, second] = [one[0] ?? "", other[0] ?? ""];
  if (first === "" || second === "") return first === second ? 0 : first === "" ? 1 : -1;
  return isDescending ? compareTexts(second, first) : compareTexts(first, second);
}

/** Whether an order, as a number below, at or above 0, is what a comparison wants. */
function isOrdered(order: number, comparison: Comparison): boolean {
  if (comparison === "=") return order === 0;
  if (comparison === "!=") return order !== 0;
  if (comparison === "<") return order < 0;
  if (comparison === ">") return order > 0;
  return comparison === "<=" ? order <= 0 : order >= 0;
}

/**
 * A comparison in `search`: letters of either case are alike, `*` stands for anything, numbers are compared as numbers.
 * Null fulfils none, not even `!=`; of several values one is enough.
 */
export function fulfils(values: Values, comparison: Comparison, wanted: string): boolean {
  if (comparison !== "=" && comparison !== "!=") {
    return values.some((value) => isOrdered(compareTexts(value, wanted), comparison));
  }
  const number = isNumber(wanted) ? Number(wanted) : undefined;
  const isSame = (value: string): boolean =>
    isLike(value.toLowerCase(), wanted.toLowerCase(), "*") ||
    (number !== undefined && isNumber(value) && Number(value) === number);
  return values.some((value) => isSame(value) === (comparison === "="));
}

/**
 * A comparison in an expression: letters count as they are, `*` is a star, and two numbers are compared as numbers. Null
 * makes it null. Of several values one is enough: the reference does not say so, see docs/pictures/unverified.md.
 */
export function compareInExpression(left: Value, comparison: Comparison, right: Value): boolean | undefined {
  const [ones, others] = [valuesOf(left), valuesOf(right)];
  if (ones.length === 0 || others.length === 0) return undefined;
  return ones.some((one) => others.some((other) => isOrdered(compareAlike(one, other), comparison)));
}

// Unlike in `sort`, a number and a word are both taken for words.
function compareAlike(one: string, other: string): number {
  return isNumber(one) && isNumber(other) ? Number(one) - Number(other) : one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Whether the whole of a text fits a pattern. By hand: as a regular expression, many stars take time that grows with
 * their number as power.
 * @param many the sign that stands for anything
 * @param single the sign that stands for one character
 */
export function isLike(text: string, pattern: string, many: string, single = ""): boolean {
  let [at, place] = [0, 0];
  let [afterMany, retryAt] = [-1, 0];
  while (at < text.length) {
    const sign = pattern[place];
    if (sign === many) {
      [afterMany, retryAt] = [++place, at];
    } else if (sign !== undefined && (sign === text[at] || sign === single)) {
      place++;
      at++;
    } else if (afterMany < 0) return false;
    else {
      // The last `many` takes one character more.
      place = afterMany;
      at = ++retryAt;
    }
  }
  while (pattern[place] === many) place++;
  return place === pattern.length;
}

/** The names among these that a pattern means, in their order. Names of fields are told apart by case. */
export function namesMatching(pattern: string, names: readonly string[]): readonly string[] {
  if (!pattern.includes("*")) return names.filter((name) => name === pattern);
  return names.filter((name) => isLike(name.toLowerCase(), pattern.toLowerCase(), "*"));
}
