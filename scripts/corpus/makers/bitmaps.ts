import { fromBytes, fromPixels, type Pixels, u16, u16be, u32 } from "./maker.ts";

/** Plain pixels behind a small header: what bitmap formats of the eighties and nineties are. */

/** Rows of a picture in red, green, blue. */
function rowsOf({
  data,
  width,
  height,
  channels,
}: Pixels): readonly (readonly (readonly [number, number, number])[])[] {
  const at = (x: number, y: number): readonly [number, number, number] => {
    const place = (y * width + x) * channels;
    const second = channels < 3 ? 0 : 1;
    return [data[place] ?? 0, data[place + second] ?? 0, data[place + 2 * second] ?? 0];
  };
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => at(x, y)));
}

function bmpHeader(
  width: number,
  height: number,
  bits: number,
  compression: number,
  colours: number,
  size: number,
): Buffer {
  const start = 54 + colours * 4;
  return Buffer.concat([
    Buffer.from("BM"),
    u32(start + size, 0, start, 40, width, height),
    u16(1, bits),
    u32(compression, size, 2835, 2835, colours, 0),
  ]);
}

/** `bmp picture file 32-bit|top-down|rle-4` */
const bmp = fromPixels((pixels, how) => {
  const { width, height } = pixels;
  const rows = rowsOf(pixels);
  if (how === "32-bit") {
    const body = Buffer.from(rows.toReversed().flatMap((row) => row.flatMap(([r, g, b]) => [b, g, r, 0])));
    return Buffer.concat([bmpHeader(width, height, 32, 0, 0, body.byteLength), body]);
  }
  if (how === "top-down") {
    const gap = Array.from({ length: (4 - ((width * 3) % 4)) % 4 }, () => 0);
    const body = Buffer.from(rows.flatMap((row) => [...row.flatMap(([r, g, b]) => [b, g, r]), ...gap]));
    return Buffer.concat([bmpHeader(width, -height, 24, 0, 0, body.byteLength), body]);
  }
  const palette = [...new Set(rows.flatMap((row) => row.map((colour) => colour.join())))];
  if (palette.length > 16) throw new Error(`expected at most 16 colours, received ${palette.length}`);
  const packed = rows
    .toReversed()
    .flatMap((row) => [...nibbleRuns(row.map((colour) => palette.indexOf(colour.join()))), 0, 0]);
  const body = Buffer.from([...packed, 0, 1]);
  const table = Buffer.from(
    palette.flatMap((colour) => {
      const [r = 0, g = 0, b = 0] = colour.split(",").map(Number);
      return [b, g, r, 0];
    }),
  );
  return Buffer.concat([bmpHeader(width, height, 4, 2, palette.length, body.byteLength), table, body]);
});

/** Runs of equal values: pairs of a count and the value. */
function runs(values: readonly number[], most: number): (readonly [count: number, value: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let at = 0; at < values.length; ) {
    const value = values[at] ?? 0;
    let count = 1;
    while (count < most && values[at + count] === value) count++;
    found.push([count, value]);
    at += count;
  }
  return found;
}

function nibbleRuns(indices: readonly number[]): number[] {
  return runs(indices, 255).flatMap(([count, index]) => [count, index * 17]);
}

