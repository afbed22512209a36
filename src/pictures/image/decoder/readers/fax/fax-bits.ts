import { CODE_BITS, type CodeTable } from "./codes.ts";

/** Eleven zeros or more and a one end a line of group 3; no code of a line holds so many. */
const END_OF_LINE_ZEROS = 11;

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
  code({ values, lengths }: CodeTable, bits = CODE_BITS): number | undefined {
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
