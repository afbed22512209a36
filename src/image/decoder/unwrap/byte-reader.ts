import { truncated } from "./fault.ts";

/** Reads numbers of an untrusted file. What lies beyond its end is a DecodeFault with the code truncated. */
export class ByteReader {
  readonly bytes: Buffer;
  readonly isLittle: boolean;

  constructor(bytes: Buffer, isLittle: boolean) {
    this.bytes = bytes;
    this.isLittle = isLittle;
  }

  get length(): number {
    return this.bytes.byteLength;
  }

  uint8(at: number): number {
    return this.bytes.readUInt8(this.#checked(at, 1));
  }

  uint16(at: number): number {
    const place = this.#checked(at, 2);
    return this.isLittle ? this.bytes.readUInt16LE(place) : this.bytes.readUInt16BE(place);
  }

  uint32(at: number): number {
    const place = this.#checked(at, 4);
    return this.isLittle ? this.bytes.readUInt32LE(place) : this.bytes.readUInt32BE(place);
  }

  /** Exact up to 2 ** 53; no file is as long as what is beyond. */
  uint64(at: number): number {
    const place = this.#checked(at, 8);
    return Number(this.isLittle ? this.bytes.readBigUInt64LE(place) : this.bytes.readBigUInt64BE(place));
  }

  /** A view of the same memory. */
  slice(at: number, length: number): Buffer {
    const place = this.#checked(at, length);
    return this.bytes.subarray(place, place + length);
  }

  #checked(at: number, length: number): number {
    if (at >= 0 && length >= 0 && at + length <= this.bytes.byteLength) return at;
    throw truncated(`expected ${length} bytes at ${at}, but the file ends at ${this.bytes.byteLength}`);
  }
}
