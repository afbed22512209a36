import { crc32 } from "node:zlib";
import { corrupt, truncated, unsupported } from "../../faults.ts";
import { Lzma2Decoder } from "./lzma2.ts";

const MAGIC = Buffer.from("fd377a585a00", "hex");
const HEADER_BYTES = 12;
const DELTA = 3;
const LZMA2 = 0x21;
/** Bytes of a block's check by its kind (section 3.4). It is passed over: libtiff writes none. */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64] as const;

/**
 * Unpacks a stream of the .xz file format 1.1.0 to at most `maxBytes`. Its filters are LZMA2 alone, or with Delta (5.3.3)
 * before it as libtiff writes it. Of the WebAssembly decoders on npm, one lacks Delta, and the others bound no output.
 * @throws DecodeFault
 */
export function unpackXz(packed: Buffer, maxBytes: number): Buffer {
  if (!packed.subarray(0, MAGIC.byteLength).equals(MAGIC)) throw corrupt("expected the mark of an xz stream");
  const checkBytes = CHECK_BYTES[(packed[7] ?? 0) & 15] ?? 0;
  const output = new Lzma2Decoder(packed, maxBytes);
  let at = HEADER_BYTES;
  // A block begins with the length of its header; the index behind the last one with a zero.
  for (let words = packed[at] ?? 0; words > 0; words = packed[at] ?? 0) {
    const headerBytes = (words + 1) * 4;
    if (at + headerBytes > packed.byteLength)
      throw truncated("expected the header of an xz block, but the data ends before");
    const distance = deltaOf(packed.subarray(at, at + headerBytes));
    const from = output.length;
    const end = output.readBlock(at + headerBytes);
    undoDelta(output.bytes.subarray(from), distance);
    at = at + headerBytes + Math.ceil((end - at - headerBytes) / 4) * 4 + checkBytes;
  }
  if (output.length === 0) throw corrupt("expected an xz stream that holds something");
  return output.bytes;
}

/** The distance of the Delta filter that a block's header (section 3.1) names; 0 without one. */
function deltaOf(header: Buffer): number {
  const checked = header.byteLength - 4;
  if (crc32(header.subarray(0, checked)) !== header.readUInt32LE(checked)) {
    throw corrupt("the header of an xz block is damaged");
  }
  const flags = header[1] ?? 0;
  let at = 2;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = header[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw corrupt("expected a number in the header of an xz block");
  };
  for (const isPresent of [flags & 0x40, flags & 0x80]) if (isPresent) next();
  let distance = 0;
  const filters = (flags & 3) + 1;
  for (let filter = 1; filter <= filters; filter++) {
    const id = next();
    const length = next();
    if (id === DELTA && filter === 1 && filters === 2) distance = (header[at] ?? 0) + 1;
    else if (id !== LZMA2 || filter !== filters) throw unsupported(`xz filter ${id} is not supported`);
    at += length;
  }
  return distance;
}

function undoDelta(bytes: Buffer, distance: number): void {
  if (distance === 0) return;
  for (let at = distance; at < bytes.byteLength; at++) bytes[at] = (bytes[at] ?? 0) + (bytes[at - distance] ?? 0);
}
