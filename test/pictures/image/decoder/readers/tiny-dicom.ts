/** Values of an element: whole numbers of 16 bits, text, bytes, pieces of packed pixels, or items of a sequence. */
export type TinyValue =
  | readonly number[]
  | string
  | Buffer
  | { readonly pieces: readonly Buffer[] }
  | { readonly items: readonly TinyElements[] };
export type TinyElements = readonly (readonly [tag: number, vr: string, value: TinyValue])[];

export const SYNTAX = {
  implicit: "1.2.840.10008.1.2",
  little: "1.2.840.10008.1.2.1",
  deflated: "1.2.840.10008.1.2.1.99",
  big: "1.2.840.10008.1.2.2",
  baseline: "1.2.840.10008.1.2.4.50",
  lossless: "1.2.840.10008.1.2.4.70",
  jpegLs: "1.2.840.10008.1.2.4.80",
  jpeg2000: "1.2.840.10008.1.2.4.90",
  video: "1.2.840.10008.1.2.4.102",
  rle: "1.2.840.10008.1.2.5",
} as const;
export type Syntax = (typeof SYNTAX)[keyof typeof SYNTAX];

/** A DICOM file; `finish` packs what follows its first part. */
export function tinyDicom(syntax: Syntax, elements: TinyElements, finish = (rest: Buffer): Buffer => rest): Buffer {
  const meta = elementsOf([[0x0002_0010, "UI", syntax]], SYNTAX.little);
  return Buffer.concat([Buffer.alloc(128), Buffer.from("DICM"), meta, finish(elementsOf(elements, syntax))]);
}

/** What describes plain pixels; changed by name of the tag. */
export function pixelElements(
  width: number,
  height: number,
  changes: Readonly<Record<number, TinyElements[number]>> = {},
): TinyElements {
  const usual: TinyElements = [
    [0x0008_0060, "CS", "OT"],
    [0x0028_0002, "US", [1]],
    [0x0028_0004, "CS", "MONOCHROME2"],
    [0x0028_0010, "US", [height]],
    [0x0028_0011, "US", [width]],
    [0x0028_0100, "US", [16]],
    [0x0028_0101, "US", [16]],
    [0x0028_0102, "US", [15]],
    [0x0028_0103, "US", [0]],
  ];
  const all = new Map(usual.map((element) => [element[0], element]));
  for (const element of Object.values(changes)) all.set(element[0], element);
  return [...all.values()].sort(([one], [other]) => one - other);
}

function elementsOf(elements: TinyElements, syntax: string): Buffer {
  return Buffer.concat(elements.map(([tag, vr, value]) => elementOf(tag, vr, value, syntax)));
}

function elementOf(tag: number, vr: string, value: TinyValue, syntax: string): Buffer {
  const isUndefined = typeof value === "object" && ("pieces" in value || "items" in value);
  const bytes = bytesOf(value, syntax);
  const length = isUndefined ? 0xffff_ffff : bytes.length;
  if (syntax === SYNTAX.implicit) return Buffer.concat([tagOf(tag, syntax), number(length, 4, syntax), bytes]);
  const isLong = /^(OB|OW|SQ|UN)$/.test(vr);
  const head = isLong ? [Buffer.alloc(2), number(length, 4, syntax)] : [number(length, 2, syntax)];
  return Buffer.concat([tagOf(tag, syntax), Buffer.from(vr), ...head, bytes]);
}

function bytesOf(value: TinyValue, syntax: string): Buffer {
  if (typeof value === "string") return Buffer.from(value.padEnd(value.length + (value.length % 2)));
  if (Buffer.isBuffer(value)) return value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.alloc(1)]);
  if ("pieces" in value) return itemsOf(value.pieces, syntax);
  if ("items" in value)
    return itemsOf(
      value.items.map((item) => elementsOf(item, syntax)),
      syntax,
    );
  return Buffer.concat(value.map((short) => number(short & 0xffff, 2, syntax)));
}

function itemsOf(items: readonly Buffer[], syntax: string): Buffer {
  const parts = items.flatMap((item) => {
    const even = bytesOf(item, syntax);
    return [tagOf(0xfffe_e000, syntax), number(even.length, 4, syntax), even];
  });
  return Buffer.concat([...parts, tagOf(0xfffe_e0dd, syntax), number(0, 4, syntax)]);
}

function tagOf(tag: number, syntax: string): Buffer {
  return Buffer.concat([number(tag >>> 16, 2, syntax), number(tag & 0xffff, 2, syntax)]);
}

function number(value: number, bytes: number, syntax: string): Buffer {
  const written = Buffer.alloc(bytes);
  if (syntax === SYNTAX.big) written.writeUIntBE(value, 0, bytes);
  else written.writeUIntLE(value, 0, bytes);
  return written;
}
