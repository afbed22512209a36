import { ProtocolError } from "./protocol-error.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Records for which there is room before their number is known. */
const FIRST_ROOM = 1_024;

/**
 * The body of one chunk: RFC 4180 text whose first record names the columns. One walk over the bytes notes where
 * records begin and end, and where the cells of the columns stand that somebody asked for; nothing is copied or decoded.
 */
export type Table = {
  readonly body: Buffer;
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** First byte of each record, and the byte behind its last cell. */
  readonly rowStarts: Int32Array;
  readonly rowEnds: Int32Array;
  /** Names of the columns that were asked for and exist; a cell is found by its place in this list. */
  readonly known: readonly string[];
  readonly cellStarts: Int32Array;
  readonly cellEnds: Int32Array;
  /** Cells that a record lacks at its end; only short records are listed. */
  readonly missingCells: ReadonlyMap<number, number>;
};

/**
 * Finds the borders of all records and of the cells in the columns that `wanted` picks from the header.
 * A line break is LF (what splunkd sends) or CRLF (what its SDK sends).
 * @throws ProtocolError when a quote never ends or a record has more cells than the header.
 */
export function scanTable(body: Buffer, wanted: (columns: readonly string[]) => readonly string[]): Table {
  const { columns, next } = readHeader(body);
  const known = [...new Set(wanted(columns))].filter((name) => columns.includes(name));
  const slots = new Int32Array(columns.length).fill(-1);
  for (const [slot, name] of known.entries()) slots[columns.indexOf(name)] = slot;

  const cells = known.length;
  const length = body.byteLength;
  const missingCells = new Map<number, number>();
  let rowCount = 0;
  let room = FIRST_ROOM;
  let rowStarts = new Int32Array(room);
  let rowEnds = new Int32Array(room);
  let cellStarts = new Int32Array(room * cells).fill(-1);
  let cellEnds = new Int32Array(room * cells).fill(-1);
  let at = next;
  while (at < length) {
    if (rowCount === room) {
      room *= 2;
      rowStarts = enlarged(rowStarts, room);
      rowEnds = enlarged(rowEnds, room);
      cellStarts = enlarged(cellStarts, room * cells);
      cellEnds = enlarged(cellEnds, room * cells);
    }
    const start = at;
    let column = 0;
    let end = at;
    for (;;) {
      const cellStart = at;
      if (body[at] === QUOTE) at = skipQuotes(body, at);
      while (at < length) {
        const byte = body[at];
        if (byte === COMMA || byte === LINE_FEED) break;
        at++;
      }
      if (column >= slots.length) tooManyCells(rowCount, columns.length);
      const isLast = at >= length || body[at] === LINE_FEED;
      if (isLast) end = at < length && at > cellStart && body[at - 1] === CARRIAGE_RETURN ? at - 1 : at;
      const slot = slots[column] ?? -1;
      if (slot >= 0) {
        cellStarts[rowCount * cells + slot] = cellStart;
        cellEnds[rowCount * cells + slot] = isLast ? end : at;
      }
      column++;
      if (isLast) break;
      at++;
    }
    at++;
    // An empty line is a row only where one empty cell can be all of it.
    if (end === start && columns.length > 1) {
      cellStarts.fill(-1, rowCount * cells, (rowCount + 1) * cells);
      cellEnds.fill(-1, rowCount * cells, (rowCount + 1) * cells);
      continue;
    }
    if (column < columns.length) missingCells.set(rowCount, columns.length - column);
    rowStarts[rowCount] = start;
    rowEnds[rowCount] = end;
    rowCount++;
  }
  return {
    body,
    columns,
    rowCount,
    rowStarts: rowStarts.subarray(0, rowCount),
    rowEnds: rowEnds.subarray(0, rowCount),
    known,
    cellStarts: cellStarts.subarray(0, rowCount * cells),
    cellEnds: cellEnds.subarray(0, rowCount * cells),
    missingCells,
  };
}

function enlarged(places: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length).fill(-1, places.length);
  larger.set(places);
  return larger;
}

/** The bytes of a cell as they came, quotes included; empty where the column or the cell is missing. */
export function rawCell(table: Table, row: number, column: string): Buffer {
  const slot = table.known.indexOf(column);
  const index = row * table.known.length + slot;
  const start = slot === -1 ? -1 : (table.cellStarts[index] ?? -1);
  return start === -1 ? table.body.subarray(0, 0) : table.body.subarray(start, table.cellEnds[index]);
}

/** The text of a cell. Bytes that are no UTF-8 become U+FFFD. */
export function cellText(table: Table, row: number, column: string): string {
  return decodeCell(rawCell(table, row, column));
}

function decodeCell(bytes: Buffer): string {
  if (bytes[0] !== QUOTE) return bytes.toString("utf8");
  const end = skipQuotes(bytes, 0);
  const inside = bytes.toString("utf8", 1, end - 1);
  return (inside.includes('"') ? inside.replaceAll('""', '"') : inside) + bytes.toString("utf8", end);
}

/** A cell as text in a CSV record, in quotes where its content asks for them. */
export function encodeCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function readHeader(body: Buffer): { columns: string[]; next: number } {
  const columns: string[] = [];
  if (body.byteLength === 0) return { columns, next: 0 };
  let at = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  for (;;) {
    const start = at;
    at = skipCell(body, at);
    const end = body[at] === LINE_FEED && body[at - 1] === CARRIAGE_RETURN ? at - 1 : at;
    columns.push(decodeCell(body.subarray(start, end)));
    if (body[at] !== COMMA) break;
    at++;
  }
  return { columns, next: at + 1 };
}

/** The place of the comma, line feed or end behind the cell that begins at `at`. */
function skipCell(body: Buffer, at: number): number {
  let next = body[at] === QUOTE ? skipQuotes(body, at) : at;
  while (next < body.byteLength && body[next] !== COMMA && body[next] !== LINE_FEED) next++;
  return next;
}

/** The place behind the quote that ends what the quote at `at` begins. */
function skipQuotes(body: Buffer, at: number): number {
  for (let next = at + 1; ; next++) {
    while (body[next] !== QUOTE) {
      if (next >= body.byteLength) throw new ProtocolError("bad-csv", `a quote opened at byte ${at} never ends`);
      next++;
    }
    next++;
    if (body[next] !== QUOTE) return next;
  }
}

function tooManyCells(row: number, expected: number): never {
  throw new ProtocolError("bad-csv", `expected ${expected} cells as in the header, received more in record ${row + 1}`);
}
