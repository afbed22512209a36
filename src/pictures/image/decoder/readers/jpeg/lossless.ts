import { corrupt, truncated, unsupported } from "../../faults.ts";
import { type HuffmanTable, JpegBits, readHuffmanTables } from "./huffman.ts";
import { isFrame, type JpegFrame, readFrame, segmentsOf } from "./segments.ts";

/** A JPEG of ITU-T T.81, Annex H, with Huffman coding: each sample is predicted from its neighbours, without loss. */
export type LosslessJpeg = JpegFrame & {
  /** 1 to 7, as in table H.1. */
  readonly predictor: number;
  /** Low bits that were left out. */
  readonly shift: number;
  /** Pixels between restart marks; 0 for none. */
  readonly restart: number;
  /** One for each sample of a pixel. */
  readonly tables: readonly HuffmanTable[];
  readonly data: Buffer;
};

const LOSSLESS = 0xc3;
const TABLES = 0xc4;
const RESTART = 0xdd;
const SCAN = 0xda;

/** Undefined where a JPEG is of another kind. */
export function readLosslessJpeg(jpeg: Buffer): LosslessJpeg | undefined {
  let frame: JpegFrame | undefined;
  let restart = 0;
  const tables = new Map<number, HuffmanTable>();
  for (const segment of segmentsOf(jpeg)) {
    const { marker, at, length } = segment;
    if (isFrame(segment)) {
      if (marker !== LOSSLESS) return undefined;
      frame = readFrame(jpeg, segment);
      const isSubsampled = [...Array(frame.samples).keys()].some((index) => jpeg[at + 7 + index * 3] !== 0x11);
      if (isSubsampled && frame.samples > 1)
        throw unsupported("a lossless JPEG with colours of less resolution is not supported");
    } else if (marker === TABLES) {
      readHuffmanTables(jpeg.subarray(at, at + length), tables);
    } else if (marker === RESTART && length >= 2) {
      restart = jpeg.readUInt16BE(at);
    } else if (marker === SCAN && frame) {
      return {
        ...frame,
        ...readScan(jpeg.subarray(at, at + length), frame, tables),
        restart,
        data: jpeg.subarray(at + length),
      };
    }
  }
  if (frame) throw truncated("expected the data of a lossless JPEG, but it ends before");
  return undefined;
}

function readScan(
  scan: Buffer,
  { samples, precision }: JpegFrame,
  tables: ReadonlyMap<number, HuffmanTable>,
): Pick<LosslessJpeg, "predictor" | "shift" | "tables"> {
  if (scan[0] !== samples) throw unsupported("a lossless JPEG with a scan for each colour is not supported");
  const predictor = scan[1 + 2 * samples] ?? 0;
  const shift = (scan[3 + 2 * samples] ?? 0) & 15;
  if (predictor < 1 || predictor > 7 || precision < 2 || precision > 16 || shift >= precision) {
    throw corrupt(`expected a lossless JPEG, received predictor ${predictor}, ${precision} bits, shift ${shift}`);
  }
  const used = Array.from({ length: samples }, (_, index) => {
    const table = tables.get((scan[2 + 2 * index] ?? 0) >> 4);
    if (!table) throw corrupt("a lossless JPEG names a Huffman table that it does not hold");
    return table;
  });
  return { predictor, shift, tables: used };
}

/** The samples, pixel by pixel, in one or two bytes each, the low byte first. */
export function unpackLosslessJpeg(jpeg: LosslessJpeg, bytes: number): Buffer {
  const { width, height, samples, precision, shift, predictor, restart, tables, data } = jpeg;
  const row = width * samples;
  // Each sample takes a bit or more.
  if (row * height > data.byteLength * 8) throw truncated("the data of a lossless JPEG ends too early");
  const values = new Uint16Array(row * height);
  const bits = new JpegBits(data);
  const start = 2 ** (precision - shift - 1);
  let isFirstLine = true;
  for (let pixel = 0, at = 0; pixel < width * height; pixel++) {
    if (restart > 0 && pixel > 0 && pixel % restart === 0) {
      bits.restart();
      isFirstLine = true;
    }
    const x = pixel % width;
    if (x === 0 && pixel > 0 && (restart === 0 || pixel % restart !== 0)) isFirstLine = false;
    for (let sample = 0; sample < samples; sample++, at++) {
      let prediction: number;
      const left = values[at - samples] ?? 0;
      const above = values[at - row] ?? 0;
      if (isFirstLine) prediction = x === 0 ? start : left;
      else if (x === 0) prediction = above;
      else prediction = predict(predictor, left, above, values[at - row - samples] ?? 0);
      values[at] = prediction + bits.difference(tables[sample]);
    }
  }
  return asBytes(values, shift, bytes);
}

function predict(predictor: number, left: number, above: number, corner: number): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}

function asBytes(values: Uint16Array, shift: number, bytes: number): Buffer {
  const frame = Buffer.alloc(values.length * bytes);
  for (let index = 0; index < values.length; index++) {
    const shifted = (values[index] ?? 0) << shift;
    frame[index * bytes] = shifted;
    if (bytes === 2) frame[index * 2 + 1] = shifted >> 8;
  }
  return frame;
}
