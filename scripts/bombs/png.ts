import { crc32, deflateSync } from "node:zlib";
import { type Claim, gradient, text, u32be } from "./words.ts";
import { deflatedZeros } from "./zeros.ts";

const SIGNATURE = text("\x89PNG\r\n\x1a\n");
export const GREY = 0;
export const RGB = 2;
const SAMPLES: Readonly<Record<number, number>> = { [GREY]: 1, [RGB]: 3 };

export type PngKind = { readonly depth: 1 | 8 | 16; readonly colour: number; readonly isInterlaced?: boolean };

/** A PNG of black pixels, all of them there. */
export function blackPng(claim: Claim, kind: PngKind, ...extra: readonly Buffer[]): Buffer {
  const header = chunk("IHDR", u32be(claim.width, claim.height), Buffer.from(rest(kind)));
  return Buffer.concat([
    SIGNATURE,
    header,
    ...extra,
    chunk("IDAT", deflatedZeros(rawBytes(claim, kind))),
    chunk("IEND"),
  ]);
}

/** A small RGB picture, whatever it claims to be. */
export function smallPng(claim: Claim, ...extra: readonly Buffer[]): Buffer {
  const row = Buffer.concat([Buffer.of(1), gradient({ width: claim.width, height: 1 }, 3)]);
  const rows = Buffer.concat(Array.from({ length: Math.min(claim.height, 64) }, () => row));
  const header = chunk("IHDR", u32be(claim.width, claim.height), Buffer.from(rest({ depth: 8, colour: RGB })));
  return Buffer.concat([SIGNATURE, header, ...extra, chunk("IDAT", deflateSync(rows)), chunk("IEND")]);
}

/** A text chunk that unpacks to so many bytes. */
export function zippedText(count: number): Buffer {
  return chunk("zTXt", text("Comment\0\0"), deflatedZeros(count));
}

/** A colour profile that unpacks to so many bytes. */
export function zippedProfile(count: number): Buffer {
  return chunk("iCCP", text("profile\0\0"), deflatedZeros(count));
}

export function chunk(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([text(type), ...parts]);
  return Buffer.concat([u32be(body.byteLength - 4), body, u32be(crc32(body))]);
}

function rest({ depth, colour, isInterlaced }: PngKind): number[] {
  return [depth, colour, 0, 0, isInterlaced ? 1 : 0];
}

function rawBytes({ width, height }: Claim, { depth, colour, isInterlaced }: PngKind): number {
  const bytesOf = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * depth * (SAMPLES[colour] ?? 1)) / 8));
  if (!isInterlaced) return bytesOf(width, height);
  return PASSES.reduce(
    (sum, [x, y, dx, dy]) => sum + bytesOf(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  );
}

/** First column and row of each pass of Adam7, and the steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
