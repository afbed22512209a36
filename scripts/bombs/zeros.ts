import { constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { u32be } from "./words.ts";

const BLOCK = 2 ** 20;
const LEVEL = { level: 9 } as const;
const blockOfZeros = deflateRawSync(Buffer.alloc(BLOCK), { ...LEVEL, finishFlush: constants.Z_FULL_FLUSH });

/** A zlib stream of so many zero bytes, made without ever holding them: a thousandth of the size. */
export function deflatedZeros(count: number): Buffer {
  const blocks = Array.from({ length: Math.floor(count / BLOCK) }, () => blockOfZeros);
  const rest = deflateRawSync(Buffer.alloc(count % BLOCK), LEVEL);
  // Adler-32 of zeros: the low sum stays 1, the high one counts them.
  return Buffer.concat([Buffer.from([0x78, 0xda]), ...blocks, rest, u32be(((count % 65_521) * 65_536 + 1) >>> 0)]);
}

/** A stream that unpacks to another that unpacks to zeros. */
export function twiceDeflatedZeros(count: number): Buffer {
  return deflateSync(deflatedZeros(count), LEVEL);
}

/** A gzip file of a text that is followed by so many spaces. */
export function gzippedWithSpaces(beginning: string, spaces: number): Buffer {
  return gzipSync(Buffer.concat([Buffer.from(beginning), Buffer.alloc(spaces, 0x20)]), LEVEL);
}
