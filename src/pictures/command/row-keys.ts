import { createHash } from "node:crypto";
import type { Table } from "../../splunk/chunked/csv.ts";

/** A longer key is remembered by its hash. */
const MAX_KEY_LENGTH = 256;

/** For each row what tells it from rows that get other cells: its raw cells in the columns that were asked for. */
export function rowKeys(
  { body, known, cellStarts, cellEnds }: Table,
  asked: readonly string[],
): (row: number) => string {
  const slots = asked.map((name) => known.indexOf(name));
  return (row) => {
    let key = "";
    for (const slot of slots) {
      const cell = row * known.length + slot;
      const start = slot === -1 ? -1 : (cellStarts[cell] ?? -1);
      key += start === -1 ? "\0" : `${body.toString("latin1", start, cellEnds[cell])}\0`;
    }
    return shortKey(key);
  };
}

/** A key that takes little memory, however long the text is that it stands for. */
export function shortKey(key: string): string {
  return key.length <= MAX_KEY_LENGTH ? key : createHash("sha256").update(key, "utf8").digest("hex");
}
