import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Bytes } from "../readers/byte-reader.ts";

/** A directory of a TIFF fits; the next one may lie at the other end of the file. */
const PIECE = 4_096;

/** Reads here and there in a file that may be large, in pieces; it must be closed. A read is over in microseconds. */
export class FileBytes implements Bytes {
  readonly byteLength: number;
  readonly #handle: number;
  #piece = Buffer.alloc(0);
  #start = 0;

  constructor(file: string) {
    this.#handle = openSync(file, "r");
    this.byteLength = fstatSync(this.#handle).size;
  }

  subarray(from: number, to: number): Buffer {
    if (from < this.#start || to > this.#start + this.#piece.byteLength) this.#read(from, Math.max(to - from, PIECE));
    return this.#piece.subarray(from - this.#start, to - this.#start);
  }

  close(): void {
    closeSync(this.#handle);
  }

  // A new buffer each time: what was handed out before stays what it was.
  #read(start: number, length: number): void {
    const piece = Buffer.alloc(Math.min(length, this.byteLength - start));
    const got = readSync(this.#handle, piece, 0, piece.byteLength, start);
    if (got < piece.byteLength) throw new Error("a file became shorter while it was read");
    this.#piece = piece;
    this.#start = start;
  }
}
