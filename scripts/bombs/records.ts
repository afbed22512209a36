import { type Claim, gradient, padded, text, u16be, u16le, u32be, u32le } from "./words.ts";

/** Formats of medicine, film and print, by the ending of the file's name: heads made of many fields. */
export const RECORDS: Readonly<Record<string, (claim: Claim) => Buffer>> = {
  dcm: (claim) => dicom(claim),
  fits: ({ width, height }) => {
    const cards = [
      "SIMPLE  =                    T",
      "BITPIX  =                    8",
      "NAXIS   =                    2",
    ];
    const sides = [`NAXIS1  = ${String(width).padStart(20)}`, `NAXIS2  = ${String(height).padStart(20)}`, "END"];
    const head = [...cards, ...sides].map((card) => card.padEnd(80)).join("");
    const pixels = gradient({ width, height }, 1);
    return Buffer.concat([
      text(head.padEnd(2_880)),
      pixels,
      Buffer.alloc((2_880 - (pixels.byteLength % 2_880)) % 2_880),
    ]);
  },
  psd: (claim) => photoshop(claim, 1),
  psb: (claim) => photoshop(claim, 2),
  dpx: ({ width, height }) => {
    const head = Buffer.alloc(2_048);
    head.write("SDPX", 0, "latin1");
    head.writeUInt32BE(2_048, 4);
    head.write("V1.0", 8, "latin1");
    head.writeUInt32BE(Math.min(2_048 + width * height * 3, 0xffffffff), 16);
    head.writeUInt32BE(1_664, 24);
    head.set(u16be(0, 1), 768);
    head.set(u32be(width, height), 772);
    // One element: RGB, 8 bits, its pixels behind the head.
    head.set([50, 2, 2, 8], 800);
    head.writeUInt32BE(2_048, 808);
    return Buffer.concat([head, gradient({ width, height }, 3)]);
  },
  cin: ({ width, height }) => {
    const head = Buffer.alloc(2_048);
    head.set(u32be(0x802a5fd7, 2_048, 1_024, 1_024, 0, 2_048 + width * height * 4), 0);
    head.set([0, 1, 0, 0], 192);
    head.set([0, 0, 10, 0], 196);
    head.set(u32be(width, height), 200);
    return Buffer.concat([head, gradient({ width, height }, 4)]);
  },
  exr: ({ width, height }) => {
    const box = u32le(0, 0, width - 1, height - 1);
    const channels = Buffer.concat(
      ["B", "G", "R"].map((name) => Buffer.concat([text(`${name}\0`), u32le(1, 0, 1, 1)])),
    );
    const rows = Math.min(height, 16);
    const head = Buffer.concat([
      u32le(0x01312f76, 2),
      attribute("channels", "chlist", Buffer.concat([channels, Buffer.of(0)])),
      attribute("compression", "compression", Buffer.of(0)),
      attribute("dataWindow", "box2i", box),
      attribute("displayWindow", "box2i", box),
      attribute("lineOrder", "lineOrder", Buffer.of(0)),
      attribute("pixelAspectRatio", "float", u32le(0x3f800000)),
      attribute("screenWindowCenter", "v2f", u32le(0, 0)),
      attribute("screenWindowWidth", "float", u32le(0x3f800000)),
      Buffer.of(0),
    ]);
    const row = gradient({ width, height: 1 }, 6);
    const size = 8 + row.byteLength;
    const places = Array.from({ length: rows }, (_, y) => u32le(head.byteLength + rows * 8 + y * size, 0));
    const lines = Array.from({ length: rows }, (_, y) => Buffer.concat([u32le(y, row.byteLength), row]));
    return Buffer.concat([head, ...places, ...lines]);
  },
  xwd: ({ width, height }) => {
    const name = padded("rx", 4);
    const fields = [
      100 + name.byteLength,
      7,
      2,
      24,
      width,
      height,
      0,
      1,
      32,
      1,
      32,
      32,
      width * 4,
      4,
      0xff0000,
      0xff00,
      0xff,
    ];
    const window = [8, 0, 0, width, height, 0, 0, 0];
    return Buffer.concat([u32be(...fields, ...window), name, gradient({ width, height }, 4)]);
  },
  xcf: ({ width, height }) => {
    const head = Buffer.concat([text("gimp xcf file\0"), u32be(width, height, 0)]);
    return Buffer.concat([head, u32be(0, 0, 0, 0), Buffer.alloc(64)]);
  },
  wpg: ({ width, height }) => {
    const head = Buffer.concat([text("\xffWPC"), u32le(16), Buffer.of(1, 0x16, 1, 0), u16le(0, 0)]);
    const bitmap = Buffer.concat([
      u16le(width, height, 8, 75, 75),
      ...Array.from({ length: 48 }, () => Buffer.of(0x88, 0x55)),
    ]);
    return Buffer.concat([
      head,
      Buffer.of(0x0f, 6),
      u16le(1, 4, 0),
      Buffer.of(0x0b, bitmap.byteLength),
      bitmap,
      Buffer.of(0x10, 0),
    ]);
  },
};

type Element = readonly [group: number, element: number, kind: string, value: Buffer];

/** DICOM of plain grey pixels, with these further elements. */
export function dicom({ width, height }: Claim, frames = 1, syntax = "1.2.840.10008.1.2.1"): Buffer {
  const meta = elements([[2, 0x10, "UI", text(syntax.padEnd(syntax.length + (syntax.length % 2), "\0"))]]);
  const body = elements([
    [0x08, 0x60, "CS", text("OT")],
    [0x28, 0x02, "US", u16le(1)],
    [0x28, 0x04, "CS", text("MONOCHROME2 ")],
    [0x28, 0x08, "IS", text(String(frames).padStart(frames > 9 ? 8 : 2))],
    [0x28, 0x10, "US", u16le(height)],
    [0x28, 0x11, "US", u16le(width)],
    [0x28, 0x100, "US", u16le(8)],
    [0x28, 0x101, "US", u16le(8)],
    [0x28, 0x102, "US", u16le(7)],
    [0x28, 0x103, "US", u16le(0)],
    [0x7fe0, 0x10, "OB", gradient({ width, height }, 1)],
  ]);
  return Buffer.concat([Buffer.alloc(128), text("DICM"), elements([[2, 0, "UL", u32le(meta.byteLength)]]), meta, body]);
}

function elements(list: readonly Element[]): Buffer {
  return Buffer.concat(
    list.map(([group, element, kind, value]) => {
      const length = kind === "OB" ? Buffer.concat([u16le(0), u32le(value.byteLength)]) : u16le(value.byteLength);
      return Buffer.concat([u16le(group, element), text(kind), length, value]);
    }),
  );
}

function photoshop({ width, height }: Claim, version: 1 | 2): Buffer {
  const head = Buffer.concat([
    text("8BPS"),
    u16be(version),
    Buffer.alloc(6),
    u16be(3),
    u32be(height, width),
    u16be(8, 3),
  ]);
  const none = version === 1 ? u32be(0, 0, 0) : u32be(0, 0, 0, 0);
  return Buffer.concat([head, none, u16be(0), gradient({ width, height }, 3)]);
}

function attribute(name: string, type: string, value: Buffer): Buffer {
  return Buffer.concat([text(`${name}\0${type}\0`), u32le(value.byteLength), value]);
}
