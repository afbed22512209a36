import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TIFF } from "../../../src/pictures/image/decoder/readers/tiff/tag-table.ts";
import { marks } from "./jpeg.ts";
import { deepPixelsOf, fromPixels, type Maker, settings, u16, u32 } from "./maker.ts";

/** TIFF layouts that no program of Debian writes. */

const [SHORT, LONG] = [3, 4];
/** Tags of TIFF 6.0, section 22, which Technical Note 2 has replaced. */
const OLD_JPEG = { proc: 512, stream: 513, streamLength: 514, quantisation: 519, direct: 520, alternating: 521 };
type Entry = readonly [tag: number, type: number, ...values: readonly number[]];

/** A TIFF of one strip, little-endian, with its directory at the end. */
function tiffOf(pixels: Uint8Array, entries: readonly Entry[]): Buffer {
  const all: Entry[] = [...entries, [TIFF.stripOffsets, LONG, 8], [TIFF.stripByteCounts, LONG, pixels.byteLength]];
  const sorted = all.sort(([one], [other]) => one - other);
  const start = 8 + pixels.byteLength + (pixels.byteLength & 1);
  let far = start + 2 + sorted.length * 12 + 4;
  const extra: Buffer[] = [];
  const records = sorted.map(([tag, type, ...values]) => {
    const bytes = type === SHORT ? u16(...values) : u32(...values);
    const head = Buffer.concat([u16(tag, type), u32(values.length)]);
    if (bytes.byteLength <= 4) return Buffer.concat([head, bytes, Buffer.alloc(4 - bytes.byteLength)]);
    const place = far;
    extra.push(bytes);
    far += bytes.byteLength;
    return Buffer.concat([head, u32(place)]);
  });
  const header = Buffer.concat([Buffer.from("II\x2a\0", "latin1"), u32(start)]);
  const padding = Buffer.alloc(pixels.byteLength & 1);
  return Buffer.concat([header, pixels, padding, u16(sorted.length), ...records, u32(0), ...extra]);
}

function layout(width: number, height: number, bits: readonly number[], photometric: number): readonly Entry[] {
  return [
    [TIFF.imageWidth, SHORT, width],
    [TIFF.imageLength, SHORT, height],
    [TIFF.bitsPerSample, SHORT, ...bits],
    [TIFF.photometricInterpretation, SHORT, photometric],
    [TIFF.samplesPerPixel, SHORT, bits.length],
    [TIFF.rowsPerStrip, SHORT, height],
  ];
}

/** `tiff-raw picture file bits=32 kind=uint|int|float [min-is-white]`: plain samples of any width, over the kind's usual range. */
const raw: Maker = async ([from = "", to = "", ...how], folder) => {
  const { width, height, channels, deep } = await deepPixelsOf(join(folder, from));
  const { bits = "16", kind = "uint" } = settings(how);
  const step = Number(bits) / 8;
  const isWhite = how.includes("min-is-white");
  const data = Buffer.alloc(deep.length * step);
  for (const [at, given] of deep.entries()) {
    const value = isWhite ? 65535 - given : given;
    if (kind === "float" && step === 4) data.writeFloatLE(value / 65535, at * step);
    else if (kind === "float") data.writeDoubleLE(value / 65535, at * step);
    else if (kind === "int") data.writeInt16LE(value - 32768, at * step);
    else data.writeUIntLE(Math.floor((value * 65537) / 2 ** (32 - Number(bits))), at * step, step);
  }
  const format = { uint: 1, int: 2, float: 3 }[kind] ?? 1;
  const each = Array.from({ length: channels }, () => Number(bits));
  const entries: Entry[] = [
    ...layout(width, height, each, channels > 1 ? 2 : isWhite ? 0 : 1),
    [TIFF.compression, SHORT, 1],
    [TIFF.sampleFormat, SHORT, ...each.map(() => format)],
  ];
  await writeFile(join(folder, to), tiffOf(data, entries));
};

