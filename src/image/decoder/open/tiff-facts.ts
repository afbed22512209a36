import { type FileHandle, open } from "node:fs/promises";

/** What the first page of a TIFF says of itself that libvips does not tell. */
export type TiffFacts = {
  /** Tag 259; 1 is none, 5 LZW, 7 JPEG. */
  readonly compression: number;
  /** Colours are stored as YCbCr, each pixel in full and not as JPEG. */
  readonly isPlainYcbcr: boolean;
  /** Height of a pixel of the upright page by its width; absent where the file does not tell. */
  readonly pixelAspect?: number;
  /** Where tag 339 says that samples of 16 bits are signed. */
  readonly signedAt?: number;
};

const COMPRESSION = 259;
const PHOTOMETRIC = 262;
const SUBSAMPLING = 530;
const BITS = 258;
const SAMPLE_FORMAT = 339;
const SIGNED = 2;
const YCBCR = 6;
const JPEG_COMPRESSIONS = [6, 7];
const MOST_TAGS = 512;
const ORIENTATION = 274;
/** Orientations from here on stand on their side. */
const SIDEWAYS = 5;
const [X_RESOLUTION, Y_RESOLUTION] = [282, 283];

/** Reads a few tags of the first page without reading its pixels. Undefined where the file is too odd for that. */
export async function tiffFacts(file: string): Promise<TiffFacts | undefined> {
  const handle = await open(file);
  try {
    return await readFacts(handle);
  } finally {
    await handle.close();
  }
}

async function readFacts(handle: FileHandle): Promise<TiffFacts | undefined> {
  const head = await bytesAt(handle, 0, 16);
  if (!head) return undefined;
  const isLittle = head[0] === 0x49;
  const isBig = (isLittle ? head[2] : head[3]) === 0x2b;
  const uint16 = (bytes: Buffer, at: number): number => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const uint32 = (bytes: Buffer, at: number): number => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const uint64 = (bytes: Buffer, at: number): number =>
    Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  const start = isBig ? uint64(head, 8) : uint32(head, 4);
  const [countBytes, entryBytes, valueAt] = isBig ? [8, 20, 12] : [2, 12, 8];
  const count = await bytesAt(handle, start, countBytes);
  if (!count) return undefined;
  const tags = Math.min(isBig ? uint64(count, 0) : uint16(count, 0), MOST_TAGS);
  const directory = await bytesAt(handle, start + countBytes, tags * entryBytes);
  if (!directory) return undefined;
  // All of them are one or two short numbers, which stand in their entries, but for the resolution.
  const fractionAt = async (entry: number): Promise<number> => {
    const value = entry + valueAt;
    const bytes = isBig ? directory.subarray(value) : await bytesAt(handle, uint32(directory, value), 8);
    return bytes && bytes.byteLength >= 8 ? uint32(bytes, 0) / uint32(bytes, 4) : 0;
  };
  const resolution = new Map<number, number>();
  const found = new Map<number, readonly [number, number]>();
  let formatAt = 0;
  for (let at = 0; at < directory.byteLength; at += entryBytes) {
    const value = at + valueAt;
    if (uint16(directory, at) === SAMPLE_FORMAT) formatAt = start + countBytes + value;
    const tag = uint16(directory, at);
    if (tag === X_RESOLUTION || tag === Y_RESOLUTION) resolution.set(tag, await fractionAt(at));
    found.set(tag, [uint16(directory, value), uint16(directory, value + 2)]);
  }
  const [compression] = found.get(COMPRESSION) ?? [1];
  const [across, down] = found.get(SUBSAMPLING) ?? [2, 2];
  const isYcbcr = found.get(PHOTOMETRIC)?.[0] === YCBCR && !JPEG_COMPRESSIONS.includes(compression);
  const isSigned = found.get(SAMPLE_FORMAT)?.[0] === SIGNED && found.get(BITS)?.[0] === 16;
  return {
    compression,
    ...pixelAspectOf(
      resolution.get(X_RESOLUTION) ?? 0,
      resolution.get(Y_RESOLUTION) ?? 0,
      (found.get(ORIENTATION)?.[0] ?? 1) >= SIDEWAYS,
    ),
    isPlainYcbcr: isYcbcr && across === 1 && down === 1,
    ...(isSigned && { signedAt: formatAt }),
  };
}

function pixelAspectOf(across: number, down: number, isSideways: boolean): Pick<TiffFacts, "pixelAspect"> {
  const aspect = isSideways ? down / across : across / down;
  return aspect > 0 && Number.isFinite(aspect) && aspect !== 1 ? { pixelAspect: aspect } : {};
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  if (!Number.isSafeInteger(position) || length < 1) return undefined;
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return bytesRead === length ? buffer : undefined;
}
