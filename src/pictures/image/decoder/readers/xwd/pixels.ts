/** How the pixels of an XWD lie in its data: fields of X11/XWDFile.h, which mean what they mean in Xlib's XImage. */
export type XwdLayout = {
  /** Of one pixel in one plane: 1, 4, 8, 16, 24 or 32. */
  readonly bits: number;
  readonly bytesPerLine: number;
  readonly height: number;
  /** Pixels to skip at the start of a line of single bits. */
  readonly offset: number;
  /** Bits of the units that single bits are grouped in. */
  readonly unit: number;
  /** One after the other, the one of the highest bit first. */
  readonly planes: number;
  readonly isLittle: boolean;
  readonly isLowBitFirst: boolean;
};

type PixelReader = (x: number, y: number) => number;

/** Reads pixels of data that is long enough for its layout. */
export function pixelReader(data: Buffer, layout: XwdLayout): PixelReader {
  const { bits, bytesPerLine, isLittle, isLowBitFirst } = layout;
  if (bits === 1) return bitReader(data, layout);
  if (bits === 4) {
    return (x, y) => {
      const byte = data[y * bytesPerLine + (x >> 1)] ?? 0;
      return (x % 2 === 0) === isLowBitFirst ? byte & 15 : byte >> 4;
    };
  }
  const bytes = bits / 8;
  // The nth byte of a pixel counts 256 to the power of n, from its lowest.
  const order = Array.from({ length: bytes }, (_, index) => (isLittle ? index : bytes - 1 - index));
  return (x, y) => {
    const at = y * bytesPerLine + x * bytes;
    let pixel = 0;
    for (let index = 0; index < bytes; index++) pixel |= (data[at + (order[index] ?? 0)] ?? 0) << (8 * index);
    return pixel >>> 0;
  };
}

/** Single bits: the unit is a number in the byte order of the picture, whose bits are taken from its low or high end. */
function bitReader(
  data: Buffer,
  { bytesPerLine, height, offset, unit, planes, isLittle, isLowBitFirst }: XwdLayout,
): PixelReader {
  const unitBytes = unit / 8;
  return (x, y) => {
    const place = (x + offset) % unit;
    const bit = isLowBitFirst ? place : unit - 1 - place;
    const byte = isLittle ? bit >> 3 : unitBytes - 1 - (bit >> 3);
    let at = y * bytesPerLine + Math.floor((x + offset) / unit) * unitBytes + byte;
    let pixel = 0;
    for (let plane = 0; plane < planes; plane++) {
      pixel = (pixel << 1) | (((data[at] ?? 0) >> (bit & 7)) & 1);
      at += bytesPerLine * height;
    }
    return pixel >>> 0;
  };
}
