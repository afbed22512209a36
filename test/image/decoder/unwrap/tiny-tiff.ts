import type { Rgb } from "./pictures.ts";

export type TinyPage = {
  readonly picture: Rgb;
  readonly compression: number;
  readonly pack: (raw: Buffer) => Buffer;
  /** Rows of a strip, or sides of a tile. */
  readonly rows?: number;
  readonly tile?: number;
  readonly orientation?: number;
};
export type TinyKind = { readonly isLittle: boolean; readonly isBig: boolean };

/** An RGB TIFF of either kind, with all of its numbers in the widest type that its kind has for them. */
export function tinyTiff(pages: readonly TinyPage[], { isLittle, isBig }: TinyKind): Buffer {
  const number = (value: number, bytes: number): Buffer => {
    const written = Buffer.alloc(bytes);
    for (let byte = 0; byte < bytes; byte++) written[isLittle ? byte : bytes - 1 - byte] = Math.floor(value / 256 ** byte) % 256;
    return written;
  };
  const wide = isBig ? 8 : 4;
  const parts = isBig
    ? [Buffer.from(isLittle ? "II" : "MM"), number(43, 2), number(8, 2), number(0, 2)]
    : [Buffer.from(isLittle ? "II" : "MM"), number(42, 2)];
  const length = () => parts.reduce((sum, part) => sum + part.length, 0);
  for (const page of pages) {
    const { picture, compression, pack, tile, orientation = 1 } = page;
    const chunks = (tile ? tilesOf(picture, tile) : stripsOf(picture, page.rows ?? picture.height)).map(pack);
    // The directory comes first, then what it points to.
    const values: (readonly [tag: number, values: readonly number[]])[] = [
      [256, [picture.width]],
      [257, [picture.height]],
      [258, [8, 8, 8]],
      [259, [compression]],
      [262, [2]],
      [274, [orientation]],
      [277, [3]],
      ...(tile ? [] : [[278, [page.rows ?? picture.height]] as const]),
      ...(tile ? ([[322, [tile]], [323, [tile]]] as const) : []),
    ];
    const count = values.length + 2;
    const start = length() + wide;
    const afterTags = start + (isBig ? 8 : 2) + count * (isBig ? 20 : 12) + wide;
    const bitsAt = afterTags;
    const offsetsAt = bitsAt + 3 * 8;
    const lengthsAt = offsetsAt + chunks.length * wide;
    const dataAt = lengthsAt + chunks.length * wide;
    const offsets = chunks.map((_, index) => dataAt + chunks.slice(0, index).reduce((sum, chunk) => sum + chunk.length, 0));
    const entry = (tag: number, type: number, size: number, all: readonly number[], at: number): Buffer => {
      const own = Buffer.concat(all.map((value) => number(value, size)));
      const place = own.length <= wide ? Buffer.concat([own, Buffer.alloc(wide - own.length)]) : number(at, wide);
      return Buffer.concat([number(tag, 2), number(type, 2), number(all.length, wide), place]);
    };
    const lengths = chunks.map((chunk) => chunk.length);
    const entries = [
      ...values.map(([tag, all]) => [tag, entry(tag, 3, 2, all, bitsAt)] as const),
      [tile ? 324 : 273, entry(tile ? 324 : 273, isBig ? 16 : 4, wide, offsets, offsetsAt)] as const,
      [tile ? 325 : 279, entry(tile ? 325 : 279, isBig ? 16 : 4, wide, lengths, lengthsAt)] as const,
    ].sort(([one], [other]) => one - other);
    parts.push(number(start, wide), number(count, isBig ? 8 : 2), ...entries.map(([, bytes]) => bytes));
    const next = Buffer.concat([
      Buffer.concat([8, 8, 8].map((value) => number(value, 2))),
      Buffer.alloc(3 * 8 - 6),
      ...offsets.map((value) => number(value, wide)),
      ...lengths.map((value) => number(value, wide)),
      ...chunks,
    ]);
    // Stands between the directory and its values, and is told by the page that follows, or is the end.
    const isLast = page === pages.at(-1);
    parts.push(isLast ? number(0, wide) : number(afterTags + next.length + wide, wide), next);
  }
  return Buffer.concat(parts);
}

function stripsOf({ width, height, data }: Rgb, rows: number): Buffer[] {
  const bytes = Buffer.from(data);
  return Array.from({ length: Math.ceil(height / rows) }, (_, index) =>
    bytes.subarray(index * rows * width * 3, (index + 1) * rows * width * 3),
  );
}

function tilesOf({ width, height, data }: Rgb, side: number): Buffer[] {
  const tiles: Buffer[] = [];
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const tile = Buffer.alloc(side * side * 3);
      for (let y = 0; y < Math.min(side, height - top); y++) {
        const from = ((top + y) * width + left) * 3;
        tile.set(data.subarray(from, from + Math.min(side, width - left) * 3), y * side * 3);
      }
      tiles.push(tile);
    }
  }
  return tiles;
}
