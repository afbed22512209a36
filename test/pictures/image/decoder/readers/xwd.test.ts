import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeFault } from "../../../../../src/pictures/image/decoder/faults.ts";
import { readXwd } from "../../../../../src/pictures/image/decoder/readers/xwd/xwd.ts";
import { made } from "../../../../helpers/debian-tools.ts";
import { assertAlike, bandOf, bilevel, colourful, greyed, LIMITS, ppmOf, type Rgb, rgbOf, shown } from "./pictures.ts";
import { type TinyXwd, tinyXwd } from "./tiny-xwd.ts";

const picture = colourful();
const { width, height } = picture;
const TRUE = { format: 2, visual: 4, masks: [0xff0000, 0xff00, 0xff], width, height } as const;

/** Pixels in lines of a fixed length, each written by `write`. */
function lines(
  bytesPerLine: number,
  write: (line: Buffer, x: number, pixel: number) => void,
  from: Rgb = picture,
): Buffer {
  const pixels = Buffer.alloc(bytesPerLine * from.height);
  for (let at = 0; at < from.width * from.height; at++) {
    const y = Math.floor(at / from.width);
    write(pixels.subarray(y * bytesPerLine, (y + 1) * bytesPerLine), at % from.width, at);
  }
  return pixels;
}

const rgb = (pixel: number): number => Buffer.from(picture.data).readUIntBE(pixel * 3, 3);

for (const isHeaderLittle of [false, true]) {
  for (const isLittle of [false, true]) {
    for (const bitsPerPixel of [24, 32]) {
      const order = `${isLittle ? "little" : "big"} endian under a ${isHeaderLittle ? "little" : "big"} endian header`;
      test(`true colour of ${bitsPerPixel} bits a pixel, ${order}, is shown`, async () => {
        const bytes = bitsPerPixel / 8;
        const bytesPerLine = Math.ceil((width * bytes) / 4) * 4;
        const pixels = lines(bytesPerLine, (line, x, pixel) => {
          if (isLittle) line.writeUIntLE(rgb(pixel), x * bytes, bytes);
          else line.writeUIntBE(rgb(pixel), x * bytes, bytes);
        });
        const xwd = tinyXwd({ ...TRUE, depth: 24, bitsPerPixel, bytesPerLine, isLittle, isHeaderLittle, pixels });
        assertAlike(await shown(readXwd(xwd, LIMITS)), picture);
      });
    }
  }
}

test("masks of five and six bits are spread to whole bytes", async () => {
  const masks = [0xf800, 0x7e0, 0x1f];
  const pixels = Buffer.from("f81f07e0ffff0000", "hex");
  const xwd = {
    ...TRUE,
    masks,
    width: 4,
    height: 1,
    depth: 16,
    bitsPerPixel: 16,
    bytesPerLine: 8,
    isLittle: false,
    pixels,
  };
  const found = await shown(readXwd(tinyXwd(xwd), LIMITS));
  assert.deepEqual([...found.data], [255, 0, 255, 0, 255, 0, 255, 255, 255, 0, 0, 0]);
});

const COLOURS = Array.from({ length: 16 }, (_, index) => [index * 17, 255 - index * 17, (index * 71) % 256] as const);
const indexOf = (pixel: number): number => (pixel * 7 + Math.floor(pixel / 61)) % 16;
const mapped: Rgb = {
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => COLOURS[indexOf(Math.floor(at / 3))]?.[at % 3] ?? 0),
};
const MAP = { visual: 3, colours: COLOURS, width, height } as const;

test("a colour map of eight bits a pixel is looked up", async () => {
  const pixels = lines(64, (line, x, pixel) => line.writeUInt8(indexOf(pixel), x));
  const xwd = tinyXwd({ ...MAP, format: 2, depth: 8, bitsPerPixel: 8, bytesPerLine: 64, isLittle: false, pixels });
  assertAlike(await shown(readXwd(xwd, LIMITS)), mapped);
});

for (const isLowBitFirst of [false, true]) {
  test(`four bits a pixel, the ${isLowBitFirst ? "low" : "high"} ones first, are looked up`, async () => {
    const pixels = lines(32, (line, x, pixel) => {
      const isLow = (x % 2 === 0) === isLowBitFirst;
      line[x >> 1] = (line[x >> 1] ?? 0) | (indexOf(pixel) << (isLow ? 0 : 4));
    });
    const xwd = tinyXwd({
      ...MAP,
      format: 2,
      depth: 4,
      bitsPerPixel: 4,
      bytesPerLine: 32,
      isLittle: true,
      isLowBitFirst,
      pixels,
    });
    assertAlike(await shown(readXwd(xwd, LIMITS)), mapped);
  });
}

