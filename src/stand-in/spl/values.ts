/** Whether a value counts as a number when rows are put in order. */
export function isNumber(text: string): boolean {
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(text);
}

/** Two values in Splunk's order: numbers by size and before words, words by their characters, capitals first. */
export function compareValues(one: string, other: string): number {
  const [isOneNumber, isOtherNumber] = [isNumber(one), isNumber(other)];
  if (isOneNumber && isOtherNumber) return Number(one) - Number(other);
  if (isOneNumber !== isOtherNumber) return isOneNumber ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The same for two cells, by their first values; rows without one come last, whatever the direction. */
export function compareCells(one: readonly string[], other: readonly string[], isDescending: boolean): number {
  const [first, second] = [one[0] ?? "", other[0] ?? ""];
  if (first === "" || second === "") return first === second ? 0 : first === "" ? 1 : -1;
  return isDescending ? compareValues(second, first) : compareValues(first, second);
}
