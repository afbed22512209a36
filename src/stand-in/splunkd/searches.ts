import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import { fail, type Outcome, succeed } from "../../base/outcome.ts";
import { APP_ID } from "../../pictures/contract.ts";
import type { Message } from "../../splunk/chunked/metadata.ts";
import { SplError } from "../spl/spl-error.ts";
import type { MacroReader } from "../spl/syntax/macros.ts";
import { readPipeline, type Stage } from "../spl/syntax/pipeline.ts";
import { csvOfTable, type ResultTable, tableOfCells } from "../spl/table.ts";
import { readTimeRange } from "../spl/time-range.ts";
import type { SearchOrder } from "../splunk-web/search-protocol.ts";
import type { CommandLine } from "./app-process.ts";
import { eventsWithin } from "./events.ts";
import { runSearch } from "./search-command.ts";

export type Found = { readonly sid: string; readonly table: ResultTable; readonly messages: readonly Message[] };

export type SearchesOptions = {
  readonly events: ResultTable;
  readonly macros: MacroReader;
  /** The real command, under settings of its own. */
  readonly command: CommandLine;
  /** Members of getinfo's searchinfo, such as the session. */
  readonly searchInfo: object;
};

const AT_ONCE = 3;
/** Results that searches may go on with: those of the pages that are open. */
const MOST_HELD = 12;
const MOST_ROWS_HELD = 200_000;
/** The fewer rows, the oftener a page hears how far its search has come. */
const CHUNK_ROWS = 100;

/** Runs the searches of the pages, as far as the preview's SPL goes, and getimage by itself. */
export class Searches {
  readonly #options: SearchesOptions;
  readonly #held = new LRUCache<string, ResultTable>({
    max: MOST_HELD,
    maxSize: MOST_ROWS_HELD,
    sizeCalculation: ({ rows }) => Math.min(rows.length + 1, MOST_ROWS_HELD),
  });
  readonly #turns = pLimit(AT_ONCE);

  constructor(options: SearchesOptions) {
    this.#options = options;
  }

  /**
   * @param progress told how many rows the command has done, and of how many
   * @returns the error is a sentence for the panel; that of a cancelled search is seen by nobody
   */
  run(
    order: SearchOrder,
    signal: AbortSignal,
    progress: (done: number, rows: number) => void,
  ): Promise<Outcome<Found, string>> {
    return this.#turns(async () => {
      try {
        return await this.#run(order, signal, progress);
      } catch (thrown) {
        if (thrown instanceof SplError) return fail(thrown.message);
        throw thrown;
      }
    });
  }

  async #run(
    { search, earliest, latest, base }: SearchOrder,
    signal: AbortSignal,
    progress: (done: number, rows: number) => void,
  ): Promise<Outcome<Found, string>> {
    const { macros, events } = this.#options;
    const stages = readPipeline(search, { macros, isPostProcess: base !== undefined });
    const begun =
      base === undefined ? eventsWithin(events, readTimeRange(earliest, latest, new Date())) : this.#held.get(base);
    if (!begun) return fail("The result of the base search is gone; load the page again.");
    let table = begun;
    const messages: Message[] = [];
    for (const stage of stages) {
      if (signal.aborted) return fail("cancelled");
      const done = await this.#do(stage, table, signal, progress);
      if (!done.ok) return done;
      table = done.value.table;
      messages.push(...done.value.messages);
    }
    const sid = randomUUID();
    this.#held.set(sid, table);
    return succeed({ sid, table, messages });
  }

  async #do(
    stage: Stage,
    table: ResultTable,
    signal: AbortSignal,
    progress: (done: number, rows: number) => void,
  ): Promise<Outcome<Pick<Found, "table" | "messages">, string>> {
    if (stage.kind === "step") return succeed({ table: stage.step(table), messages: [] });
    const { command, searchInfo } = this.#options;
    progress(0, table.rows.length);
    const { columns, rows, messages, error, stderr } = await runSearch(csvOfTable(table), {
      command,
      args: stage.args,
      searchInfo: { app: APP_ID, ...searchInfo },
      chunkRows: CHUNK_ROWS,
      progress,
      signal,
    });
    if (error !== undefined) return fail(`Error in 'getimage' command: ${error}`);
    const grumbled: Message[] = stderr === "" ? [] : [["ERROR", `The command wrote to stderr: ${stderr.trim()}`]];
    return succeed({ table: tableOfCells(columns, rows), messages: [...messages, ...grumbled] });
  }
}
