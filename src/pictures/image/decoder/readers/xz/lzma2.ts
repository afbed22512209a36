import { corrupt, truncated } from "../../faults.ts";
import { LzmaDecoder } from "./lzma.ts";

const PROPERTY_LIMIT = 225;

/**
 * Unpacks LZMA2 chunks (.xz file format 1.1.0, section 5.3.1). What was unpacked is itself the dictionary, so no more than `maxBytes` of memory is used,
 * whatever the stream asks for.
 */
export class Lzma2Decoder {
  readonly #packed: Buffer;
  readonly #lzma: LzmaDecoder;
  #needsDictionary = true;
  #needsProperties = true;

  constructor(packed: Buffer, maxBytes: number) {
    this.#packed = packed;
    this.#lzma = new LzmaDecoder(packed, maxBytes);
  }

  get length(): number {
    return this.#lzma.length;
  }

  /** What was unpacked so far. */
  get bytes(): Buffer {
    return this.#lzma.bytes;
  }

  /** Unpacks the chunks from a place on, and returns where they end. */
  readBlock(start: number): number {
    this.#needsDictionary = true;
    this.#needsProperties = true;
    let at = start;
    for (;;) {
      const control = this.#byte(at++);
      if (control === 0) return at;
      if (control < 0x80) {
        if (control > 2) throw corrupt(`expected an LZMA2 chunk, received ${control}`);
        at = this.#copy(at, control === 1);
      } else {
        at = this.#unpack(at, control);
      }
    }
  }

  #copy(at: number, isReset: boolean): number {
    this.#dictionary(isReset);
    const length = this.#short(at) + 1;
    if (at + 2 + length > this.#packed.byteLength) throw truncated("an LZMA2 chunk ends too early");
    this.#lzma.copy(at + 2, length);
    return at + 2 + length;
  }

  #unpack(start: number, control: number): number {
    const reset = (control >> 5) & 3;
    this.#dictionary(reset === 3);
    const length = ((control & 31) << 16) + this.#short(start) + 1;
    const packedLength = this.#short(start + 2) + 1;
    let at = start + 4;
    if (reset >= 2) {
      const properties = this.#byte(at++);
      if (properties >= PROPERTY_LIMIT || !this.#lzma.setProperties(properties)) {
        throw corrupt(`expected the properties of LZMA2, received ${properties}`);
      }
      this.#needsProperties = false;
    } else if (this.#needsProperties) {
      throw corrupt("expected an LZMA2 chunk with properties first");
    }
    if (reset >= 1) this.#lzma.resetState();
    if (at + packedLength > this.#packed.byteLength) throw truncated("an LZMA2 chunk ends too early");
    this.#lzma.unpack(at, at + packedLength, length);
    return at + packedLength;
  }

  #dictionary(isReset: boolean): void {
    if (isReset) this.#lzma.resetDictionary();
    else if (this.#needsDictionary) throw corrupt("expected an LZMA2 chunk that begins a dictionary");
    this.#needsDictionary = false;
  }

  #byte(at: number): number {
    const byte = this.#packed[at];
    if (byte === undefined) throw truncated("an LZMA2 stream ends too early");
    return byte;
  }

  #short(at: number): number {
    return this.#byte(at) * 256 + this.#byte(at + 1);
  }
}
