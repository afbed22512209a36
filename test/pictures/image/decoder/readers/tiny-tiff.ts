import type { Rgb } from "./pictures.ts";

export type TinyPage = {
  readonly picture: Rgb;
  readonly compression: number;
  readonly pack: (raw: Buffer) => Buffer;
  /** Rows of a strip. */
  readonly rows?: number;
  /** Side of a tile, in place of strips. */
  readonly tile?: number;
  readonly orientation?: number;
  /** Tag 254: 1 is a smaller copy of another page, 4 a mask. */
  readonly subfileType?: number;
};
export type TinyKind = { readonly isLittle: boolean; readonly isBig: boolean };

/** An RGB TIFF of either kind, with long offsets. */
export function tinyTiff(pages: readonly TinyPage[], kind: TinyKind): Buffer {
  const { isLittle, isBig } = kind;
  const mark = Buffer.from(isLittle ? "II" : "MM");
  const parts = isBig
    ? [mark, number(43, 2, kind), number(8, 2, kind), number(0, 2, kind), number(16, 8, kind)]
    : [mark, number(42, 2, kind), number(8, 4, kind)];
  let at = isBig ? 16 : 8;
  for (const [index, page] of pages.entries()) {
    const bytes = pageAt(at, page, index === pages.length - 1, kind);
    parts.push(bytes);
    at += bytes.length;
  }
  return Buffer.concat(parts);
}

/** Directory, what it points to, and chunks, from a place of the file on. */
function pageAt(start: number, page: TinyPage, isLast: boolean, kind: TinyKind): Buffer {
  const { picture, compression, pack, tile, rows = picture.height, orientation = 1, subfileType } = page;
  const wide = kind.isBig ? 8 : 4;
  const chunks = (tile ? tilesOf(picture, tile) : stripsOf(picture, rows)).map(pack);
  const shorts: (readonly [tag: number, values: readonly number[]])[] = [
    ...(subfileType === undefined ? [] : ([[254, [subfileType]]] as const)),
    [256, [picture.width]],
    [257, [picture.height]],
    [258, [8, 8, 8]],
    [259, [compression]],
    [262, [2]],
    [274, [orientation]],
    [277, [3]],
    ...(tile
      ? ([
          [322, [tile]],
          [323, [tile]],
        ] as const)
      : ([[278, [rows]]] as const)),
  ];
  const bitsAt = start + (kind.isBig ? 8 : 2) + (shorts.length + 2) * (kind.isBig ? 20 : 12) + wide;
  const offsetsAt = bitsAt + 6;
  const lengthsAt = offsetsAt + chunks.length * wide;
  let end = lengthsAt + chunks.length * wide;
  const offsets = chunks.map((chunk) => {
    end += chunk.length;
    return end - chunk.length;
  });
  const lengths = chunks.map((chunk) => chunk.length);
  const entry = (tag: number, size: number, values: readonly number[], at: number): readonly [number, Buffer] => {
    const own = Buffer.concat(values.map((value) => number(value, size, kind)));
    const place = own.length <= wide ? Buffer.concat([own, Buffer.alloc(wide - own.length)]) : number(at, wide, kind);
    const type = size === 2 ? 3 : size === 4 ? 4 : 16;
    return [
      tag,
      Buffer.concat([number(tag, 2, kind), number(type, 2, kind), number(values.length, wide, kind), place]),
    ];
  };
  const entries = [
    ...shorts.map(([tag, values]) => entry(tag, 2, values, bitsAt)),
    entry(tile ? 324 : 273, wide, offsets, offsetsAt),
    entry(tile ? 325 : 279, wide, lengths, lengthsAt),
  ].sort(([one], [other]) => one - other);
  return Buffer.concat([
    number(entries.length, kind.isBig ? 8 : 2, kind),
    ...entries.map(([, bytes]) => bytes),
    number(isLast ? 0 : end, wide, kind),
    ...[8, 8, 8].map((value) => number(value, 2, kind)),
    ...[...offsets, ...lengths].map((value) => number(value, wide, kind)),
    ...chunks,
  ]);
}

function number(value: number, bytes: number, { isLittle }: TinyKind): Buffer {
  const written = Buffer.alloc(bytes);
  for (let byte = 0; byte < bytes; byte++) {
    written[isLittle ? byte : bytes - 1 - byte] = Math.floor(value / 256 ** byte) % 256;
  }
  return written;
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
