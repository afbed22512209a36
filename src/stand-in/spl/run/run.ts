import { fieldsRead } from "../syntax/fields-read.ts";
import type { Command, Search } from "../syntax/tree.ts";
import { demandFields, type Table } from "../table.ts";
import type { TimeRange } from "../time-range.ts";
import {
  bin,
  convert,
  dedup,
  evalFields,
  fields,
  fillnull,
  mvexpand,
  rename,
  sort,
  stats,
  streamstats,
  tableOf,
  transpose,
} from "./commands.ts";
import { evaluate } from "./evaluate.ts";
import { matches } from "./matching.ts";
import { timechart } from "./timechart.ts";

/** What a search has to do with the world outside of it. */
export type World = {
  /** Where the search looks; `begun` below holds nothing else. */
  readonly range: TimeRange;
  /** The app's own command over some rows, with its arguments. */
  readonly getimage: (table: Table, args: readonly string[]) => Promise<Table>;
};

/**
 * Runs a search, one command after the other, each as the Search Reference has it below its name.
 * @param begun the events that it begins with, or the result that it goes on with
 * @throws SplError where it names a field that no row has, or does what values cannot bear
 */
export async function runSpl(search: Search, begun: Table, world: World): Promise<Table> {
  let table = begun;
  for (const command of search) {
    demandFields(table, command.name, fieldsRead(command));
    table =
      command.name === "getimage" ? await world.getimage(table, command.args) : runCommand(command, table, world.range);
  }
  return table;
}

function runCommand(command: Exclude<Command, { readonly name: "getimage" }>, table: Table, range: TimeRange): Table {
  const { columns, rows } = table;
  switch (command.name) {
    case "search":
      return { columns, rows: rows.filter((row) => matches(command.condition, row)) };
    case "where":
      return { columns, rows: rows.filter((row) => evaluate(command.condition, row) === true) };
    case "eval":
      return evalFields(command, table);
    case "fields":
      return fields(command, table);
    case "table":
      return tableOf(command, table);
    case "rename":
      return rename(command, table);
    case "fillnull":
      return fillnull(command, table);
    case "sort":
      return sort(command, table);
    case "head":
      return { columns, rows: rows.slice(0, command.count) };
    case "dedup":
      return dedup(command, table);
    case "stats":
      return stats(command, table);
    case "streamstats":
      return streamstats(command, table);
    case "timechart":
      return timechart(command, table, range);
    case "bin":
      return bin(command, table);
    case "mvexpand":
      return mvexpand(command, table);
    case "transpose":
      return transpose(command, table);
    case "convert":
      return convert(command, table);
    case "makeresults":
      return { columns: ["_time"], rows: [new Map([["_time", [String(Math.floor(Date.now() / 1000))]]])] };
  }
}
