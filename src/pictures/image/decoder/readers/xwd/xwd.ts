import { checkPage, corrupt, pixelsMissing, unsupported } from "../../faults.ts";
import { checkSize, type DecodeLimits } from "../../limits.ts";
import type { Raster, Size } from "../../pages.ts";
import { ByteReader } from "../byte-reader.ts";
import type { SourcePages } from "../source-pages.ts";
import { pixelReader, type XwdLayout } from "./pixels.ts";

/** The numbers of XWDFileHeader, in their order. */
const FIELDS = [
  "headerBytes",
  "version",
  "format",
  "depth",
  "width",
  "height",
  "offset",
  "byteOrder",
  "unit",
  "bitOrder",
  "pad",
  "bitsPerPixel",
  "bytesPerLine",
  "visual",
  "red",
  "green",
  "blue",
  "bitsPerColour",
  "mapEntries",
  "colours",
] as const;
const HEADER_BYTES = 100;
const COLOUR_BYTES = 12;
const VERSION = 7;
/** Visuals from here on hold the colour itself in the pixel, in bits that masks name. */
const TRUE_COLOUR = 4;
/** Deeper colour maps do not exist. */
const MAX_MAP_DEPTH = 16;

type Header = Readonly<Record<(typeof FIELDS)[number], number>>;
type Colouring = (pixel: number) => number;

/** A dump of an X11 window as `xwd` writes it: version 7 of X11/XWDFile.h. Its pixels lie as in an XImage. */
export function readXwd(bytes: Buffer, limits: DecodeLimits): SourcePages {
  const { header, reader } = readHeader(bytes);
  const size = checkSize(header, limits);
  const layout = checkLayout(header);
  const start = header.headerBytes + header.colours * COLOUR_BYTES;
  const planes = header.format === 1 ? header.depth : 1;
  const length = header.bytesPerLine * size.height * planes;
  if (start + length > bytes.byteLength) {
    throw pixelsMissing(
      `expected ${length} bytes of pixels in an XWD at ${start}, the file has ${bytes.byteLength} bytes`,
    );
  }
  return {
    pages: 1,
    page(index) {
      checkPage(index, 1);
      return {
        kind: "raster",
        size,
        raster: () => draw(bytes.subarray(start), size, layout, colouring(header, reader)),
      };
    },
  };
}

function readHeader(bytes: Buffer): { readonly header: Header; readonly reader: ByteReader } {
  for (const isLittle of [false, true]) {
    const reader = new ByteReader(bytes, isLittle);
    const header = Object.fromEntries(FIELDS.map((name, index) => [name, reader.uint32(index * 4)])) as Header;
    if (header.version === VERSION && header.headerBytes >= HEADER_BYTES) return { header, reader };
  }
  throw corrupt("expected the header of an XWD of version 7");
}

function checkLayout(header: Header): XwdLayout {
  const { format, width, offset, unit, bytesPerLine, depth, bitsPerPixel, height, colours } = header;
  if (format > 2) throw corrupt(`expected an XWD pixmap format of 0 to 2, received ${format}`);
  const bits = format === 2 ? bitsPerPixel : 1;
  if (![1, 4, 8, 16, 24, 32].includes(bits))
    throw unsupported(`expected 1 to 32 bits a pixel in an XWD, received ${bits}`);
  if (depth < 1 || depth > 32) throw corrupt(`expected an XWD depth of 1 to 32 bits, received ${depth}`);
  if (bits === 1 && ![8, 16, 32].includes(unit))
    throw corrupt(`expected an XWD bitmap unit of 8, 16 or 32 bits, received ${unit}`);
  const skipped = bits === 1 ? offset : 0;
  const needed = Math.ceil(((width + skipped) * bits) / (bits === 1 ? unit : 8)) * (bits === 1 ? unit / 8 : 1);
  if (skipped > 31 || bytesPerLine < needed) {
    throw corrupt(`expected at least ${needed} bytes a line in an XWD, received ${bytesPerLine}`);
  }
  if (colours > 2 ** MAX_MAP_DEPTH)
    throw corrupt(`expected at most ${2 ** MAX_MAP_DEPTH} colours in an XWD, received ${colours}`);
  return {
    bits,
    bytesPerLine,
    height,
    offset: skipped,
    unit,
    planes: format === 1 ? depth : 1,
    isLittle: header.byteOrder === 0,
    isLowBitFirst: header.bitOrder === 0,
  };
}

function draw(pixels: Buffer, size: Size, layout: XwdLayout, colourOf: Colouring): Raster {
  const pixelAt = pixelReader(pixels, layout);
  const data = new Uint8Array(size.width * size.height * 3);
  let to = 0;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const colour = colourOf(pixelAt(x, y));
      data[to++] = colour >>> 16;
      data[to++] = colour >>> 8;
      data[to++] = colour;
    }
  }
  return { ...size, channels: 3, data };
}

/** From a pixel to 0xRRGGBB. */
function colouring(header: Header, reader: ByteReader): Colouring {
  if (header.visual >= TRUE_COLOUR && header.format !== 0) {
    const [red, green, blue] = [spreading(header.red), spreading(header.green), spreading(header.blue)];
    return (pixel) => (red(pixel) << 16) | (green(pixel) << 8) | blue(pixel);
  }
  if (header.depth > MAX_MAP_DEPTH) {
    throw unsupported(`expected at most ${MAX_MAP_DEPTH} bits for a colour map in an XWD, received ${header.depth}`);
  }
  const highest = 2 ** header.depth - 1;
  const map = Uint32Array.from({ length: highest + 1 }, (_, pixel) => Math.round((pixel / highest) * 255) * 0x010101);
  for (let index = 0; index < header.colours; index++) {
    const at = header.headerBytes + index * COLOUR_BYTES;
    const pixel = reader.uint32(at);
    const [red = 0, green = 0, blue = 0] = [4, 6, 8].map((place) => Math.round(reader.uint16(at + place) / 257));
    if (pixel <= highest) map[pixel] = (red << 16) | (green << 8) | blue;
  }
  return (pixel) => map[pixel & highest] ?? 0;
}

/** From the bits below a mask to a byte. */
function spreading(mask: number): Colouring {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const highest = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) / highest) * 255);
}
