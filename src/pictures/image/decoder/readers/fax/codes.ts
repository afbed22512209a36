// The codes of ITU-T T.4 and T.6, and the reader of their bits.

/** Codes of T.4 in the order of their runs: the terminating codes of 0 to 63, then the make-up codes of 64, 128 and on to 1728. */
const WHITE_CODES = `
00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101
101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010
00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010
00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100
11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010 011010011 011010100 011010101
011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000 010011011`;
const BLACK_CODES = `
0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000
0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001
000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111
000001100100 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111
0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100
0000001110101 0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 0000001100100 0000001100101`;
/** Make-up codes of 1792 to 2560, the same for both colours. */
const LONG_CODES =
  "00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111 000000011100 000000011101 000000011110 000000011111";

/** Modes of T.6 and of two-dimensional T.4. A vertical mode is the distance of the new edge from the one above. */
export const MODES = { pass: 4, horizontal: 5 } as const;
const MODE_CODES: readonly (readonly [string, number])[] = [
  ["1", 0],
  ["011", 1],
  ["000011", 2],
  ["0000011", 3],
  ["010", -1],
  ["000010", -2],
  ["0000010", -3],
  ["0001", MODES.pass],
  ["001", MODES.horizontal],
];

/** No code is longer. */
const CODE_BITS = 13;
const MODE_BITS = 7;
/** Runs of this length and more are followed by a shorter one of the same colour. */
export const MAKE_UP = 64;

/** What the next `bits` bits mean, by these bits: value and length of the code that they begin with; a length of 0 is none. */
export type CodeTable = { readonly bits: number; readonly values: Int16Array; readonly lengths: Uint8Array };

export const WHITE = runTable(WHITE_CODES);
export const BLACK = runTable(BLACK_CODES);
export const MODE = tableOf(MODE_CODES, MODE_BITS);

function runTable(own: string): CodeTable {
  const codes = `${own} ${LONG_CODES}`.trim().split(/\s+/);
  const runOf = (index: number): number => (index < MAKE_UP ? index : (index - MAKE_UP + 1) * MAKE_UP);
  return tableOf(
    codes.map((code, index) => [code, runOf(index)]),
    CODE_BITS,
  );
}

function tableOf(codes: readonly (readonly [string, number])[], bits: number): CodeTable {
  const table = { bits, values: new Int16Array(2 ** bits), lengths: new Uint8Array(2 ** bits) };
  for (const [code, value] of codes) {
    const free = bits - code.length;
    const first = Number.parseInt(code, 2) << free;
    table.values.fill(value, first, first + 2 ** free);
    table.lengths.fill(code.length, first, first + 2 ** free);
  }
  return table;
}

/** An end of line (EOL) of T.4 is eleven zeros or more, and a one: no code of a line holds so many. */
export const END_OF_LINE_ZEROS = 11;

/** Reads codes of different length; behind the end come zeros. */
export class FaxBits {
  readonly #bytes: Buffer;
  readonly length: number;
  /** In bits. */
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.length = bytes.byteLength * 8;
  }

  /** The next bits, at most 24. */
  peek(count: number): number {
    const first = this.at >>> 3;
    const bytes = this.#bytes;
    const word =
      ((bytes[first] ?? 0) << 24) |
      ((bytes[first + 1] ?? 0) << 16) |
      ((bytes[first + 2] ?? 0) << 8) |
      (bytes[first + 3] ?? 0);
    return (word << (this.at & 7)) >>> (32 - count);
  }

  /** The meaning of the next code; undefined, and nothing read, where the bits are none. */
  code({ bits, values, lengths }: CodeTable): number | undefined {
    const ahead = this.peek(bits);
    const length = lengths[ahead] ?? 0;
    if (length === 0 || this.at + length > this.length) return undefined;
    this.at += length;
    return values[ahead];
  }

  /** Goes behind the end of line that lies here, with zeros before it that fill time or a byte. */
  endOfLine(): boolean {
    return this.peek(END_OF_LINE_ZEROS) === 0 && this.seekEndOfLine();
  }

  /** Goes behind the next end of line, or to the end. */
  seekEndOfLine(): boolean {
    let zeros = 0;
    for (; this.at < this.length; this.at++) {
      if (this.peek(1) === 0) zeros++;
      else if (zeros >= END_OF_LINE_ZEROS) {
        this.at++;
        return true;
      } else zeros = 0;
    }
    return false;
  }

  alignToByte(): void {
    this.at = (this.at + 7) & ~7;
  }
}
