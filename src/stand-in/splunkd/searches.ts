import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { APP_ID } from "../../pictures/contract.ts";
import type { Message } from "../../splunk/chunked/metadata.ts";
import { runSpl } from "../spl/run/run.ts";
import { SplError } from "../spl/spl-error.ts";
import { type MacroReader, readSearch } from "../spl/syntax/read-search.ts";
import type { Table } from "../spl/table.ts";
import { readTimeRange, type TimeRange } from "../spl/time-range.ts";
import type { CommandLine } from "./app-process.ts";
import { eventsWithin } from "./events.ts";
import { csvOfTable, tableOfCells } from "./rows-csv.ts";
import { runSearch } from "./search-command.ts";
import type { SearchOrder } from "./search-protocol.ts";

export type Found = { readonly sid: string; readonly table: Table; readonly messages: readonly Message[] };

export type SearchesOptions = {
  readonly events: Table;
  readonly macros: MacroReader;
  /** The real command, under settings of its own. */
  readonly command: CommandLine;
  /** Members of getinfo's searchinfo, such as the session. */
  readonly searchInfo: object;
};

const AT_ONCE = 3;
/** Results that searches may go on with: those of the pages that are open. */
const MOST_HELD = 60;
const MOST_ROWS_HELD = 200_000;
/** The fewer rows, the oftener a page hears how far its search has come. */
const CHUNK_ROWS = 100;

type Progress = (done: number, rows: number) => void;
type Held = { readonly table: Table; readonly range: TimeRange };

/** Runs searches: the SPL that there is here, and getimage by itself. */
export class Searches {
  readonly #options: SearchesOptions;
  readonly #held = new LRUCache<string, Held>({
    max: MOST_HELD,
    maxSize: MOST_ROWS_HELD,
    sizeCalculation: ({ table }) => Math.min(table.rows.length + 1, MOST_ROWS_HELD),
  });
  readonly #turns = pLimit(AT_ONCE);

  constructor(options: SearchesOptions) {
    this.#options = options;
  }

  /**
   * @param progress called with how many rows the command has done, and of how many
   * @returns the error is a sentence for the panel; that of a cancelled search is seen by nobody
   */
  run(order: SearchOrder, signal: AbortSignal, progress: Progress): Promise<Outcome<Found, string>> {
    return this.#turns(async () => {
      try {
        return await this.#run(order, signal, progress);
      } catch (thrown) {
        if (thrown instanceof SplError) return fail(thrown.message);
        throw thrown;
      }
    });
  }

  async #run(order: SearchOrder, signal: AbortSignal, progress: Progress): Promise<Outcome<Found, string>> {
    const { macros } = this.#options;
    const search = readSearch(order.search, { macros, isPostProcess: order.base !== undefined });
    const begun = this.#begin(order);
    if (!begun) return fail("The result of the base search is gone; load the page again.");
    const messages: Message[] = [];
    const getimage = async (table: Table, args: readonly string[]): Promise<Table> => {
      if (signal.aborted) throw new SplError("cancelled");
      const done = await this.#getimage(table, args, signal, progress);
      messages.push(...done.messages);
      return done.table;
    };
    const table = await runSpl(search, begun.table, { range: begun.range, getimage });
    const sid = randomUUID();
    this.#held.set(sid, { table, range: begun.range });
    return succeed({ sid, table, messages });
  }

  #begin({ earliest, latest, base }: SearchOrder): Held | undefined {
    if (base !== undefined) return this.#held.get(base);
    const range = readTimeRange(earliest, latest, new Date());
    return { table: eventsWithin(this.#options.events, range), range };
  }

  async #getimage(
    table: Table,
    args: readonly string[],
    signal: AbortSignal,
    progress: Progress,
  ): Promise<Pick<Found, "table" | "messages">> {
    const { command, searchInfo } = this.#options;
    progress(0, table.rows.length);
    const { columns, rows, messages, error, stderr } = await runSearch(csvOfTable(table), {
      command,
      args,
      searchInfo: { app: APP_ID, ...searchInfo },
      chunkRows: CHUNK_ROWS,
      progress,
      signal,
    });
    if (error !== undefined) throw new SplError(`Error in 'getimage' command: ${error}`);
    const grumbled: Message[] = stderr === "" ? [] : [["ERROR", `The command wrote to stderr: ${stderr.trim()}`]];
    return { table: tableOfCells(columns, rows), messages: [...messages, ...grumbled] };
  }
}
