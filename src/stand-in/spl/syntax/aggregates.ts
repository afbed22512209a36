import { beyondPreview, commandFault } from "../spl-error.ts";
import { type TokenReader, wordTokens } from "./tokens.ts";
import { AGGREGATE_NAMES, type Aggregate } from "./tree.ts";

/** What stands behind `stats` and its kin: what is worked out, and by which fields. */
export type Aggregation = { readonly aggregates: readonly Aggregate[]; readonly by: readonly string[] };

/**
 * Reads `count sum(bytes) as "Bytes", max(ms) by server, code`.
 * @param command whose arguments they are, for the sentence of an error
 * @throws SplError at a function that there is not
 */
export function readAggregation(command: string, text: string): Aggregation {
  const tokens = wordTokens(text);
  const aggregates: Aggregate[] = [];
  let by: readonly string[] = [];
  while (tokens.next) {
    if (tokens.takeSign(",")) continue;
    if (!tokens.takeWord(/^by$/i)) aggregates.push(readAggregate(command, tokens));
    else {
      by = tokens.takeNames();
      if (by.length === 0) throw commandFault(command, "a field is missing behind by.");
    }
  }
  if (aggregates.length === 0) throw commandFault(command, "expected a function such as count or sum(<field>).");
  return { aggregates, by };
}

function readAggregate(command: string, tokens: TokenReader): Aggregate {
  const word = tokens.takeName() ?? tokens.take()?.text ?? "";
  const name = AGGREGATE_NAMES.find((known) => known === (word === "c" ? "count" : word));
  if (!name) throw beyondPreview(`The function "${word}" of ${command}`);
  const field = tokens.takeSign("(") ? tokens.inBrackets(() => tokens.takeName()) : undefined;
  if (field === undefined && name !== "count") throw commandFault(command, `${name} wants a field in brackets.`);
  const plain = field === undefined ? name : `${name}(${field})`;
  if (!tokens.takeWord(/^as$/i)) return { function: name, field, as: plain };
  const as = tokens.takeName();
  if (as === undefined) throw commandFault(command, `a name is missing behind ${plain} as.`);
  return { function: name, field, as };
}
