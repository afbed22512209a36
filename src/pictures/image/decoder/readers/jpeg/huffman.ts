import { corrupt, truncated } from "../../faults.ts";

/** For every 16 bits that may come next: the length of the code at their head * 256 + what it stands for; 0 for none. */
export type HuffmanTable = Uint16Array;

const CODE_BITS = 16;

/** Adds the tables of a DHT segment (ITU-T T.81, B.2.4.2) by their number. */
export function readHuffmanTables(segment: Buffer, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at + 17 <= segment.byteLength; ) {
    const number = (segment[at] ?? 0) & 15;
    const table = new Uint16Array(2 ** CODE_BITS);
    let code = 0;
    let value = at + 17;
    for (let length = 1; length <= CODE_BITS; length++) {
      const span = 2 ** (CODE_BITS - length);
      for (let left = segment[at + length] ?? 0; left > 0; left--) {
        if (code + span > table.length || value >= segment.byteLength)
          throw corrupt("a Huffman table of a JPEG holds too many codes");
        table.fill(length * 256 + (segment[value++] ?? 0), code, code + span);
        code += span;
      }
    }
    tables.set(number, table);
    at = value;
  }
}

/** Reads entropy-coded bits, in which 0xff is followed by a byte of zero or is a mark. */
export class JpegBits {
  readonly #data: Buffer;
  #at = 0;
  #bits = 0;
  #count = 0;
  #missing = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  /** The next difference between a sample and its prediction (H.1.2.2). */
  difference(table: HuffmanTable | undefined): number {
    const entry = table?.[this.#peek(CODE_BITS)] ?? 0;
    if (entry === 0) throw corrupt("the data of a lossless JPEG holds a code that stands for nothing");
    this.#count -= entry >> 8;
    const size = entry & 255;
    if (size === 0) return 0;
    if (size === 16) return 32_768;
    if (size > 16) throw corrupt("the data of a lossless JPEG holds a difference of too many bits");
    const value = this.#peek(size);
    this.#count -= size;
    return value < 2 ** (size - 1) ? value - 2 ** size + 1 : value;
  }

  /** Passes a restart mark, whose place is known. */
  restart(): void {
    this.#count = 0;
    this.#bits = 0;
    const mark = this.#data[this.#at + 1] ?? 0;
    if (this.#data[this.#at] !== 0xff || mark < 0xd0 || mark > 0xd7)
      throw corrupt("expected a restart mark in a lossless JPEG");
    this.#at += 2;
    this.#missing = 0;
  }

  #peek(wanted: number): number {
    while (this.#count < wanted) this.#fill();
    return (this.#bits >>> (this.#count - wanted)) & (2 ** wanted - 1);
  }

  #fill(): void {
    const byte = this.#data[this.#at] ?? 0xff;
    const isMark = byte === 0xff && this.#data[this.#at + 1] !== 0;
    // Looking ahead passes the end by up to two bytes; needing more means that data is missing.
    if (isMark && ++this.#missing > 4) throw truncated("the data of a lossless JPEG ends too early");
    if (!isMark) this.#at += byte === 0xff ? 2 : 1;
    this.#bits = ((this.#bits << 8) | (isMark ? 0 : byte)) & 0xff_ffff;
    this.#count += 8;
  }
}
