import type { Size } from "../../pages.ts";
import { longTag, TIFF, type TiffTag } from "./tag-table.ts";

const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;

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

/**
 * A fax as a TIFF of one strip in which 0 is white.
 * @param group the coding (ITU-T T.4 or T.6), which is also its number as a compression
 * @param more tags beside those that every fax has, little-endian
 */
export function faxAsTiff(fax: Buffer, { width, height }: Size, group: 3 | 4, more: readonly TiffTag[]): Buffer {
  const tag = (id: number, value: number) => longTag(id, [value], true);
  const tags = [
    tag(TIFF.imageWidth, width),
    tag(TIFF.imageLength, height),
    tag(TIFF.bitsPerSample, 1),
    tag(TIFF.compression, group),
    tag(TIFF.photometricInterpretation, 0),
    tag(TIFF.samplesPerPixel, 1),
    tag(TIFF.rowsPerStrip, height),
    ...more,
  ];
  return tiffFile(tags, [fax], { isLittle: true, isTiled: false });
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
