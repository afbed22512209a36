import type { ImageDecoder } from "../../contract.ts";

/** In pixels. */
export type Size = { readonly width: number; readonly height: number };

/** Of a page as it is stored; `pixelAspect` is the height of a pixel by its width, where the file names it. */
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

/** Several things that a person should know as one note; none where there is nothing. */
export function noteOf(...texts: readonly (string | undefined)[]): { readonly note?: string } {
  const known = [...new Set(texts.filter((text) => text !== undefined))];
  return known.length === 0 ? {} : { note: known.join("; ") };
}
