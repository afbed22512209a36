import { corrupt } from "../../faults.ts";
import { FaxBits } from "./codes.ts";
import { FaxRow, readPlainRow, readRowBelow } from "./row.ts";

/**
 * How the rows of a strip are packed: modified Huffman (TIFF 6.0, section 10), group 3 in one or two dimensions (ITU-T T.4),
 * group 4 (T.6).
 */
export type FaxCoding = "huffman" | "group3" | "group3-2d" | "group4";

export type FaxStrip = {
  /** One bit for each pel, black is 1; a damaged row repeats the one above it, a row that is not there is white. */
  readonly bits: Buffer;
  /** Of each row; one that the data does not reach is damaged, one behind the mark that ends the page is absent. */
  readonly rows: readonly FaxRowState[];
};

export type FaxRowState = "good" | "damaged" | "absent";

type Read = "good" | "damaged" | "lost" | "end";

/** Reads a strip of a fax, and which of its rows are damaged. */
export function readFaxStrip(
  packed: Buffer,
  coding: FaxCoding,
  { width, height }: { readonly width: number; readonly height: number },
): FaxStrip {
  const bits = new FaxBits(packed);
  const rowBytes = Math.ceil(width / 8);
  const pels = Buffer.alloc(rowBytes * height);
  const rows: FaxRowState[] = [];
  let above = new FaxRow(width);
  let row = new FaxRow(width);
  const reader = readerOf(coding, bits, width);
  while (rows.length < height) {
    const read = reader(above, row);
    if (read === "end" || read === "lost") {
      const rest: FaxRowState = read === "end" ? "absent" : "damaged";
      while (rows.length < height) rows.push(rest);
      break;
    }
    if (read === "good") [above, row] = [row, above];
    const start = rows.length * rowBytes;
    draw(above, pels.subarray(start, start + rowBytes), width);
    rows.push(read);
  }
  return { bits: pels, rows };
}

type RowReader = (above: FaxRow, row: FaxRow) => Read;

function readerOf(coding: FaxCoding, bits: FaxBits, width: number): RowReader {
  switch (coding) {
    case "huffman":
      return (_, row) => {
        const isGood = readPlainRow(bits, width, row);
        bits.alignToByte();
        return isGood ? "good" : "lost";
      };
    case "group4":
      return (above, row) => {
        if (bits.peek(24) === END_OF_BLOCK) return "end";
        // Each row refers to the one above, so nothing can be read behind a damaged one.
        return readRowBelow(bits, width, above, row) ? "good" : "lost";
      };
    default:
      return groupThree(coding === "group3-2d", bits, width);
  }
}

/** EOFB of T.6: two ends of line. */
const END_OF_BLOCK = 0x001001;

// The next end of line is where reading goes on after a damaged row; one that refers to a damaged row is damaged, too.
function groupThree(isTwoDimensional: boolean, bits: FaxBits, width: number): RowReader {
  let isAboveGood = true;
  let isAtLine = false;
  const goOn = (): void => {
    isAtLine = bits.seekEndOfLine();
  };
  return (above, row) => {
    isAtLine ||= bits.endOfLine();
    if (bits.at >= bits.length) return "lost";
    // Some write no ends of line; then a row follows the other.
    const isPlain = !isTwoDimensional || (isAtLine && bits.peek(1) === 1);
    if (isTwoDimensional && isAtLine) bits.at++;
    if (isAtLine && bits.peek(12) === 1) return "end";
    isAtLine = false;
    const start = bits.at;
    const isRead = isPlain ? readPlainRow(bits, width, row) : isAboveGood && readRowBelow(bits, width, above, row);
    isAboveGood = isRead;
    if (isRead) return "good";
    bits.at = start;
    goOn();
    return "damaged";
  };
}

function draw({ edges, count }: FaxRow, pels: Buffer, width: number): void {
  for (let index = 0; index < count; index += 2) {
    const from = edges[index] ?? width;
    const to = index + 1 < count ? (edges[index + 1] ?? width) : width;
    for (let at = from; at < to; ) {
      if (at % 8 === 0 && at + 8 <= to) {
        const bytes = (to - at) >>> 3;
        pels.fill(0xff, at >>> 3, (at >>> 3) + bytes);
        at += bytes * 8;
      } else {
        pels[at >>> 3] = (pels[at >>> 3] ?? 0) | (0x80 >> (at & 7));
        at++;
      }
    }
  }
}

/** A page that came well, as HylaFAX checks its copy quality: at most 5 % of its rows are damaged, and 5 one after the other. */
const MAX_DAMAGED_SHARE = 0.05;
const MAX_DAMAGED_TOGETHER = 5;

/**
 * What a person should know of the rows of a page.
 * @throws DecodeFault where so many are damaged that what is shown would be invented
 */
export function noteOfRows(rows: readonly FaxRowState[]): string | undefined {
  const damaged = rows.filter((state) => state === "damaged").length;
  if (damaged > rows.length * MAX_DAMAGED_SHARE || longestDamage(rows) > MAX_DAMAGED_TOGETHER) {
    throw corrupt(`${damaged} of the ${rows.length} rows of the fax are damaged`).asFinal();
  }
  const repeats = damaged === 1 ? "is damaged and repeats" : "are damaged and repeat";
  const repeated = damaged > 0 ? `${damaged} of ${rows.length} rows ${repeats} the row above` : undefined;
  const there = rows.indexOf("absent");
  const short = there >= 0 ? `the fax ends after ${there} of ${rows.length} rows` : undefined;
  return [repeated, short].filter((text) => text !== undefined).join("; ") || undefined;
}

function longestDamage(rows: readonly FaxRowState[]): number {
  let longest = 0;
  let run = 0;
  for (const state of rows) {
    run = state === "damaged" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
