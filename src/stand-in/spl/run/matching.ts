import type { Comparison, Condition } from "../syntax/terms.ts";
import type { Row, Values } from "../table.ts";
import { compareValues, isNumber } from "../values.ts";
import { matcherFor } from "./wildcards.ts";

const RAW = "_raw";

/** A test of rows. A field that a row lacks fulfils no comparison, not even `!=`; of several values one is enough. */
export function testFor(condition: Condition): (row: Row) => boolean {
  switch (condition.kind) {
    case "all": {
      const tests = condition.parts.map(testFor);
      return (row) => tests.every((test) => test(row));
    }
    case "any": {
      const tests = condition.parts.map(testFor);
      return (row) => tests.some((test) => test(row));
    }
    case "not": {
      const test = testFor(condition.part);
      return (row) => !test(row);
    }
    case "field": {
      const { field, comparison, value } = condition;
      const test = valueTest(comparison, value);
      return (row) => (row.get(field) ?? []).some(test);
    }
    case "term": {
      const isEverything = /^\*+$/.test(condition.text);
      const test = matcherFor(`*${condition.text}*`);
      return (row) => isEverything || textsOf(row).some(test);
    }
  }
}

// Terms are looked for in the event; rows without one have only their fields.
function textsOf(row: Row): Values {
  return row.get(RAW) ?? [...row].filter(([name]) => !name.startsWith("_")).flatMap(([, values]) => values);
}

function valueTest(comparison: Comparison, wanted: string): (value: string) => boolean {
  const isSame = equalityTest(wanted);
  switch (comparison) {
    case "=":
      return isSame;
    case "!=":
      return (value) => !isSame(value);
    case "<":
      return (value) => compareValues(value, wanted) < 0;
    case ">":
      return (value) => compareValues(value, wanted) > 0;
    case "<=":
      return (value) => compareValues(value, wanted) <= 0;
    case ">=":
      return (value) => compareValues(value, wanted) >= 0;
  }
}

function equalityTest(wanted: string): (value: string) => boolean {
  const isLike = matcherFor(wanted);
  if (!isNumber(wanted)) return isLike;
  return (value) => isLike(value) || (isNumber(value) && Number(value) === Number(wanted));
}
