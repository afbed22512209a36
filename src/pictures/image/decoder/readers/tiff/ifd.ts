import { corrupt, truncated } from "../../faults.ts";
import { ByteReader, type Bytes } from "../byte-reader.ts";

// Image file directories: TIFF 6.0, section 2, and BigTIFF, whose places and counts have eight bytes.

/** Type and place of the values of a tag. */
export type TiffField = { readonly type: number; readonly count: number; readonly at: number };
/** The tags of one page. */
export type TiffDirectory = ReadonlyMap<number, TiffField>;
/** A TIFF of either kind and byte order, and where the directories of its pages begin. */
export type Tiff = {
  readonly reader: ByteReader<Bytes>;
  readonly isBig: boolean;
  readonly directories: readonly number[];
  /** The file ends before a directory that it names: it once had more pages. */
  readonly isCut: boolean;
};

const MAX_PAGES = 10_000;
const MAX_TAGS = 512;
const TYPE_BYTES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

/** Reads the header, and finds the directories of all pages, up to a circle or the end of the file. */
export function findDirectories(bytes: Bytes): Tiff {
  const mark = bytes.subarray(0, Math.min(4, bytes.byteLength)).toString("latin1");
  if (!/^(II[*+]\0|MM\0[*+])$/.test(mark))
    throw corrupt(`expected the mark of a TIFF, received ${JSON.stringify(mark)}`);
  const reader = new ByteReader(bytes, mark.startsWith("II"));
  const isBig = mark.includes("+");
  const directories: number[] = [];
  const seen = new Set<number>([0]);
  let isCut = false;
  let next = isBig ? reader.uint64(8) : reader.uint32(4);
  while (!seen.has(next) && directories.length < MAX_PAGES) {
    seen.add(next);
    const end = endOfTags(reader, isBig, next);
    isCut = end === undefined;
    if (end === undefined) break;
    directories.push(next);
    next = isBig ? reader.uint64(end) : reader.uint32(end);
  }
  if (directories.length === 0) throw truncated("the file ends before its first page");
  return { reader, isBig, directories, isCut };
}

/** @param wanted the tags that are read; all where it is absent */
export function readDirectory({ reader, isBig }: Tiff, start: number, wanted?: ReadonlySet<number>): TiffDirectory {
  const directory = new Map<number, TiffField>();
  const { count, first } = extent(reader, isBig, start);
  for (let index = 0; index < Math.min(count, MAX_TAGS); index++) {
    const entry = first + index * (isBig ? 20 : 12);
    const tag = reader.uint16(entry);
    if (wanted && !wanted.has(tag)) continue;
    const type = reader.uint16(entry + 2);
    const values = isBig ? reader.uint64(entry + 4) : reader.uint32(entry + 4);
    const own = entry + (isBig ? 12 : 8);
    const isInside = bytesOf(type) * values <= (isBig ? 8 : 4);
    const at = isInside ? own : isBig ? reader.uint64(own) : reader.uint32(own);
    if (!directory.has(tag)) directory.set(tag, { type, count: values, at });
  }
  return directory;
}

/** The values of a tag as they stand in the file; undefined where they are of no known type, more than `maxBytes`, or beyond its end. */
export function valuesOf({ reader }: Tiff, { type, count, at }: TiffField, maxBytes: number): Buffer | undefined {
  const length = bytesOf(type) * count;
  return length > 0 && length <= maxBytes && at + length <= reader.length ? reader.slice(at, length) : undefined;
}

/** Up to `most` whole numbers of a tag; none where the tag is absent. */
export function numbersOf(tiff: Tiff, directory: TiffDirectory, tag: number, most: number): number[] {
  const field = directory.get(tag);
  if (!field) return [];
  const step = bytesOf(field.type);
  const read = wholeNumber(tiff.reader, field.type);
  if (!read) throw corrupt(`expected whole numbers in TIFF tag ${tag}, received type ${field.type}`);
  const count = Math.min(field.count, most);
  tiff.reader.slice(field.at, count * step);
  return Array.from({ length: count }, (_, index) => read(field.at + index * step));
}

export function numberOf(tiff: Tiff, directory: TiffDirectory, tag: number, otherwise: number): number {
  return numbersOf(tiff, directory, tag, 1)[0] ?? otherwise;
}

function bytesOf(type: number): number {
  return TYPE_BYTES[type] ?? 0;
}

function wholeNumber(reader: ByteReader<Bytes>, type: number): ((at: number) => number) | undefined {
  if (type === 1) return (at) => reader.uint8(at);
  if (type === 3) return (at) => reader.uint16(at);
  if (type === 4 || type === 13) return (at) => reader.uint32(at);
  return type === 16 || type === 18 ? (at) => reader.uint64(at) : undefined;
}

function extent(
  reader: ByteReader<Bytes>,
  isBig: boolean,
  start: number,
): { readonly count: number; readonly first: number } {
  return isBig ? { count: reader.uint64(start), first: start + 8 } : { count: reader.uint16(start), first: start + 2 };
}

/** Where the place of the next directory stands; undefined where the file ends before. */
function endOfTags(reader: ByteReader<Bytes>, isBig: boolean, start: number): number | undefined {
  const [head, entry, place] = isBig ? [8, 20, 8] : [2, 12, 4];
  if (start + head > reader.length) return undefined;
  const { count, first } = extent(reader, isBig, start);
  const end = first + count * entry;
  return end + place <= reader.length ? end : undefined;
}
