import type { ResultTable } from "../table.ts";

/** What one command does with the rows before it. */
export type Step = (table: ResultTable) => ResultTable;