/** `tga picture file 16-bit|top-down` */
const tga = fromPixels((pixels, how) => {
  const rows = rowsOf(pixels);
  const isThin = how === "16-bit";
  const header = [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const size = u16(pixels.width, pixels.height);
  const body = (isThin ? rows.toReversed() : rows).flatMap((row) =>
    row.flatMap(([r, g, b]) => {
      const word = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
      return isThin ? [word & 255, word >> 8] : [b, g, r];
    }),
  );
  return Buffer.concat([Buffer.from(header), size, Buffer.from(isThin ? [16, 0] : [24, 0x20]), Buffer.from(body)]);
});

const farbfeld = fromPixels(({ data, width, height, channels }) => {
  const head = Buffer.concat([Buffer.from("farbfeld"), u16be(0, width, 0, height)]);
  const body = Array.from({ length: width * height }, (_, at) =>
    [0, 1, 2, 3].map((band) => (band < channels ? (data[at * channels + band] ?? 0) : 255) * 257),
  ).flat();
  const words = Buffer.alloc(body.length * 2);
  for (const [at, value] of body.entries()) words.writeUInt16BE(value, at * 2);
  return Buffer.concat([head, words]);
});

/** PlayStation TIM, 15 bits. */
const tim = fromPixels((pixels) => {
  const words = rowsOf(pixels).flatMap((row) => row.map(([r, g, b]) => ((b >> 3) << 10) | ((g >> 3) << 5) | (r >> 3)));
  const body = Buffer.alloc(words.length * 2);
  for (const [at, word] of words.entries()) body.writeUInt16LE(word, at * 2);
  return Buffer.concat([u32(0x10, 2, 12 + body.byteLength), u16(0, 0, pixels.width, pixels.height), body]);
});

/** Dr. Halo CUT: rows of runs; its greys need no palette. */
const halo = fromPixels((pixels) => {
  const rows = rowsOf(pixels).map((row) => {
    const body = Buffer.from([
      ...runs(
        row.map(([grey]) => grey),
        127,
      ).flatMap(([count, grey]) => [0x80 | count, grey]),
      0,
    ]);
    return Buffer.concat([u16(body.byteLength), body]);
  });
  return Buffer.concat([u16(pixels.width, pixels.height, 0), ...rows]);
});

/** Scitex continuous tone: one separation, row by row. */
const scitex = fromPixels((pixels) => {
  const { width, height } = pixels;
  const number = (value: number) => Buffer.from(`+${String(value).padStart(11, "0")}`);
  const length = (value: number) => Buffer.from(`+${value.toFixed(9).padStart(13, "0")}`);
  const head = Buffer.alloc(1024, 0);
  head.write("sample".padEnd(80), 0, "latin1");
  head.write("CT", 80, "latin1");
  const sizes = [length(height), length(width), number(height), number(width)];
  const parameters = Buffer.concat([Buffer.from([1, 1, 0, 8]), ...sizes]);
  const gap = width & 1 ? [0] : [];
  const body = rowsOf(pixels).flatMap((row) => [...row.map(([grey]) => grey), ...gap]);
  return Buffer.concat([head, parameters, Buffer.alloc(1024 - parameters.byteLength), Buffer.from(body)]);
});

/** XV thumbnail: three bits of red and green, two of blue. */
const xv = fromPixels((pixels) => {
  const body = rowsOf(pixels).flatMap((row) => row.map(([r, g, b]) => (r & 0xe0) | ((g & 0xe0) >> 3) | (b >> 6)));
  const head = `P7 332\n#XVVERSION:Version 2.28\n#IMGINFO:sample\n#END_OF_COMMENTS\n${pixels.width} ${pixels.height} 255\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
});

/** MATLAB level 5: a matrix of bytes, column by column. */
const matlab = fromPixels((pixels) => {
  const rows = rowsOf(pixels);
  const bands = pixels.channels === 1 ? [0] : [0, 1, 2];
  const columns = Array.from({ length: pixels.width }, (_, x) => x);
  const values = Buffer.from(bands.flatMap((band) => columns.flatMap((x) => rows.map((row) => row[x]?.[band] ?? 0))));
  const sizes = [pixels.height, pixels.width, ...(bands.length > 1 ? [bands.length] : [])];
  const element = (type: number, body: Buffer) =>
    Buffer.concat([u32(type, body.byteLength), body, Buffer.alloc((8 - (body.byteLength % 8)) % 8)]);
  const parts = [
    element(6, u32(9, 0)),
    element(5, u32(...sizes)),
    element(1, Buffer.from("picture")),
    element(2, values),
  ];
  const head = Buffer.concat([Buffer.from("MATLAB 5.0 MAT-file, sample".padEnd(124)), u16(0x0100), Buffer.from("IM")]);
  return Buffer.concat([head, element(14, Buffer.concat(parts))]);
});

/** An icon that holds a PNG. */
const icon = fromBytes((png) => {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const entry = Buffer.concat([Buffer.from([width & 255, height & 255, 0, 0]), u16(1, 32), u32(png.byteLength, 22)]);
  return Buffer.concat([u16(0, 1, 1), entry, png]);
});

/** A cursor is an icon with a hot spot where an icon tells its planes and depth. */
const cursor = fromBytes((bytes) => {
  const changed = Buffer.from(bytes);
  changed.writeUInt16LE(2, 2);
  for (let entry = 6; entry < 6 + bytes.readUInt16LE(4) * 16; entry += 16) u16(1, 1).copy(changed, entry + 4);
  return changed;
});

export const BITMAP_MAKERS = {
  bmp,
  tga,
  farbfeld,
  tim16: tim,
  "dr-halo": halo,
  scitex,
  "xv-thumbnail": xv,
  matlab,
  "ico-png": icon,
  cursor,
};
