/** Numbers as bytes, and what many small pictures are made of. */

/** What a file says of itself; it may be a lie. */
export type Claim = { readonly width: number; readonly height: number };

export function u16be(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, index * 2);
  return bytes;
}

export function u16le(...values: readonly number[]): Buffer {
  return u16be(...values).swap16();
}

export function u32be(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}

export function u32le(...values: readonly number[]): Buffer {
  return u32be(...values).swap32();
}

export function text(characters: string): Buffer {
  return Buffer.from(characters, "latin1");
}

/** A text in a field of fixed size, filled up with zeros. */
export function padded(characters: string, size: number): Buffer {
  const field = Buffer.alloc(size);
  field.write(characters, "latin1");
  return field;
}

/** Enough for every honest claim of a seed; who claims more gets no more. */
const MOST_PIXEL_BYTES = 16_384;

/** Rows of a gradient for a picture of this size, or as many of them as a small file holds. */
export function gradient({ width, height }: Claim, bytesPerPixel: number): Buffer {
  const bytes = Buffer.alloc(Math.min(MOST_PIXEL_BYTES, width * height * bytesPerPixel));
  for (let at = 0; at < bytes.byteLength; at++) bytes[at] = (at * 7 + (at >> 6) * 13) & 0xff;
  return bytes;
}

/** Writes bits from the lowest of each byte up, as WebP, JPEG XL and GIF have them. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #held = 0;
  #count = 0;

  put(value: number, bits: number): this {
    for (let bit = 0; bit < bits; bit++) {
      this.#held |= (Math.floor(value / 2 ** bit) & 1) << this.#count;
      if (++this.#count === 8) this.#flush();
    }
    return this;
  }

  bytes(): Buffer {
    if (this.#count > 0) this.#flush();
    return Buffer.from(this.#bytes);
  }

  #flush(): void {
    this.#bytes.push(this.#held);
    this.#held = 0;
    this.#count = 0;
  }
}
