import { beyondPreview, SplError } from "../spl-error.ts";
import { expressionTokens, type TokenReader } from "./tokens.ts";
import { type Assignment, COMPARISONS, type Expression, FUNCTIONS, type FunctionName, type Operator } from "./tree.ts";

/** Reads what stands behind `where`. @throws SplError at a function that there is not, and at what is no expression */
export function readExpression(text: string): Expression {
  const tokens = expressionTokens(text);
  const expression = readOr(tokens);
  tokens.end();
  return expression;
}

/** Reads what stands behind `eval`: `a=1, "b c"=if(x, 2, 3)`. */
export function readAssignments(text: string): readonly Assignment[] {
  const tokens = expressionTokens(text);
  const assignments: Assignment[] = [];
  do {
    const field = tokens.takeName();
    if (field === undefined || !tokens.takeSign("=")) {
      throw new SplError("Error in 'eval' command: expected <field>=<expression>, ...");
    }
    assignments.push({ field, expression: readOr(tokens) });
  } while (tokens.takeSign(","));
  tokens.end();
  return assignments;
}

// Search Manual, "Boolean expressions": in `eval` and `where`, NOT binds closest, then AND, then OR.
function readOr(tokens: TokenReader): Expression {
  let left = readAnd(tokens);
  while (tokens.takeWord("OR")) left = binary("OR", left, readAnd(tokens));
  return left;
}

function readAnd(tokens: TokenReader): Expression {
  let left = readNot(tokens);
  while (tokens.takeWord("AND")) left = binary("AND", left, readNot(tokens));
  return left;
}

function readNot(tokens: TokenReader): Expression {
  let isTurned = false;
  while (tokens.takeWord("NOT")) isTurned = !isTurned;
  const part = readComparison(tokens);
  return isTurned ? { kind: "not", part } : part;
}

function readComparison(tokens: TokenReader): Expression {
  const left = readSum(tokens);
  const sign = tokens.takeSign("==", ...COMPARISONS);
  return sign === undefined ? left : binary(sign === "==" ? "=" : sign, left, readSum(tokens));
}

function readSum(tokens: TokenReader): Expression {
  const signs = ["+", "-", "."] as const;
  let left = readProduct(tokens);
  for (let sign = tokens.takeSign(...signs); sign; sign = tokens.takeSign(...signs)) {
    left = binary(sign, left, readProduct(tokens));
  }
  return left;
}

function readProduct(tokens: TokenReader): Expression {
  let left = readValue(tokens);
  for (let sign = tokens.takeSign("*", "/"); sign; sign = tokens.takeSign("*", "/")) {
    left = binary(sign, left, readValue(tokens));
  }
  return left;
}

function binary(operator: Operator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function readValue(tokens: TokenReader): Expression {
  const token = tokens.take();
  if (!token) throw new SplError("An expression ends too early.");
  const { kind, text } = token;
  switch (kind) {
    case "quoted":
      return { kind: "text", text };
    case "field":
      return { kind: "field", field: text };
    case "number":
      return { kind: "number", number: Number(text) };
    case "word":
      return tokens.takeSign("(") ? readCall(text, tokens) : { kind: "field", field: text };
    case "sign":
      if (text === "(") return tokens.inBrackets(() => readOr(tokens));
      throw new SplError(`An expression cannot go on with "${text}".`);
  }
}

function readCall(name: string, tokens: TokenReader): Expression {
  if (!isFunction(name)) throw beyondPreview(`The function ${name}()`);
  const args = tokens.inBrackets(() => {
    const read: Expression[] = [];
    if (tokens.next?.text === ")" && tokens.next.kind === "sign") return read;
    do read.push(readOr(tokens));
    while (tokens.takeSign(","));
    return read;
  });
  const [least, most] = FUNCTIONS[name];
  if (args.length < least || args.length > most) {
    throw new SplError(`The function ${name}() cannot take ${args.length} arguments here.`);
  }
  return { kind: "call", function: name, args };
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}
