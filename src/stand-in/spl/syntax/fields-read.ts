import type { Aggregate, Command, Condition, Expression } from "./tree.ts";

/** The fields that a command reads, and so must find. What `eval` has made itself it need not find. */
export function fieldsRead(command: Command): readonly string[] {
  switch (command.name) {
    case "search":
      return fieldsOfCondition(command.condition);
    case "where":
      return fieldsOfExpression(command.condition);
    case "eval":
      return command.assignments.flatMap(({ expression }, index) => {
        const made = command.assignments.slice(0, index).map(({ field }) => field);
        return fieldsOfExpression(expression).filter((field) => !made.includes(field));
      });
    case "fields":
      return command.keeps ? withoutStars(command.patterns) : [];
    case "table":
      return withoutStars(command.patterns);
    case "rename":
      return command.pairs.map(([from]) => from);
    case "sort":
      return command.keys.map(({ field }) => field);
    case "dedup":
      return command.fields;
    case "stats":
      return [...fieldsOfAggregates(command.aggregates), ...command.by];
    case "streamstats":
      return fieldsOfAggregates(command.aggregates);
    case "timechart":
      return ["_time", ...fieldsOfAggregates(command.aggregates), ...(command.by === undefined ? [] : [command.by])];
    case "bin":
    case "mvexpand":
    case "convert":
      return [command.field];
    case "fillnull":
    case "head":
    case "transpose":
    case "makeresults":
    case "getimage":
      return [];
  }
}

function withoutStars(patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !pattern.includes("*"));
}

function fieldsOfAggregates(aggregates: readonly Aggregate[]): readonly string[] {
  return aggregates.flatMap(({ field }) => field ?? []);
}

function fieldsOfCondition(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.parts.flatMap(fieldsOfCondition);
    case "not":
      return fieldsOfCondition(condition.part);
    case "field":
      return [condition.field];
    case "term":
      return [];
  }
}

/** The fields that an expression reads. */
export function fieldsOfExpression(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "field":
      return [expression.field];
    case "not":
      return fieldsOfExpression(expression.part);
    case "binary":
      return [expression.left, expression.right].flatMap(fieldsOfExpression);
    case "call":
      return expression.args.flatMap(fieldsOfExpression);
    case "text":
    case "number":
      return [];
  }
}
