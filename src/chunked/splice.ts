import { encodeCell, rawCell, type Table } from "./csv.ts";

const COMMA = 0x2c;
const LINE_FEED = 0x0a;

/**
 * A new body: every record keeps its own bytes, and behind them come the cells of the added columns. Where columns of
 * these names stand in the input already, they are left out of the copied part, so that the reply names each once.
 *
 * @param table scanned for the columns that the added ones replace; when there are any, for all columns
 * @param added names of the columns to add, in order
 * @param cells for each row its added cells, encoded and joined by commas; undefined leaves the row what it had there
 */
export function spliceColumns(
  table: Table,
  added: readonly string[],
  cells: readonly (Uint8Array | undefined)[],
): Buffer {
  const replaced = new Set(added.filter((name) => table.columns.includes(name)));
  const kept = table.columns.filter((name) => !replaced.has(name));
  const header = Buffer.from(`${[...kept, ...added].map(encodeCell).join(",")}\n`);
  const addedBytes = cells.reduce((sum, cell) => sum + (cell?.byteLength ?? added.length) + 2, 0);
  const missingBytes = [...table.missingCells.values()].reduce((sum, count) => sum + count, 0);
  const out = Buffer.allocUnsafe(header.byteLength + table.body.byteLength + addedBytes + missingBytes);

  let at = header.copy(out);
  const commas = (count: number): void => {
    out.fill(COMMA, at, at + count);
    at += count;
  };
  const joined = (names: readonly string[], row: number): void => {
    for (const [index, name] of names.entries()) {
      if (index > 0) commas(1);
      at += rawCell(table, row, name).copy(out, at);
    }
  };
  for (let row = 0; row < table.rowCount; row++) {
    if (replaced.size > 0) {
      joined(kept, row);
    } else {
      at += table.body.copy(out, at, table.rowStarts[row], table.rowEnds[row]);
      commas(table.missingCells.get(row) ?? 0);
    }
    if (kept.length > 0) commas(1);
    const own = cells[row];
    if (own) {
      out.set(own, at);
      at += own.byteLength;
    } else if (replaced.size > 0) {
      joined(added, row);
    } else {
      commas(added.length - 1);
    }
    out[at++] = LINE_FEED;
  }
  return out.subarray(0, at);
}
