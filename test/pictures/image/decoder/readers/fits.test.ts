import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeFault } from "../../../../../src/pictures/image/decoder/faults.ts";
import { readFits } from "../../../../../src/pictures/image/decoder/readers/fits/fits.ts";
import { made } from "../../../../helpers/debian-tools.ts";
import { assertAlike, bandOf, colourful, greyed, LIMITS, ppmOf, type Rgb, shown } from "./pictures.ts";
import { type TinyFits, tinyFits } from "./tiny-fits.ts";

/** Samples in the order of FITS: the lowest row first. */
function risingRows({ width, height, data }: Rgb, band: number): number[] {
  return Array.from({ length: width * height }, (_, index) => {
    const y = height - 1 - Math.floor(index / width);
    return data[(y * width + (index % width)) * 3 + band] ?? 0;
  });
}

const picture = colourful();
const axes = [picture.width, picture.height];
const reds = risingRows(picture, 0);
const grey = greyed(picture, (red) => red);

const DEPTHS: readonly (readonly [number, number, number, Readonly<Record<string, string | number>>])[] = [
  [8, 1, 0, {}],
  [8, 1, 0, { DATAMIN: 0, DATAMAX: 255 }],
  [16, 100, -12_000, {}],
  [16, 257, -32_768, { BZERO: 32_768, DATAMIN: 0, DATAMAX: 65_535 }],
  [32, 1e6, -7, { BSCALE: "1.5D3", BZERO: -3 }],
  [64, 1e9, 5, {}],
  [-32, 1 / 256, 0.5, {}],
  [-64, -1e-20, 1e-18, { BSCALE: -1 }],
];
for (const [bits, factor, offset, cards] of DEPTHS) {
  test(`FITS of ${bits} bits with ${JSON.stringify(cards)} is spread from black to white, the last row on top`, async () => {
    const values = reds.map((value) => value * factor + offset);
    assertAlike(await shown(readFits(tinyFits({ bits, axes, values, cards }), LIMITS)), grey, 1);
  });
}

test("three planes are red, green and blue", async () => {
  const values = [0, 1, 2].flatMap((band) => risingRows(picture, band));
  const source = readFits(tinyFits({ bits: 8, axes: [...axes, 3], values }), LIMITS);
  assert.equal(source.pages, 1);
  assertAlike(await shown(source), picture);
});

test("other planes are pages, each spread by itself", async () => {
  const values = [...reds, ...risingRows(picture, 1).map((value) => value * 100)];
  const source = readFits(tinyFits({ bits: 16, axes: [...axes, 2], values }), LIMITS);
  assert.equal(source.pages, 2);
  assert.match(source.page(0).note ?? "", /darkest to the brightest/);
  assertAlike(
    await shown(source, 1),
    greyed(picture, (_, green) => green),
    1,
  );
});

test("a first part without an image is passed by, and tables too", async () => {
  const table: TinyFits = {
    bits: 8,
    axes: [100, 40],
    values: Array(4000).fill(9),
    extension: "BINTABLE",
    cards: { PCOUNT: 0, GCOUNT: 1 },
  };
  const bytes = tinyFits({ bits: 8, axes: [], values: [] }, table, { bits: 8, axes, values: reds, extension: "IMAGE" });
  assertAlike(await shown(readFits(bytes, LIMITS)), grey);
});

test("what is no number or blank is black, and does not count for the range", async () => {
  const floats = tinyFits({ bits: -32, axes: [4, 1], values: [Number.NaN, 1, 2, Number.POSITIVE_INFINITY] });
  assert.deepEqual(bandOf(await shown(readFits(floats, LIMITS)), 0), [0, 0, 255, 255]);
  const blanks = tinyFits({ bits: 16, axes: [3, 1], values: [-999, 10, 20], cards: { BLANK: -999 } });
  assert.deepEqual(bandOf(await shown(readFits(blanks, LIMITS)), 0), [0, 0, 255]);
});

const FAULTS: readonly (readonly [string, string, TinyFits])[] = [
  ["a part without an image", "unsupported", { bits: 8, axes: [], values: [] }],
  ["one axis", "unsupported", { bits: 8, axes: [20], values: [] }],
  ["a depth of 12 bits", "corrupt", { bits: 12, axes, values: [] }],
  ["an axis of a negative length", "corrupt", { bits: 8, axes: [5, -5], values: [] }],
  ["data that is missing", "truncated", { bits: 16, axes: [200, 200], values: [1] }],
  ["more pixels than allowed", "too-many-pixels", { bits: 8, axes: [99_999, 99_999], values: [] }],
  ["more planes than a file can have", "unsupported", { bits: 8, axes: [9, 9, 1e9], values: [] }],
];
for (const [name, code, fits] of FAULTS) {
  test(`${name} is a fault of the code ${code}`, () => {
    assert.throws(
      () => {
        const page = readFits(tinyFits(fits), LIMITS).page(0);
        assert.ok(page.kind === "raster");
        page.raster();
      },
      (thrown) => thrown instanceof DecodeFault && thrown.error.code === code,
    );
  });
}

for (const depth of [8, 16, 32]) {
  test(`a file of ${depth} bits by ImageMagick is shown as it was`, async (t) => {
    const command = `convert in.ppm -colorspace gray -depth ${depth} out.fits`;
    const [fits] = made(t, { "in.ppm": ppmOf(grey) }, command, "out.fits");
    if (fits) assertAlike(await shown(readFits(fits, LIMITS)), grey, 1);
  });
}
