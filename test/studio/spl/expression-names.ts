import { tokensOf } from "./tokens.ts";

const WORDS = ["AND", "OR", "NOT"];

/** The fields that an expression of `eval` or `where` reads. */
export function namesIn(expression: string): string[] {
  const tokens = tokensOf(expression);
  return tokens.flatMap(({ kind, value }, index) => {
    if (kind === "name") return [value];
    const isName = kind === "word" && !/^\d/.test(value) && !WORDS.includes(value);
    return isName && tokens[index + 1]?.value !== "(" ? [value] : [];
  });
}
