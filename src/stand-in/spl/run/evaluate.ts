import type { Expression, Operator } from "../syntax/tree.ts";
import type { Row } from "../table.ts";
import { compareInExpression, numberOf, textOf, type Value } from "../values.ts";
import { callFunction } from "./functions.ts";

/** What an expression of `eval` or `where` comes to in a row. @throws SplError at what a function cannot do */
export function evaluate(expression: Expression, row: Row): Value {
  switch (expression.kind) {
    case "text":
      return expression.text;
    case "number":
      return expression.number;
    case "field":
      return fieldIn(row, expression.field);
    case "not":
      return evaluate(expression.part, row) !== true;
    case "call":
      return callFunction(
        expression.function,
        expression.args.map((arg) => () => evaluate(arg, row)),
      );
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "AND") return evaluate(left, row) === true && evaluate(right, row) === true;
      if (operator === "OR") return evaluate(left, row) === true || evaluate(right, row) === true;
      return combine(evaluate(left, row), operator, evaluate(right, row));
    }
  }
}

function fieldIn(row: Row, field: string): Value {
  const values = row.get(field) ?? [];
  return values.length > 1 ? values : values[0];
}

// Search Reference, "eval": what is worked out from null is null; + adds numbers, and puts together anything else.
function combine(left: Value, operator: Exclude<Operator, "AND" | "OR">, right: Value): Value {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case "=":
    case "!=":
    case "<":
    case ">":
    case "<=":
    case ">=":
      return compareInExpression(left, operator, right);
    case ".":
      return `${textOf(left)}${textOf(right)}`;
  }
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one === undefined || other === undefined) {
    return operator === "+" ? `${textOf(left)}${textOf(right)}` : undefined;
  }
  if (operator === "+") return one + other;
  if (operator === "-") return one - other;
  if (operator === "*") return one * other;
  return other === 0 ? undefined : one / other;
}
