import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { doubledFont } from "./doubled-font.ts";
import type { Font, Fonts, Glyph } from "./font.ts";

type Header = {
  readonly characters: number;
  readonly sizes: readonly { readonly px: number; readonly lineHeight: number }[];
};

const REPLACEMENT = 0xfffd;
/** Width, height, left, top and advance: a byte each, all widths first. */
const MEASURES = 5;

/**
 * Reads the font that ships with the program (`npm run glyphs` makes it). Text drawn with a font of the machine would come
 * out as boxes, without any error, on a server that has none.
 */
export function loadFonts(file: URL): Fonts {
  const bytes = brotliDecompressSync(readFileSync(file));
  const start = bytes.indexOf("\n") + 1;
  const { characters, sizes }: Header = JSON.parse(bytes.toString("utf8", 0, start));
  const places = new Map<number, number>();
  for (let index = 0; index < characters; index++) places.set(bytes.readUInt16LE(start + index * 2), index);
  const missing = places.get(REPLACEMENT);
  if (missing === undefined) throw new Error(`${file.pathname} lacks the replacement character`);

  const measuresAt = (size: number) => start + characters * (2 + size * MEASURES);
  let coverageAt = measuresAt(sizes.length);
  const [first, ...rest] = sizes.map(({ px, lineHeight }, size): Font => {
    const measures = bytes.subarray(measuresAt(size), measuresAt(size + 1));
    const ends = endsOf(measures, characters);
    const glyphAt = glyphCutter(measures, ends, bytes.subarray(coverageAt));
    coverageAt += ends.at(-1) ?? 0;
    return { px, lineHeight, glyph: (codePoint) => glyphAt(places.get(codePoint) ?? missing) };
  });
  if (!first || coverageAt !== bytes.byteLength) throw new Error(`${file.pathname} is not what npm run glyphs makes`);
  const [large = first] = rest.slice(-2);
  return [first, ...rest, doubledFont(large)];
}

/** Where the coverage of each glyph ends. */
function endsOf(measures: Uint8Array, characters: number): Uint32Array {
  const ends = new Uint32Array(characters);
  let end = 0;
  for (let index = 0; index < characters; index++) {
    end += (measures[index] ?? 0) * (measures[characters + index] ?? 0);
    ends[index] = end;
  }
  return ends;
}

// Cut when they are first drawn: of the thousands that there are a search draws a few dozen.
function glyphCutter(measures: Buffer, ends: Uint32Array, coverage: Uint8Array): (index: number) => Glyph {
  const cut = new Map<number, Glyph>();
  const measure = (row: number, index: number) => measures.readInt8(row * ends.length + index);
  return (index) => {
    const known = cut.get(index);
    if (known) return known;
    const glyph: Glyph = {
      coverage: coverage.subarray(ends[index - 1] ?? 0, ends[index]),
      width: measure(0, index),
      height: measure(1, index),
      left: measure(2, index),
      top: measure(3, index),
      advance: measure(4, index),
    };
    cut.set(index, glyph);
    return glyph;
  };
}
