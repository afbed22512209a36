import { truncated } from "../faults.ts";

/** Bytes that a whole file of a format has at least. A number beyond the end of the file throws RangeError. */
type LeastBytes = (file: Buffer) => number;

const PHOTO_CD_BYTES = (96 + 288) * 2048;

/** Of these formats ImageMagick shows what there is of a picture, and the rest in black or white, without a word. */
const LEAST: Readonly<Record<string, LeastBytes>> = {
  SGI: leastOfSgi,
  PSD: (file) => leastOfPhotoshop(file, 4, 2),
  PSB: (file) => leastOfPhotoshop(file, 8, 4),
  ART: (file) => 8 + file.readUInt16LE(6) * Math.ceil(file.readUInt16LE(2) / 8),
  RGF: (file) => 2 + file.readUInt8(1) * Math.ceil(file.readUInt8(0) / 8),
  PCD: () => PHOTO_CD_BYTES,
};

/** @throws DecodeFault for a file that is shorter than its header says */
export function refuseCutOff(bytes: Uint8Array, format: string): void {
  const least = LEAST[format];
  if (!least) return;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wanted = orEndless(() => least(file));
  if (file.byteLength >= wanted) return;
  const expected = Number.isFinite(wanted) ? `${wanted} bytes` : "more bytes";
  throw truncated(`the ${format} picture ends too early: expected at least ${expected}, received ${file.byteLength}`);
}

const SGI_HEADER_BYTES = 512;

function leastOfSgi(file: Buffer): number {
  const [isPacked, bytes, dimensions] = [file.readUInt8(2) === 1, file.readUInt8(3), file.readUInt16BE(4)];
  const height = dimensions > 1 ? file.readUInt16BE(8) : 1;
  const rows = height * (dimensions > 2 ? file.readUInt16BE(10) : 1);
  if (!isPacked) return SGI_HEADER_BYTES + rows * file.readUInt16BE(6) * bytes;
  // First where each row begins, then how long each is.
  let end = 0;
  for (let at = SGI_HEADER_BYTES; at < SGI_HEADER_BYTES + rows * 4; at += 4) {
    end = Math.max(end, file.readUInt32BE(at) + file.readUInt32BE(at + rows * 4));
  }
  return end;
}

const PHOTOSHOP_HEADER_BYTES = 26;

/** `long` are the bytes of the length of the layers, `short` those of the length of a row. */
function leastOfPhotoshop(file: Buffer, long: 4 | 8, short: 2 | 4): number {
  const rows = file.readUInt16BE(12) * file.readUInt32BE(14);
  const rowBytes = Math.ceil((file.readUInt32BE(18) * file.readUInt16BE(22)) / 8);
  let at = PHOTOSHOP_HEADER_BYTES;
  // Colours, resources and layers, each behind its length; then all layers as one picture.
  for (const bytes of [4, 4, long]) {
    at += bytes + (bytes === 8 ? Number(file.readBigUInt64BE(at)) : file.readUInt32BE(at));
  }
  const packing = file.readUInt16BE(at);
  at += 2;
  if (packing === 0) return at + rows * rowBytes;
  let end = at + rows * short;
  if (packing === 1) for (const stop = end; at < stop; at += short) end += file.readUIntBE(at, short);
  return end;
}

function orEndless(read: () => number): number {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw thrown;
  }
}
