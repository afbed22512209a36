import { FUNCTIONS, type Value } from "./functions.ts";
import { type Cell, numberOf, type Row } from "./rows.ts";
import { type Token, tokensOf } from "./tokens.ts";

export type Evaluate = (row: Row) => Value;

/** An expression of `eval` and `where` as a function of a row. @throws at anything that this test does not read */
export function expressionOf(text: string): Evaluate {
  const tokens = tokensOf(text);
  const parser = new Parser(tokens);
  const evaluate = parser.either();
  parser.end();
  return evaluate;
}

export function isTrue(value: Value): boolean {
  return value === true;
}

/** What `eval` puts into a cell. */
export function cellOf(value: Value): Cell {
  if (typeof value === "number") return String(Number(value.toPrecision(12)));
  if (typeof value === "boolean") throw new Error("a field cannot hold true or false");
  return value;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  end(): void {
    const left = this.#tokens[this.#at];
    if (left) throw new Error(`left over: ${left.value}`);
  }

  either(): Evaluate {
    let one = this.#both();
    while (this.#takeWord("OR")) {
      const [left, right] = [one, this.#both()];
      one = (row) => isTrue(left(row)) || isTrue(right(row));
    }
    return one;
  }

  #both(): Evaluate {
    let one = this.#not();
    while (this.#takeWord("AND")) {
      const [left, right] = [one, this.#not()];
      one = (row) => isTrue(left(row)) && isTrue(right(row));
    }
    return one;
  }

  #not(): Evaluate {
    if (!this.#takeWord("NOT")) return this.#comparison();
    const one = this.#not();
    return (row) => !isTrue(one(row));
  }

  #comparison(): Evaluate {
    const left = this.#sum();
    const mark = this.#takeMark("=", "==", "!=", "<", ">", "<=", ">=");
    if (!mark) return left;
    const right = this.#sum();
    return (row) => compared(left(row), mark, right(row));
  }

  #sum(): Evaluate {
    let one = this.#product();
    for (let mark = this.#takeMark("+", "-", "."); mark; mark = this.#takeMark("+", "-", ".")) {
      const [left, right, how] = [one, this.#product(), mark];
      one = (row) => joined(left(row), how, right(row));
    }
    return one;
  }

  #product(): Evaluate {
    let one = this.#single();
    for (let mark = this.#takeMark("*", "/"); mark; mark = this.#takeMark("*", "/")) {
      const [left, right, how] = [one, this.#single(), mark];
      one = (row) => joined(left(row), how, right(row));
    }
    return one;
  }

  #single(): Evaluate {
    const token = this.#tokens[this.#at++];
    if (!token) throw new Error("an expression ends too early");
    const { kind, value } = token;
    if (kind === "text") return () => value;
    if (kind === "name") return (row) => row.get(value);
    if (kind === "mark") {
      if (value !== "(") throw new Error(`unexpected ${value}`);
      const inner = this.either();
      if (!this.#takeMark(")")) throw new Error("a bracket is missing");
      return inner;
    }
    if (/^\d+$/.test(value)) return this.#number(value);
    if (!this.#takeMark("(")) return (row) => row.get(value);
    const known = FUNCTIONS[value];
    if (!known) throw new Error(`no function ${value} in this test's SPL`);
    const given: Evaluate[] = [];
    while (!this.#takeMark(")")) {
      given.push(this.either());
      this.#takeMark(",");
    }
    return (row) => known(given.map((argument) => () => argument(row)));
  }

  #number(whole: string): Evaluate {
    const next = this.#tokens[this.#at + 1]?.value ?? "";
    const isFraction = this.#tokens[this.#at]?.value === "." && /^\d+$/.test(next);
    if (isFraction) this.#at += 2;
    const number = Number(isFraction ? `${whole}.${next}` : whole);
    return () => number;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token?.kind === "word" && token.value === word;
    if (isIt) this.#at++;
    return isIt;
  }

  #takeMark(...marks: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "mark" || !marks.includes(token.value)) return undefined;
    this.#at++;
    return token.value;
  }
}

function amountOf(value: Value): number | undefined {
  return typeof value === "number" ? value : typeof value === "boolean" ? undefined : numberOf(value);
}

// What is compared with or added to nothing is nothing, as in Splunk.
function compared(left: Value, mark: string, right: Value): Value {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [amountOf(left), amountOf(right)];
  const isNumeric = a !== undefined && b !== undefined;
  const [x, y] = isNumeric ? [a, b] : [String(left), String(right)];
  if (mark === "=" || mark === "==") return x === y;
  if (mark === "!=") return x !== y;
  if (mark === "<") return x < y;
  if (mark === ">") return x > y;
  return mark === "<=" ? x <= y : x >= y;
}

function joined(left: Value, how: string, right: Value): Value {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [amountOf(left), amountOf(right)];
  if (how === "." || (how === "+" && (a === undefined || b === undefined))) {
    return `${cellOf(left)}${cellOf(right)}`;
  }
  if (a === undefined || b === undefined) return undefined;
  if (how === "+") return a + b;
  if (how === "-") return a - b;
  if (how === "*") return a * b;
  return b === 0 ? undefined : a / b;
}
