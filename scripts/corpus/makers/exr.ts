import { deflateSync } from "node:zlib";
import { fromPixels, u16, u32 } from "./maker.ts";

/** OpenEXR: light as floating point, line by line. */

const [HALF, FLOAT] = [1, 2];

function attribute(name: string, type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${name}\0${type}\0`), u32(body.byteLength), body]);
}

function float(...values: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}

/** A number from 0 to 1 in 16 bits. */
function half(value: number): number {
  if (value < 2 ** -14) return Math.round(value * 2 ** 24);
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) + Math.round((value / 2 ** exponent - 1) * 1024);
}

function light(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** As deflate packs a line: low bytes apart from high ones, each as its difference from the one before. */
function packed(line: Buffer): Buffer {
  const parted = Buffer.concat([line.filter((_, at) => at % 2 === 0), line.filter((_, at) => at % 2 === 1)]);
  const differences = Buffer.from(parted.map((byte, at) => (at === 0 ? byte : byte - (parted[at - 1] ?? 0) + 128)));
  const deflated = deflateSync(differences);
  return deflated.byteLength < line.byteLength ? deflated : line;
}

/** `exr picture file float|half|zips` */
const exr = fromPixels(({ data, width, height, channels }, how = "float") => {
  // Channels stand in the order of their names, and colours are multiplied by the alpha.
  const bands = channels === 4 ? [3, 2, 1, 0] : [2, 1, 0];
  const type = how === "float" ? FLOAT : HALF;
  const listed = bands.map((band) => Buffer.concat([Buffer.from(`${"RGBA"[band]}\0`), u32(type, 0, 1, 1)]));
  const frame = u32(0, 0, width - 1, height - 1);
  const header = Buffer.concat([
    u32(20000630, 2),
    attribute("channels", "chlist", Buffer.concat([...listed, Buffer.alloc(1)])),
    attribute("compression", "compression", Buffer.from([how === "zips" ? 2 : 0])),
    ...["dataWindow", "displayWindow"].map((name) => attribute(name, "box2i", frame)),
    attribute("lineOrder", "lineOrder", Buffer.from([0])),
    attribute("pixelAspectRatio", "float", float(1)),
    attribute("screenWindowCenter", "v2f", float(0, 0)),
    attribute("screenWindowWidth", "float", float(1)),
    Buffer.alloc(1),
  ]);
  const sample = (x: number, y: number, band: number) => {
    const at = (y * width + x) * channels;
    const alpha = channels === 4 ? (data[at + 3] ?? 0) / 255 : 1;
    return band === 3 ? alpha : light(data[at + band] ?? 0) * alpha;
  };
  const lines = Array.from({ length: height }, (_, y) => {
    const values = bands.flatMap((band) => Array.from({ length: width }, (_, x) => sample(x, y, band)));
    const line = type === FLOAT ? float(...values) : u16(...values.map(half));
    const body = how === "zips" ? packed(line) : line;
    return Buffer.concat([u32(y, body.byteLength), body]);
  });
  let place = header.byteLength + height * 8;
  const table = lines.map((line) => {
    const entry = u32(place, 0);
    place += line.byteLength;
    return entry;
  });
  return Buffer.concat([header, ...table, ...lines]);
});

export const EXR_MAKERS = { exr };