// Where the first pixel of a line is: which bit of which byte of a unit.
const UNITS: readonly (readonly [number, boolean, boolean, number, number])[] = [
  [8, true, false, 0, 7],
  [8, true, true, 0, 0],
  [32, false, false, 0, 7],
  [32, true, false, 3, 7],
  [32, true, true, 0, 0],
  [32, false, true, 3, 0],
  [16, true, false, 1, 7],
];
for (const [unit, isLittle, isLowBitFirst, byte, bit] of UNITS) {
  const bits = { unit, isLittle, isLowBitFirst, bytesPerLine: 8, bitsPerPixel: 1, width: 61, height: 47 };
  /** Turns a line of plain bits, the high ones first, into units. */
  const inUnits = (plain: Buffer): Buffer =>
    plain.map((_, at) => {
      const isSwapped = byte !== 0;
      const from = isSwapped ? at - (at % (unit / 8)) + unit / 8 - 1 - (at % (unit / 8)) : at;
      const value = plain[from] ?? 0;
      return bit === 7 ? value : Number.parseInt([...value.toString(2).padStart(8, "0")].reverse().join(""), 2);
    }) as Buffer;
  const name = `units of ${unit} bits (little endian: ${isLittle}, low bit first: ${isLowBitFirst})`;

  test(`a bitmap in ${name} is shown`, async () => {
    const ink = bilevel();
    const pixels = inUnits(
      lines(8, (line, x, pixel) => {
        line[x >> 3] = (line[x >> 3] ?? 0) | ((ink.data[pixel * 3] ? 1 : 0) << (7 - (x % 8)));
      }),
    );
    assertAlike(await shown(readXwd(tinyXwd({ ...bits, format: 0, depth: 1, visual: 0, pixels }), LIMITS)), ink);
  });

  test(`planes in ${name} are put together, the highest first`, async () => {
    const planes = [3, 2, 1, 0].map((plane) =>
      lines(8, (line, x, pixel) => {
        line[x >> 3] = (line[x >> 3] ?? 0) | (((indexOf(pixel) >> plane) & 1) << (7 - (x % 8)));
      }),
    );
    const pixels = inUnits(Buffer.concat(planes));
    assertAlike(await shown(readXwd(tinyXwd({ ...MAP, ...bits, format: 1, depth: 4, pixels }), LIMITS)), mapped);
  });
}

const FINE: TinyXwd = {
  ...TRUE,
  depth: 24,
  bitsPerPixel: 32,
  bytesPerLine: 61 * 4,
  isLittle: true,
  pixels: Buffer.alloc(61 * 4 * 47),
};
const FAULTS: readonly (readonly [string, string, Partial<TinyXwd>])[] = [
  ["lines shorter than their pixels", "corrupt", { bytesPerLine: 100 }],
  ["an unknown format", "corrupt", { format: 3 }],
  ["seven bits a pixel", "unsupported", { bitsPerPixel: 7 }],
  ["a colour map of 24 bits", "unsupported", { visual: 3 }],
  ["pixels that are missing", "truncated", { pixels: Buffer.alloc(99) }],
  ["more pixels than allowed", "too-many-pixels", { width: 2 ** 31, height: 2 ** 31 }],
];
for (const [name, code, change] of FAULTS) {
  test(`${name} are a fault of the code ${code}`, () => {
    assert.throws(
      () => {
        const page = readXwd(tinyXwd({ ...FINE, ...change }), LIMITS).page(0);
        assert.ok(page.kind === "raster");
        page.raster();
      },
      (thrown) => thrown instanceof DecodeFault && thrown.error.code === code,
    );
  });
}

const MADE: readonly (readonly [string, string])[] = [
  ["true colour", ""],
  ["a palette", "-colors 50 -type palette"],
  ["black and white", "-monochrome"],
  ["grey", "-colorspace gray"],
];
for (const [name, options] of MADE) {
  test(`${name} by ImageMagick is shown as it was`, async (t) => {
    const command = `convert in.ppm ${options} out.xwd && convert out.xwd -depth 8 out.ppm && convert out.ppm out.png`;
    const [xwd, png] = made(t, { "in.ppm": ppmOf(picture) }, command, "out.xwd", "out.png");
    if (xwd && png) assertAlike(await shown(readXwd(xwd, LIMITS)), await rgbOf(png), 1);
  });
}

test("grey without a colour map is a ramp", async () => {
  const pixels = lines(64, (line, x, pixel) => line.writeUInt8(picture.data[pixel * 3] ?? 0, x));
  const xwd = tinyXwd({
    ...MAP,
    colours: [],
    visual: 0,
    format: 2,
    depth: 8,
    bitsPerPixel: 8,
    bytesPerLine: 64,
    isLittle: false,
    pixels,
  });
  const found = await shown(readXwd(xwd, LIMITS));
  assertAlike(
    found,
    greyed(picture, (red) => red),
  );
  assert.equal(bandOf(found, 0).length, width * height);
});
