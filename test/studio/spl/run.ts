import { COMMANDS } from "./commands.ts";
import { need, type Row, type Table, tableOf } from "./rows.ts";
import { termsOf } from "./terms.ts";
import type { Range } from "./time.ts";
import { commandsOf } from "./tokens.ts";

/** What a search has to do with the world outside. */
export type Source = {
  /** All events of the range, newest first. */
  readonly events: (range: Range) => readonly Row[];
  readonly getimage: (table: Table, args: string) => Promise<Table>;
};

/**
 * Runs the part of SPL that the shipped Studio views are written in, and no more: what it does not know is an error, and
 * so is a field that no event has, so that a view cannot pass with SPL that nobody has run. Macros are filled in before.
 * @param base the result that a chained search goes on with
 */
export async function runSpl(search: string, range: Range, source: Source, base?: Table): Promise<Table> {
  const [first, ...others] = commandsOf(search);
  if (!first || (base && first.verb + first.rest !== "")) throw new Error("a chained search begins with |");
  let table = base ?? eventsFor(first, source.events(range));
  for (const { verb, rest } of others) {
    const command = COMMANDS[verb];
    if (verb === "getimage") table = await source.getimage(table, rest);
    else if (command) table = command(table, rest, range);
    else throw new Error(`no command that this test knows: | ${verb} ${rest}`);
  }
  return table;
}

function eventsFor({ verb, rest }: { readonly verb: string; readonly rest: string }, events: readonly Row[]): Table {
  const { fits, names } = termsOf(verb === "" || verb === "search" ? rest : `${verb} ${rest}`);
  const found = { columns: tableOf(events).columns, rows: events.filter(fits) };
  need(found, names);
  return found;
}
