import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { readDicom } from "../../../../../src/pictures/image/decoder/readers/dicom/dicom.ts";
import { made } from "../../../../helpers/debian-tools.ts";
import { assertAlike, colourful, LIMITS, ppmOf, type Rgb, rgbOf, shown } from "./pictures.ts";

/** A ramp in `bits` bits, which dcmtk's own viewer shows with the lowest value black and the highest white. */
function ramp(bits: number, isSigned: boolean): { readonly raw: Buffer; readonly text: Buffer } {
  const [width, height] = [120, 90];
  const raw = Buffer.alloc(width * height * 2);
  for (let at = 0; at < width * height; at++) {
    const value = Math.floor((at * (2 ** bits - 1)) / (width * height - 1)) - (isSigned ? 2 ** (bits - 1) : 0);
    raw.writeUInt16LE(value & 0xffff, at * 2);
  }
  const lines = [
    "(0008,0016) UI =SecondaryCaptureImageStorage",
    "(0008,0018) UI [1.2.3]",
    "(0028,0002) US 1",
    "(0028,0004) CS [MONOCHROME2]",
    `(0028,0010) US ${height}`,
    `(0028,0011) US ${width}`,
    "(0028,0100) US 16",
    `(0028,0101) US ${bits}`,
    `(0028,0102) US ${bits - 1}`,
    `(0028,0103) US ${isSigned ? 1 : 0}`,
    "(7fe0,0010) OW =raw",
  ];
  return { raw, text: Buffer.from(`${lines.join("\n")}\n`) };
}

const RAMPS: readonly (readonly [string, number, boolean, string])[] = [
  ["plain 12 bits", 12, false, "cp plain out"],
  ["big endian", 12, false, "dcmconv +tb plain out"],
  ["implicit", 16, false, "dcmconv +ti plain out"],
  ["deflated", 16, true, "dcmconv +td plain out"],
  ["RLE", 16, false, "dcmcrle plain out"],
  ["lossless JPEG, first predictor", 12, false, "dcmcjpeg +e1 plain out"],
  ["lossless JPEG, sixth predictor", 16, false, "dcmcjpeg +el +sv 6 plain out"],
  ["lossless JPEG of signed values", 16, true, "dcmcjpeg +e1 plain out"],
];
for (const [name, bits, isSigned, command] of RAMPS) {
  test(`${name} by dcmtk is shown as dcmtk shows it`, async (t) => {
    const { raw, text } = ramp(bits, isSigned);
    const steps = `dump2dcm +te text plain && ${command} && dcmj2pnm +Wm +on out out.png`;
    const [dicom, png] = made(t, { raw, text }, steps, "out", "out.png");
    if (dicom && png) assertAlike(await shown(readDicom(dicom, LIMITS)), await rgbOf(png), 1);
  });
}

test("a window by dcmtk is shown as dcmtk shows it", async (t) => {
  const { raw, text } = ramp(12, false);
  const window = "(0028,1050) DS [500]\n(0028,1051) DS [801]\n(0028,1052) DS [-1024]\n(0028,1053) DS [1]\n";
  const files = { raw, text: Buffer.concat([text, Buffer.from(window)]) };
  const steps = "dump2dcm +te text out && dcmj2pnm +Wi 1 +on out out.png";
  const [dicom, png] = made(t, files, steps, "out", "out.png");
  if (dicom && png) assertAlike(await shown(readDicom(dicom, LIMITS)), await rgbOf(png), 1);
});

async function photo(t: TestContext, command: string, picture: Rgb): Promise<Rgb | undefined> {
  const steps = `convert in.ppm BMP3:in.bmp && convert in.ppm -quality 98 -sampling-factor 1x1 in.jpg && ${command}`;
  const [dicom] = made(t, { "in.ppm": ppmOf(picture) }, steps, "out");
  return dicom && shown(readDicom(dicom, LIMITS));
}

const PHOTOS: readonly (readonly [string, string, number])[] = [
  ["a photo, plain", "img2dcm -i BMP in.bmp out", 0],
  ["a photo in RLE", "img2dcm -i BMP in.bmp x && dcmcrle x out", 0],
  ["a photo in RLE from planes", "img2dcm in.jpg x && dcmdjpeg +pl x y && dcmcrle y out", 16],
  ["a photo in lossless JPEG", "img2dcm -i BMP in.bmp x && dcmcjpeg +e1 x out", 0],
  ["a photo as the JPEG that it was", "img2dcm in.jpg out", 16],
  ["a photo in baseline JPEG of red, green and blue", "img2dcm -i BMP in.bmp x && dcmcjpeg +eb +cr +q 98 x out", 16],
];
for (const [name, command, tolerance] of PHOTOS) {
  test(`${name} by dcmtk is shown as it was`, async (t) => {
    const picture = colourful(121, 95);
    const found = await photo(t, command, picture);
    if (found) assertAlike(found, picture, tolerance);
  });
}

for (const [name, command] of [
  ["plain", "cp plain out"],
  ["lossless JPEG", "dcmcjpeg +e1 plain out"],
  ["RLE", "dcmcrle plain out"],
] as const) {
  test(`frames of one file in ${name} by dcmtk are pages`, (t) => {
    const { raw, text } = ramp(12, false);
    const files = {
      raw: Buffer.concat([raw, raw, raw]),
      text: Buffer.concat([text, Buffer.from("(0028,0008) IS [3]\n")]),
    };
    const [dicom] = made(t, files, `dump2dcm +te text plain && ${command}`, "out");
    if (!dicom) return;
    const source = readDicom(dicom, LIMITS);
    assert.equal(source.pages, 3);
    const [first, last] = [source.page(0), source.page(2)];
    assert.ok(first.kind === "raster" && last.kind === "raster");
    assert.deepEqual(first.raster(), last.raster());
  });
}
