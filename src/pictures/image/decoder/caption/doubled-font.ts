import type { Font, Glyph } from "./font.ts";

/**
 * A font at twice its size, for the few pictures that are large enough for it: another size in the atlas would cost as
 * much as all others. What lies between two pixels is their mean, so that edges stay smooth.
 */
export function doubledFont({ px, lineHeight, glyph }: Font): Font {
  const doubled = new Map<number, Glyph>();
  return {
    px: 2 * px,
    lineHeight: 2 * lineHeight,
    glyph: (codePoint) => {
      const known = doubled.get(codePoint);
      if (known) return known;
      const made = doubledGlyph(glyph(codePoint));
      doubled.set(codePoint, made);
      return made;
    },
  };
}

function doubledGlyph({ coverage, width, height, left, top, advance }: Glyph): Glyph {
  const at = (x: number, y: number): number => {
    const isInside = x >= 0 && y >= 0 && x < width && y < height;
    return isInside ? (coverage[y * width + x] ?? 0) : 0;
  };
  const wide = 2 * width;
  const high = 2 * height;
  const pixels = Uint8Array.from({ length: wide * high }, (_, index) => {
    const [column, row] = [index % wide, Math.floor(index / wide)];
    const [x, y] = [column >> 1, row >> 1];
    // A quarter of a pixel away from its centre, towards the neighbour on that side.
    const [besideX, besideY] = [x + (column % 2 === 0 ? -1 : 1), y + (row % 2 === 0 ? -1 : 1)];
    return Math.round((9 * at(x, y) + 3 * at(besideX, y) + 3 * at(x, besideY) + at(besideX, besideY)) / 16);
  });
  return { coverage: pixels, width: wide, height: high, left: 2 * left, top: 2 * top, advance: 2 * advance };
}
