/** A tag with its values as they stand in the file, in its byte order. */
export type TiffTag = { readonly tag: number; readonly type: number; readonly count: number; readonly values: Buffer };

export const TIFF = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
} as const;

const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
const LONG = 4;

/** A tag of whole numbers below 2 ** 32. */
export function longTag(tag: number, values: readonly number[], isLittle: boolean): TiffTag {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) writeLong(bytes, value, index * 4, isLittle);
  return { tag, type: LONG, count: values.length, values: bytes };
}

/** A TIFF 6.0 file of one page. `chunks` are its strips or tiles as compressed; their tags are added here. */
export function tiffFile(
  tags: readonly TiffTag[],
  chunks: readonly Buffer[],
  { isLittle, isTiled }: { readonly isLittle: boolean; readonly isTiled: boolean },
): Buffer {
  const places = (offsets: readonly number[]): TiffTag[] => [
    longTag(isTiled ? TIFF.tileOffsets : TIFF.stripOffsets, offsets, isLittle),
    longTag(
      isTiled ? TIFF.tileByteCounts : TIFF.stripByteCounts,
      chunks.map((chunk) => chunk.byteLength),
      isLittle,
    ),
  ];
  const zeros = chunks.map(() => 0);
  let end = directory([...tags, ...places(zeros)], isLittle).byteLength;
  const offsets = chunks.map((chunk) => {
    const start = end;
    end += chunk.byteLength;
    return start;
  });
  return Buffer.concat([directory([...tags, ...places(offsets)], isLittle), ...chunks], end);
}

/** Header, directory and the values that do not fit into it. */
function directory(tags: readonly TiffTag[], isLittle: boolean): Buffer {
  const sorted = [...tags].sort((one, other) => one.tag - other.tag);
  const head = Buffer.alloc(HEADER_BYTES + 2 + sorted.length * ENTRY_BYTES + 4);
  head.write(isLittle ? "II" : "MM", "latin1");
  writeShort(head, 42, 2, isLittle);
  writeLong(head, HEADER_BYTES, 4, isLittle);
  writeShort(head, sorted.length, HEADER_BYTES, isLittle);
  const values: Buffer[] = [];
  let end = head.byteLength;
  for (const [index, { tag, type, count, values: own }] of sorted.entries()) {
    const at = HEADER_BYTES + 2 + index * ENTRY_BYTES;
    writeShort(head, tag, at, isLittle);
    writeShort(head, type, at + 2, isLittle);
    writeLong(head, count, at + 4, isLittle);
    if (own.byteLength <= 4) {
      own.copy(head, at + 8);
      continue;
    }
    writeLong(head, end, at + 8, isLittle);
    // Values begin at even places.
    const padded = own.byteLength % 2 === 0 ? own : Buffer.concat([own, Buffer.alloc(1)]);
    values.push(padded);
    end += padded.byteLength;
  }
  return Buffer.concat([head, ...values], end);
}

function writeShort(bytes: Buffer, value: number, at: number, isLittle: boolean): void {
  if (isLittle) bytes.writeUInt16LE(value, at);
  else bytes.writeUInt16BE(value, at);
}

function writeLong(bytes: Buffer, value: number, at: number, isLittle: boolean): void {
  if (isLittle) bytes.writeUInt32LE(value, at);
  else bytes.writeUInt32BE(value, at);
}
