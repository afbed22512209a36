import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { deepPixelsOf, fromBytes, type Maker, type Pixels, settings, u16, u32 } from "./maker.ts";

/** DICOM files: secondary captures with few data elements, in every coding that plain pixels can have. */

type Element = readonly [group: number, element: number, vr: string, value: Buffer | string | readonly number[]];
type Coding = { readonly implicit: boolean; readonly big: boolean };

const UNDEFINED_LENGTH = 0xffffffff;

function coded([group, element, vr, value]: Element, { implicit, big }: Coding): Buffer {
  const order = (bytes: Buffer, size: 2 | 4) => (big ? (size === 2 ? bytes.swap16() : bytes.swap32()) : bytes);
  const plain = typeof value === "string" ? Buffer.from(value, "latin1") : value;
  const body = Buffer.isBuffer(plain) ? plain : order(vr === "UL" ? u32(...plain) : u16(...plain), vr === "UL" ? 4 : 2);
  const padding = Buffer.alloc(body.byteLength & 1, vr === "UI" || vr === "OB" ? 0 : 0x20);
  const tag = order(u16(group, element), 2);
  const isOpen = group === 0x7fe0 && body.indexOf(u16(0xfffe, 0xe000)) === 0;
  const length = isOpen ? UNDEFINED_LENGTH : body.byteLength + padding.byteLength;
  if (implicit) return Buffer.concat([tag, u32(length), body, padding]);
  const isLong = /^O|^UN/.test(vr);
  const head = isLong ? [Buffer.alloc(2), order(u32(length), 4)] : [order(u16(length), 2)];
  return Buffer.concat([tag, Buffer.from(vr, "latin1"), ...head, body, padding]);
}

function transferSyntax(how: Readonly<Record<string, string | undefined>>): string {
  const base = "1.2.840.10008.1.2";
  if (how["implicit"] !== undefined) return base;
  if (how["deflated"] !== undefined) return `${base}.1.99`;
  if (how["big-endian"] !== undefined) return `${base}.2`;
  return how["inside"] === undefined ? `${base}.1` : `${base}.4.90`;
}

/** One item of a bare offset table and one fragment. */
function encapsulated(fragment: Buffer): Buffer {
  const padded = fragment.byteLength & 1 ? Buffer.concat([fragment, Buffer.alloc(1)]) : fragment;
  const item = u16(0xfffe, 0xe000);
  return Buffer.concat([item, u32(0), item, u32(padded.byteLength), padded, u16(0xfffe, 0xe0dd), u32(0)]);
}

/**
 * `dicom picture file [bits=8|12|16] [signed] [rescale] [monochrome1] [window] [implicit] [big-endian] [deflated]
 * [planar] [ybr] [palette] [frames=3 show=2] [inside=stream]`
 */
