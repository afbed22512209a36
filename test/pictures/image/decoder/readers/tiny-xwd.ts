export type TinyXwd = {
  readonly width: number;
  readonly height: number;
  /** 0 is a bitmap, 1 has a plane for each bit, 2 has whole pixels. */
  readonly format: number;
  readonly depth: number;
  readonly bitsPerPixel: number;
  readonly bytesPerLine: number;
  readonly isLittle: boolean;
  readonly isLowBitFirst?: boolean;
  readonly unit?: number;
  readonly offset?: number;
  /** 0 is grey, 3 a colour map, 4 true colour. */
  readonly visual: number;
  readonly masks?: readonly number[];
  readonly colours?: readonly (readonly [number, number, number])[];
  readonly pixels: Buffer;
  readonly isHeaderLittle?: boolean;
};

export function tinyXwd(xwd: TinyXwd): Buffer {
  const { colours = [], masks = [0, 0, 0], unit = 32, isHeaderLittle = false } = xwd;
  const name = "a window\0";
  const [red = 0, green = 0, blue = 0] = masks;
  const order = [xwd.isLittle ? 0 : 1, unit, xwd.isLowBitFirst ? 0 : 1, 32];
  const lines = [xwd.bitsPerPixel, xwd.bytesPerLine, xwd.visual, red, green, blue, 8, colours.length, colours.length];
  const fields = [
    100 + name.length,
    7,
    xwd.format,
    xwd.depth,
    xwd.width,
    xwd.height,
    xwd.offset ?? 0,
    ...order,
    ...lines,
  ];
  const header = Buffer.alloc(100);
  for (const [index, value] of [...fields, xwd.width, xwd.height].entries()) {
    if (isHeaderLittle) header.writeUInt32LE(value, index * 4);
    else header.writeUInt32BE(value, index * 4);
  }
  const map = Buffer.alloc(colours.length * 12);
  for (const [index, colour] of colours.entries()) {
    for (const [at, value] of [index, ...colour.map((byte) => byte * 257)].entries()) {
      const place = index * 12 + (at === 0 ? 0 : 2 + at * 2);
      if (at === 0 && isHeaderLittle) map.writeUInt32LE(value, place);
      else if (at === 0) map.writeUInt32BE(value, place);
      else map.writeUInt16BE(value, place);
    }
  }
  return Buffer.concat([header, Buffer.from(name), map, xwd.pixels]);
}
