import { truncated } from "../faults.ts";

/** Where bytes of an untrusted file come from: memory, or a file that is read in pieces. */
export type Bytes = {
  readonly byteLength: number;
  /** Called only with places inside. */
  readonly subarray: (from: number, to: number) => Buffer;
};

/** Reads numbers of an untrusted file. What lies beyond its end is a DecodeFault with the code truncated. */
export class ByteReader<Source extends Bytes = Buffer> {
  readonly bytes: Source;
  readonly isLittle: boolean;

  constructor(bytes: Source, isLittle: boolean) {
    this.bytes = bytes;
    this.isLittle = isLittle;
  }

  get length(): number {
    return this.bytes.byteLength;
  }

  uint8(at: number): number {
    return this.slice(at, 1).readUInt8();
  }

  uint16(at: number): number {
    const bytes = this.slice(at, 2);
    return this.isLittle ? bytes.readUInt16LE() : bytes.readUInt16BE();
  }

  uint32(at: number): number {
    const bytes = this.slice(at, 4);
    return this.isLittle ? bytes.readUInt32LE() : bytes.readUInt32BE();
  }

  /** Exact up to 2 ** 53; no file is as long as what is beyond. */
  uint64(at: number): number {
    const bytes = this.slice(at, 8);
    return Number(this.isLittle ? bytes.readBigUInt64LE() : bytes.readBigUInt64BE());
  }

  /** A view of the same memory. */
  slice(at: number, length: number): Buffer {
    if (at >= 0 && length >= 0 && at + length <= this.bytes.byteLength) return this.bytes.subarray(at, at + length);
    throw truncated(`expected ${length} bytes at ${at}, but the file ends at ${this.bytes.byteLength}`);
  }
}