const dicom: Maker = async ([from = "", to = "", ...words], folder) => {
  const how = settings(words);
  const picture = await deepPixelsOf(join(folder, from));
  const isPalette = how["palette"] !== undefined;
  const bits = isPalette ? 8 : Number(how["bits"] ?? 8);
  const samples = isPalette ? 1 : picture.channels;
  const coding: Coding = { implicit: how["implicit"] !== undefined, big: how["big-endian"] !== undefined };
  const frames = Number(how["frames"] ?? 1);
  const palette = isPalette ? paletteOf(picture) : undefined;
  const one = palette?.indices ?? (samples === 1 ? greyValues(picture.deep, bits, how) : colourValues(picture, how));
  const others = one.map((value) => 2 ** bits - 1 - value);
  const values = Array.from({ length: frames }, (_, index) => (index + 1 === Number(how["show"] ?? 1) ? one : others));
  const bytes = Buffer.concat(
    values.map((frame) => (bits === 8 ? Buffer.from(frame) : Buffer.from(Uint16Array.from(frame).buffer))),
  );
  if (coding.big && bits > 8) bytes.swap16();
  const inside = how["inside"];
  const pixels = inside === undefined ? bytes : encapsulated(await readFile(join(folder, inside)));
  const kind = isPalette
    ? "PALETTE COLOR"
    : samples === 1
      ? `MONOCHROME${how["monochrome1"] === undefined ? 2 : 1}`
      : how["ybr"] === undefined
        ? "RGB"
        : "YBR_FULL";
  const syntax = transferSyntax(how);
  const elements: Element[] = [
    [0x0008, 0x0016, "UI", "1.2.840.10008.5.1.4.1.1.7"],
    [0x0008, 0x0018, "UI", "2.25.1"],
    [0x0008, 0x0060, "CS", "OT"],
    [0x0010, 0x0010, "PN", "SAMPLE^NOT A PATIENT"],
    [0x0020, 0x000d, "UI", "2.25.2"],
    [0x0020, 0x000e, "UI", "2.25.3"],
    [0x0028, 0x0002, "US", [samples]],
    [0x0028, 0x0004, "CS", kind],
    ...(samples === 3 ? [[0x0028, 0x0006, "US", [how["planar"] === undefined ? 0 : 1]] as const] : []),
    ...(frames > 1 ? [[0x0028, 0x0008, "IS", String(frames)] as const] : []),
    [0x0028, 0x0010, "US", [picture.height]],
    [0x0028, 0x0011, "US", [picture.width]],
    [0x0028, 0x0100, "US", [bits === 12 ? 16 : bits]],
    [0x0028, 0x0101, "US", [bits]],
    [0x0028, 0x0102, "US", [bits - 1]],
    [0x0028, 0x0103, "US", [how["signed"] === undefined ? 0 : 1]],
    ...(how["window"] === undefined
      ? []
      : [[0x0028, 0x1050, "DS", "1512"] as const, [0x0028, 0x1051, "DS", "1024"] as const]),
    ...(how["rescale"] === undefined
      ? []
      : [[0x0028, 0x1052, "DS", "-1000"] as const, [0x0028, 0x1053, "DS", "1"] as const]),
    ...(palette?.elements ?? []),
    [0x7fe0, 0x0010, inside === undefined && bits > 8 ? "OW" : "OB", pixels],
  ];
  const dataset = Buffer.concat(elements.map((element) => coded(element, coding)));
  const meta = Buffer.concat(
    (
      [
        [0x0002, 0x0001, "OB", Buffer.from([0, 1])],
        [0x0002, 0x0002, "UI", "1.2.840.10008.5.1.4.1.1.7"],
        [0x0002, 0x0003, "UI", "2.25.1"],
        [0x0002, 0x0010, "UI", syntax],
        [0x0002, 0x0012, "UI", "2.25.4"],
      ] satisfies Element[]
    ).map((element) => coded(element, { implicit: false, big: false })),
  );
  const length = coded([0x0002, 0x0000, "UL", [meta.byteLength]], { implicit: false, big: false });
  const body = how["deflated"] === undefined ? dataset : deflateRawSync(dataset);
  const parts = [Buffer.alloc(128), Buffer.from("DICM"), length, meta, body, Buffer.alloc(body.byteLength & 1)];
  await writeFile(join(folder, to), Buffer.concat(parts));
};

function greyValues(deep: Uint16Array, bits: number, how: Readonly<Record<string, string | undefined>>): number[] {
  const most = 2 ** bits - 1;
  return [...deep].map((value) => {
    const scaled = value >> (16 - bits);
    if (how["monochrome1"] !== undefined) return most - scaled;
    if (how["window"] !== undefined) return (scaled >> 2) + 1000;
    return how["signed"] === undefined ? scaled : scaled - 2 ** (bits - 1);
  });
}

function colourValues({ data, width, height }: Pixels, how: Readonly<Record<string, string | undefined>>): number[] {
  const count = width * height;
  if (how["planar"] !== undefined)
    return [0, 1, 2].flatMap((plane) => Array.from({ length: count }, (_, at) => data[at * 3 + plane] ?? 0));
  if (how["ybr"] === undefined) return [...data];
  return Array.from({ length: count }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 3, at * 3 + 3);
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    return [luma, 128 + (blue - luma) / 1.772, 128 + (red - luma) / 1.402].map((value) =>
      Math.min(255, Math.round(value)),
    );
  }).flat();
}

function paletteOf({ data, width, height }: Pixels): { indices: number[]; elements: Element[] } {
  const colours = new Map<string, number>();
  const indices = Array.from({ length: width * height }, (_, at) => {
    const key = data.subarray(at * 3, at * 3 + 3).join();
    if (!colours.has(key)) colours.set(key, colours.size);
    return colours.get(key) ?? 0;
  });
  const plane = (channel: number) => [...colours.keys()].map((key) => Number(key.split(",")[channel]) * 257);
  const described = [0x1101, 0x1102, 0x1103].map((tag): Element => [0x0028, tag, "US", [colours.size, 0, 16]]);
  const listed = [0x1201, 0x1202, 0x1203].map((tag, channel): Element => [0x0028, tag, "OW", u16(...plane(channel))]);
  return { indices, elements: [...described, ...listed] };
}

/** `dicom-frame from to`: the first picture that lies encapsulated in a DICOM file. */
const frame = fromBytes((bytes) => {
  const head = Buffer.concat([u16(0x7fe0, 0x0010), Buffer.from("OB\0\0"), u32(UNDEFINED_LENGTH)]);
  const table = bytes.indexOf(head) + head.byteLength;
  const item = table + 8 + bytes.readUInt32LE(table + 4);
  return bytes.subarray(item + 8, item + 8 + bytes.readUInt32LE(item + 4));
});

export const DICOM_MAKERS = { dicom, "dicom-frame": frame };
