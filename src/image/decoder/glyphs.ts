import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** One character as 8-bit coverage, placed from the pen and from the top of the line. */
export type Glyph = {
  readonly coverage: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly advance: number;
};

/** A font at one size in pixels. */
export type Font = {
  readonly px: number;
  readonly lineHeight: number;
  readonly glyph: (codePoint: number) => Glyph;
};

type Packed = readonly [offset: number, width: number, height: number, left: number, top: number, advance: number];
type Header = {
  readonly sizes: readonly {
    readonly px: number;
    readonly ascent: number;
    readonly descent: number;
    readonly glyphs: Readonly<Record<string, Packed>>;
  }[];
};

const REPLACEMENT = 0xfffd;

/**
 * Reads the font that ships with the program (`npm run glyphs` makes it): all sizes, smallest first. Text drawn with a
 * font of the machine would come out as boxes, without any error, on a server that has none.
 */
export function loadFonts(file: URL): readonly [Font, ...Font[]] {
  const bytes = gunzipSync(readFileSync(file));
  const split = bytes.indexOf("\n");
  const header: Header = JSON.parse(bytes.toString("utf8", 0, split));
  const coverage = bytes.subarray(split + 1);
  const [first, ...rest] = header.sizes.map((size): Font => {
    const unpacked = new Map(
      Object.entries(size.glyphs).map(([point, packed]) => [Number(point), unpack(packed, coverage)]),
    );
    const missing = unpacked.get(REPLACEMENT);
    if (!missing) throw new Error(`${file.pathname} lacks the replacement character at ${size.px} px`);
    return {
      px: size.px,
      lineHeight: size.ascent + size.descent,
      glyph: (codePoint) => unpacked.get(codePoint) ?? missing,
    };
  });
  if (!first) throw new Error(`${file.pathname} holds no font`);
  return [first, ...rest];
}

function unpack([offset, width, height, left, top, advance]: Packed, all: Uint8Array): Glyph {
  return { coverage: all.subarray(offset, offset + width * height), width, height, left, top, advance };
}