/** `tiff-ycbcr picture file 2 2`: uncompressed YCbCr whose colours are shared by blocks of so many pixels. */
const ycbcr = fromPixels(({ data, width, height }, across = "1", down = "1") => {
  const [h, v] = [Number(across), Number(down)];
  const at = (x: number, y: number) => {
    const place = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 3;
    return [data[place] ?? 0, data[place + 1] ?? 0, data[place + 2] ?? 0] as const;
  };
  const bytes: number[] = [];
  for (let top = 0; top < height; top += v) {
    for (let left = 0; left < width; left += h) {
      let [cb, cr] = [0, 0];
      for (let y = 0; y < v; y++) {
        for (let x = 0; x < h; x++) {
          const [red, green, blue] = at(left + x, top + y);
          const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
          bytes.push(Math.round(luma));
          cb += (blue - luma) / 1.772 / (h * v);
          cr += (red - luma) / 1.402 / (h * v);
        }
      }
      bytes.push(Math.round(128 + Math.min(cb, 127)), Math.round(128 + Math.min(cr, 127)));
    }
  }
  const entries: Entry[] = [
    ...layout(width, height, [8, 8, 8], 6),
    [TIFF.compression, SHORT, 1],
    [TIFF.yCbCrSubSampling, SHORT, h, v],
  ];
  return tiffOf(Uint8Array.from(bytes), entries);
});

/**
 * `tiff-old-jpeg jpeg file [tables]`: a JPEG wrapped as TIFF 6.0 had it first, as a whole stream to which the directory
 * points, or as bare scan data with tables of their own.
 */
const oldJpeg: Maker = async ([from = "", to = "", how], folder) => {
  const jpeg = await readFile(join(folder, from));
  const parts = marks(jpeg);
  const part = (mark: number) => parts.filter((each) => each.mark === mark).map((each) => each.body);
  const frame = part(0xc0)[0] ?? Buffer.alloc(15);
  const [height, width, components] = [frame.readUInt16BE(1), frame.readUInt16BE(3), frame[5] ?? 1];
  const bits = Array.from({ length: components }, () => 8);
  const common: Entry[] = [
    ...layout(width, height, bits, components === 1 ? 1 : 6),
    [TIFF.compression, SHORT, 6],
    [OLD_JPEG.proc, SHORT, 1],
  ];
  if (components > 1) common.push([TIFF.yCbCrSubSampling, SHORT, (frame[7] ?? 0x11) >> 4, (frame[7] ?? 0x11) & 15]);
  const scanAt = parts.at(-1)?.end ?? 0;
  if (how !== "tables") {
    const entries: Entry[] = [...common, [OLD_JPEG.stream, LONG, 8], [OLD_JPEG.streamLength, LONG, jpeg.byteLength]];
    await writeFile(join(folder, to), tiffOf(jpeg, entries));
    return;
  }
  const scan = jpeg.subarray(scanAt);
  const tables = [...part(0xdb), ...part(0xc4)];
  const quantisation = tables.find((body) => body.byteLength === 65)?.subarray(1) ?? Buffer.alloc(64);
  const huffman = part(0xc4);
  const direct = huffman.find((body) => body[0] === 0)?.subarray(1) ?? Buffer.alloc(16);
  const alternating = huffman.find((body) => body[0] === 0x10)?.subarray(1) ?? Buffer.alloc(16);
  const data = Buffer.concat([scan, quantisation, direct, alternating]);
  const place = 8 + scan.byteLength;
  const entries: Entry[] = [
    ...common,
    [OLD_JPEG.quantisation, LONG, place],
    [OLD_JPEG.direct, LONG, place + 64],
    [OLD_JPEG.alternating, LONG, place + 64 + direct.byteLength],
  ];
  await writeFile(join(folder, to), tiffOf(data, entries));
};

export const TIFF_MAKERS = { "tiff-raw": raw, "tiff-ycbcr": ycbcr, "tiff-old-jpeg": oldJpeg };
