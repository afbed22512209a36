/** Chromatic data of sRGB, adapted to D50, as IEC 61966-2-1 and the ICC give it. */
const WHITE = [0.9642, 1, 0.8249];
const COLUMNS: readonly (readonly [string, readonly number[]])[] = [
  ["rXYZ", [0.43607, 0.22249, 0.01392]],
  ["gXYZ", [0.38515, 0.71687, 0.09708]],
  ["bXYZ", [0.14307, 0.06061, 0.7141]],
];
/** Exponent and the four parts of the curve, in the order of an ICC `para` element of kind 3. */
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
const HEADER = 128;

/** An ICC profile of sRGB, to which pictures with a profile of their own are turned. */
export function srgbProfile(): Uint8Array {
  const curve = element("para", u16(3), u16(0), ...CURVE.map(fixed));
  const tags: readonly (readonly [string, Buffer])[] = [
    ["desc", text("sRGB")],
    ["cprt", text("CC0")],
    ["wtpt", xyz(WHITE)],
    ...COLUMNS.map(([name, values]) => [name, xyz(values)] as const),
    ...["rTRC", "gTRC", "bTRC"].map((name) => [name, curve] as const),
  ];
  let offset = HEADER + 4 + tags.length * 12;
  const table = [u32(tags.length)];
  for (const [name, data] of tags) {
    table.push(Buffer.from(name), u32(offset), u32(data.byteLength));
    offset += data.byteLength;
  }
  const body = Buffer.concat([...table, ...tags.map(([, data]) => data)]);
  return Uint8Array.from(Buffer.concat([header(HEADER + body.byteLength), body]));
}

function header(size: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x04300000, 8);
  bytes.write("mntrRGB XYZ ", 12, "latin1");
  bytes.writeUInt16BE(2020, 24);
  bytes.writeUInt16BE(1, 26);
  bytes.writeUInt16BE(1, 28);
  bytes.write("acsp", 36, "latin1");
  Buffer.concat(WHITE.map(fixed)).copy(bytes, 68);
  return bytes;
}

function text(value: string): Buffer {
  const utf16 = Buffer.from(value, "utf16le").swap16();
  return element("mluc", u32(1), u32(12), Buffer.from("enUS"), u32(utf16.byteLength), u32(28), utf16);
}

function xyz(values: readonly number[]): Buffer {
  return element("XYZ ", ...values.map(fixed));
}

function element(type: string, ...parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat([Buffer.from(type), u32(0), ...parts]);
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.byteLength % 4)) % 4)]);
}

function fixed(value: number): Buffer {
  return u32(Math.round(value * 65536));
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
