import type { ImageDecoder, ImageError } from "../../contract.ts";

/** In pixels. */
export type Size = { readonly width: number; readonly height: number };

/** Of a page as it is stored; `pixelAspect` is the height of a pixel by its width, where the file tells. */
export type PageSize = Size & { readonly pixelAspect?: number };

/**
 * Uncompressed pixels of one page, upright, row by row without padding: 1 band is grey, 2 are grey and alpha, 3 are sRGB,
 * 4 are sRGB and alpha (not premultiplied). 16-bit samples fill their whole range or a part of it.
 */
export type Raster = Size & {
  readonly data: Uint8Array | Uint16Array;
  readonly channels: 1 | 2 | 3 | 4;
  /** The source has one bit a pixel. */
  readonly isBilevel?: boolean;
  /** What was done to show it that a person should know. */
  readonly note?: string;
};

/** A source that was opened by one decoder. Pages count from 0. Both functions throw DecodeFault. */
export type PageReader = {
  readonly pages: number;
  /** Present where it is not the decoder that was asked to open it. */
  readonly decoder?: ImageDecoder | undefined;
  /** Size of a page, upright, without decoding its pixels. */
  readonly sizeOf: (page: number) => Promise<PageSize>;
  /**
   * One page, in full or already shrunk into the box or near it; what has no size of its own (PDF) is drawn as large as
   * fits into the box, or up to twice as large.
   */
  readonly read: (page: number, box: Size) => Promise<Raster>;
};

/** What one source may cost. */
export type DecodeLimits = {
  /** Of one page. */
  readonly maxPixels: number;
  /** Of a page with one bit a pixel, which is decoded line by line. */
  readonly maxBilevelPixels: number;
  /** Seconds for all of the source. */
  readonly timeout: number;
  /** When they are over, by `performance.now()`; absent where they begin anew with each request. */
  readonly endsAt?: number;
  /** Bytes that one WebAssembly decoder may hold. */
  readonly maxMemory: number;
};

/** A source that cannot be decoded, with the code and sentence for its row. */
export class DecodeFault extends Error {
  readonly error: ImageError;
  /** Whether no other way may be tried: what is missing is known, and another decoder could only hide that. */
  readonly isFinal: boolean;

  constructor(error: ImageError, { isFinal = false }: { readonly isFinal?: boolean } = {}) {
    super(error.text);
    this.error = error;
    this.isFinal = isFinal;
  }

  /** The same fault, behind which no other way is tried. */
  asFinal(): DecodeFault {
    return new DecodeFault(this.error, { isFinal: true });
  }

  /** The same fault, with what is known of its page; what it knows itself counts. */
  of(known: Pick<ImageError, "page" | "pages">): DecodeFault {
    return new DecodeFault({ ...known, ...this.error }, { isFinal: this.isFinal });
  }
}
