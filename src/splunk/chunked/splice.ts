import { encodeCell, type Table } from "./csv.ts";

const COMMA = 0x2c;
const LINE_FEED = 0x0a;

/**
 * A new body: every record keeps its own bytes, and behind them come the cells of the added columns. Where columns of
 * these names stand in the input already, they are left out of the copied part, so that the reply names each once.
 *
 * @param table scanned for the columns that the added ones replace; when there are any, for all columns
 * @param added names of the columns to add, in order
 * @param cells for each row its added cells, encoded and joined by commas; undefined, or a row behind the list's end, leaves
 * them empty, for what a record brings under our names is not ours
 */
export function spliceColumns(
  table: Table,
  added: readonly string[],
  cells: readonly (Uint8Array | undefined)[],
): Buffer {
  // An empty chunk has no header to which columns could be added.
  if (table.columns.length === 0) return Buffer.alloc(0);
  const replaced = new Set(added.filter((name) => table.columns.includes(name)));
  // Whole records are copied as they are; put together anew, a record has each column once.
  const names = replaced.size > 0 ? [...new Set(table.columns)] : table.columns;
  const kept = names.filter((name) => !replaced.has(name));
  const header = Buffer.from(`${[...kept, ...added].map(encodeCell).join(",")}\n`);
  let addedBytes = 0;
  for (let row = 0; row < table.rowCount; row++) addedBytes += (cells[row]?.byteLength ?? added.length) + 2;
  const missingBytes = [...table.missingCells.values()].reduce((sum, count) => sum + count, 0);
  const out = Buffer.allocUnsafe(header.byteLength + table.body.byteLength + addedBytes + missingBytes);

  let at = header.copy(out);
  const commas = (count: number): void => {
    for (let left = count; left > 0; left--) out[at++] = COMMA;
  };
  const keptPlaces = kept.map((name) => table.known.indexOf(name));
  const copyKept = (row: number): void => {
    for (let index = 0; index < keptPlaces.length; index++) {
      if (index > 0) out[at++] = COMMA;
      const cell = row * table.known.length + (keptPlaces[index] ?? -1);
      const start = table.cellStarts[cell] ?? -1;
      if (start !== -1) at += table.body.copy(out, at, start, table.cellEnds[cell]);
    }
  };
  for (let row = 0; row < table.rowCount; row++) {
    if (replaced.size > 0) {
      copyKept(row);
    } else {
      at += table.body.copy(out, at, table.rowStarts[row], table.rowEnds[row]);
      if (missingBytes > 0) commas(table.missingCells.get(row) ?? 0);
    }
    if (kept.length > 0) out[at++] = COMMA;
    const own = cells[row];
    if (own) {
      out.set(own, at);
      at += own.byteLength;
    } else {
      commas(added.length - 1);
    }
    out[at++] = LINE_FEED;
  }
  return out.subarray(0, at);
}
