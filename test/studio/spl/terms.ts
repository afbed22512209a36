import { compareCells, type Row, textOf } from "./rows.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** The terms of a search, as in `event=picture NOT cache=hit (a=1 OR b=2)`, as a test of a row. */
export function termsOf(text: string): {
  readonly fits: (row: Row) => boolean;
  /** Fields that it reads. */
  readonly names: readonly string[];
} {
  const tokens = glued(text);
  const names = tokens.flatMap(({ kind, value }, index) => {
    const next = tokens[index + 1];
    return kind === "word" && next?.kind === "mark" && /[=<>]/.test(next.value) ? [value] : [];
  });
  const test = either(tokens);
  if (tokens.length > 0) throw new Error(`left over: ${tokens[0]?.value}`);
  return { fits: test, names };
}

// In the terms of a search a value may hold marks that part an expression: server=img1:8080, span-1.
function glued(text: string): Token[] {
  const pieces = text.match(/"(?:[^"\\]|\\.)*"|!=|>=|<=|[()=<>]|[^\s()=<>!"]+/g) ?? [];
  return pieces.flatMap((piece) =>
    piece.startsWith('"') || /^(!=|>=|<=|[()=<>])$/.test(piece) ? tokensOf(piece) : [{ kind: "word", value: piece }],
  );
}

type Test = (row: Row) => boolean;

function either(tokens: Token[]): Test {
  const tests = [all(tokens)];
  while (isWord(tokens[0], "OR")) {
    tokens.shift();
    tests.push(all(tokens));
  }
  return (row) => tests.some((test) => test(row));
}

function all(tokens: Token[]): Test {
  const tests: Test[] = [];
  while (tokens[0] && !isWord(tokens[0], "OR") && tokens[0].value !== ")") {
    if (isWord(tokens[0], "AND")) tokens.shift();
    tests.push(one(tokens));
  }
  return (row) => tests.every((test) => test(row));
}

function one(tokens: Token[]): Test {
  const first = tokens.shift();
  if (isWord(first, "NOT")) {
    const inner = one(tokens);
    return (row) => !inner(row);
  }
  if (first?.kind === "mark" && first.value === "(") {
    const inner = either(tokens);
    if (tokens.shift()?.value !== ")") throw new Error("a bracket is missing in a search");
    return inner;
  }
  if (first?.kind === "word" && first.value === "*") return () => true;
  const [mark, value] = [tokens.shift(), tokens.shift()];
  if (first?.kind !== "word" || mark?.kind !== "mark" || value === undefined) {
    throw new Error(`a search term is field=value, not ${first?.value}`);
  }
  return (row) => fits(row, first.value, mark.value, value.value);
}

function fits(row: Row, field: string, mark: string, wanted: string): boolean {
  const cell = row.get(field);
  const text = textOf(cell);
  // As in Splunk, no comparison is true of a field that is not there, and NOT finds these rows.
  if (text === undefined) return false;
  if (mark === "=" || mark === "!=") {
    const pattern = wanted.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[\\s\\S]*");
    return new RegExp(`^${pattern}$`, "i").test(text) === (mark === "=");
  }
  const order = compareCells(text, wanted);
  return mark === "<" ? order < 0 : mark === ">" ? order > 0 : mark === "<=" ? order <= 0 : order >= 0;
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.value === word;
}
