import { inflateRawSync } from "node:zlib";
import { corrupt, truncated } from "../../faults.ts";
import type { DecodeLimits } from "../../limits.ts";
import { ByteReader } from "../byte-reader.ts";

// Data sets of DICOM PS3.5, section 7, behind the file meta information of PS3.10, section 7.1.

/** Where the value of an element is; `length` is undefined for one that is made of items. */
export type DicomElement = { readonly vr: string; readonly at: number; readonly length: number | undefined };

/** The elements of the outermost level up to the pixels, by group * 65536 + element. */
export type DicomDataset = {
  readonly reader: ByteReader;
  /** UID of the transfer syntax: how data, and above all pixels, are coded. */
  readonly syntax: string;
  readonly elements: ReadonlyMap<number, DicomElement>;
};

const PREAMBLE_BYTES = 132;
/** A length that is not known before the end comes. */
export const UNDEFINED_LENGTH = 0xffff_ffff;
export const PIXEL_DATA = 0x7fe0_0010;
export const ITEM = 0xfffe_e000;
const TRANSFER_SYNTAX = 0x0002_0010;
const ITEM_END = 0xfffe_e00d;
const SEQUENCE_END = 0xfffe_e0dd;
const MAX_DEPTH = 32;
const MAX_ELEMENTS = 20_000;
/** Value representations with two spare bytes and a length of four (section 7.1.2). */
const LONG_VRS = /^(OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/;

// Transfer syntaxes of PS3.5, Annex A; all others are explicit and little endian.
const IMPLICIT = "1.2.840.10008.1.2";
const DEFLATED = "1.2.840.10008.1.2.1.99";
const BIG_ENDIAN = "1.2.840.10008.1.2.2";

type Coding = { readonly reader: ByteReader; readonly isImplicit: boolean };
type Head = DicomElement & { readonly tag: number };

export function readDataset(bytes: Buffer, limits: DecodeLimits): DicomDataset {
  if (bytes.toString("latin1", PREAMBLE_BYTES - 4, PREAMBLE_BYTES) !== "DICM") throw corrupt("expected the mark DICM");
  const meta = readElements({ reader: new ByteReader(bytes, true), isImplicit: false }, PREAMBLE_BYTES, isMeta);
  const syntax = textOf(new ByteReader(bytes, true), meta.elements.get(TRANSFER_SYNTAX)) ?? IMPLICIT;
  const isDeflated = syntax === DEFLATED;
  const data = isDeflated ? inflate(bytes.subarray(meta.end), limits) : bytes;
  const reader = new ByteReader(data, syntax !== BIG_ENDIAN);
  const coding = { reader, isImplicit: syntax === IMPLICIT };
  return { reader, syntax, elements: readElements(coding, isDeflated ? 0 : meta.end, isBeforePixels).elements };
}

/** The text of an element without its padding; undefined where it is absent or empty. */
export function textOf(reader: ByteReader, element: DicomElement | undefined): string | undefined {
  if (!element?.length) return undefined;
  const text = reader.slice(element.at, Math.min(element.length, 1024)).toString("latin1");
  return text.replace(/[\0 ]+$/, "").trimStart() || undefined;
}

function isMeta(tag: number): boolean {
  return tag >>> 16 === 2;
}

function isBeforePixels(tag: number): boolean {
  return tag < PIXEL_DATA;
}

/** Reads elements while their tags pass, and of those that do not, pixels. */
function readElements(
  coding: Coding,
  start: number,
  passes: (tag: number) => boolean,
): { readonly elements: Map<number, DicomElement>; readonly end: number } {
  const elements = new Map<number, DicomElement>();
  let at = start;
  while (at + 8 <= coding.reader.length && elements.size < MAX_ELEMENTS) {
    const head = readHead(coding, at);
    if (head.tag === PIXEL_DATA) elements.set(head.tag, head);
    if (!passes(head.tag)) break;
    elements.set(head.tag, head);
    at = endOf(coding, head, 0);
  }
  return { elements, end: at };
}

function readHead({ reader, isImplicit }: Coding, at: number): Head {
  const tag = reader.uint16(at) * 65_536 + reader.uint16(at + 2);
  const known = (vr: string, length: number, head: number): Head => ({
    tag,
    vr,
    at: at + head,
    length: length === UNDEFINED_LENGTH ? undefined : length,
  });
  if (isImplicit || tag >>> 16 === 0xfffe) return known("UN", reader.uint32(at + 4), 8);
  const vr = reader.slice(at + 4, 2).toString("latin1");
  return LONG_VRS.test(vr) ? known(vr, reader.uint32(at + 8), 12) : known(vr, reader.uint16(at + 6), 8);
}

function endOf(coding: Coding, { vr, at, length }: Head, depth: number): number {
  if (length !== undefined) return at + length;
  // An unknown element of unknown length is coded in the implicit way whatever the rest is.
  return endOfItems(vr === "UN" ? { ...coding, isImplicit: true } : coding, at, depth);
}

function endOfItems(coding: Coding, start: number, depth: number): number {
  if (depth > MAX_DEPTH) throw corrupt(`expected at most ${MAX_DEPTH} levels of DICOM sequences`);
  for (let at = start; at + 8 <= coding.reader.length; ) {
    const { tag, length } = headOfItem(coding.reader, at);
    if (tag === SEQUENCE_END) return at + 8;
    if (tag !== ITEM) throw corrupt(`expected an item of a DICOM sequence at ${at}`);
    at = length === UNDEFINED_LENGTH ? endOfItem(coding, at + 8, depth) : at + 8 + length;
  }
  throw truncated("expected the end of a DICOM sequence, but the file ends before");
}

function endOfItem(coding: Coding, start: number, depth: number): number {
  for (let at = start; at + 8 <= coding.reader.length; ) {
    const head = readHead(coding, at);
    if (head.tag === ITEM_END) return head.at;
    at = endOf(coding, head, depth + 1);
  }
  throw truncated("expected the end of a DICOM item, but the file ends before");
}

/** Tag and length of an item of a sequence, or of a fragment (sections 7.5 and A.4). */
export function headOfItem(reader: ByteReader, at: number): { readonly tag: number; readonly length: number } {
  return { tag: reader.uint16(at) * 65_536 + reader.uint16(at + 2), length: reader.uint32(at + 4) };
}

function inflate(packed: Buffer, { maxPixels }: DecodeLimits): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: 4 * maxPixels + 2 ** 20 });
  } catch (thrown) {
    throw corrupt(`the deflated part of a DICOM file cannot be unpacked: ${thrown}`);
  }
}
