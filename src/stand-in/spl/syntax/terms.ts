import { SplError } from "../spl-error.ts";
import { type Token, type TokenReader, wordTokens } from "./tokens.ts";
import { COMPARISONS, type Condition } from "./tree.ts";

/**
 * Reads what stands behind `search`: terms and comparisons with AND (or nothing), OR, NOT and brackets.
 * Search Manual, "Boolean expressions": in `search`, NOT binds closest, then OR, then AND; the words are in capitals.
 */
export function readCondition(text: string): Condition {
  const tokens = wordTokens(text);
  const condition = readAll(tokens);
  if (tokens.next) throw new SplError(`Unbalanced brackets before "${tokens.next.text}".`);
  return condition;
}

function readAll(tokens: TokenReader): Condition {
  const parts: Condition[] = [];
  while (tokens.next && !isClosing(tokens.next)) {
    if (!tokens.takeWord("AND")) parts.push(readAny(tokens));
  }
  return joined("all", parts);
}

function readAny(tokens: TokenReader): Condition {
  const parts = [readNot(tokens)];
  while (tokens.takeWord("OR")) parts.push(readNot(tokens));
  return joined("any", parts);
}

function joined(kind: "all" | "any", parts: readonly Condition[]): Condition {
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind, parts };
}

function readNot(tokens: TokenReader): Condition {
  let isTurned = false;
  while (tokens.takeWord("NOT")) isTurned = !isTurned;
  const part = readTerm(tokens);
  return isTurned ? { kind: "not", part } : part;
}

function readTerm(tokens: TokenReader): Condition {
  const first = tokens.take();
  if (!first) throw new SplError("A term is missing at the end of the search.");
  if (first.kind === "sign" && first.text === "(") return tokens.inBrackets(() => readAll(tokens));
  if (first.kind === "sign") throw new SplError(`Cannot read the search from "${first.text}".`);
  const comparison = tokens.takeSign(...COMPARISONS);
  if (comparison === undefined) return { kind: "term", text: first.text };
  const value = tokens.take();
  if (!value || value.kind === "sign") throw new SplError(`A value is missing behind ${first.text}${comparison}.`);
  return { kind: "field", field: first.text, comparison, value: wholeValue(value, tokens) };
}

// An address holds signs of its own, as in image_source=http://host/?name=.
function wholeValue(first: Token, tokens: TokenReader): string {
  let text = first.text;
  for (let next = tokens.next; first.kind === "word" && next?.isGlued; next = tokens.next) {
    if (next.kind !== "word" && next.text !== "=") break;
    text += next.text;
    tokens.take();
  }
  return text;
}

function isClosing({ kind, text }: Token): boolean {
  return kind === "sign" && text === ")";
}
