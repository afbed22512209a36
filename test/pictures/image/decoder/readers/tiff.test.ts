import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { zstdCompressSync } from "node:zlib";
import { DecodeFault } from "../../../../../src/pictures/image/decoder/faults.ts";
import { readTiff } from "../../../../../src/pictures/image/decoder/readers/tiff/tiff.ts";
import { made } from "../../../../helpers/debian-tools.ts";
import { sample } from "../../../../helpers/samples.ts";
import { assertAlike, colourful, LIMITS, rgbOf, shown } from "./pictures.ts";
import { type TinyPage, tinyTiff } from "./tiny-tiff.ts";

const ZSTD = 50_000;
const LZMA = 34_925;
const zstd = (raw: Buffer): Buffer => zstdCompressSync(raw);
/** `colourful(24, 20)` by xz with the filters Delta and LZMA2. */
const XZ = Buffer.from(
  "/Td6WFoAAAD/EtlBAgEDAQIhARzsARik4AWfACNdAABoAR/11Hb6pTlyt2On7qA+9VLOpZCdhOEJAf0v04qCawAAAAAAATegCwAAAF/7DH2oAAr8AgAAAAAAWVo=",
  "base64",
);

const LAYOUTS: readonly (readonly [string, Partial<TinyPage>])[] = [
  ["one strip", {}],
  ["strips of which the last is short", { rows: 10 }],
  ["tiles over the edge", { tile: 16 }],
];
for (const isBig of [false, true]) {
  for (const isLittle of [false, true]) {
    for (const [layout, change] of LAYOUTS) {
      const kind = `${isBig ? "BigTIFF" : "TIFF"} in ${isLittle ? "little" : "big"} endian`;
      test(`a ${kind} with ZSTD in ${layout} is packed anew without loss`, async () => {
        const picture = colourful();
        const bytes = tinyTiff([{ picture, compression: ZSTD, pack: zstd, ...change }], { isBig, isLittle });
        assertAlike(await shown(readTiff(bytes, LIMITS)), picture);
      });
    }
  }
}

test("LZMA is unpacked", async () => {
  const picture = colourful(24, 20);
  const bytes = tinyTiff([{ picture, compression: LZMA, pack: () => XZ }], { isBig: false, isLittle: true });
  assertAlike(await shown(readTiff(bytes, LIMITS)), picture);
});

test("no flipped bit of an LZMA strip shows other pixels than those that were packed", () => {
  const picture = colourful(24, 20);
  const repacked = (strip: Buffer): Buffer => {
    const bytes = tinyTiff([{ picture, compression: LZMA, pack: () => strip }], { isBig: false, isLittle: true });
    const page = readTiff(bytes, LIMITS).page(0);
    assert.ok(page.kind === "file");
    return page.file().bytes;
  };
  const intact = repacked(XZ);
  let refused = 0;
  for (let bit = 0; bit < XZ.length * 8; bit++) {
    const strip = Buffer.from(XZ);
    strip[bit >> 3] = (strip[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    try {
      assert.deepEqual(repacked(strip), intact, `bit ${bit}`);
    } catch (thrown) {
      if (!(thrown instanceof DecodeFault)) throw thrown;
      refused++;
    }
  }
  // The rest are bits of its index and its end, which say nothing of pixels.
  assert.ok(refused > XZ.length * 4, `${refused} refused`);
});

test("pages of one file may be packed in different ways, and are of different size", async () => {
  const [first, second, third] = [colourful(), colourful(30, 20), colourful(24, 20)];
  const pages = [
    { picture: first, compression: 1, pack: (raw: Buffer) => raw },
    { picture: second, compression: ZSTD, pack: zstd },
    { picture: third, compression: LZMA, pack: () => XZ },
  ];
  const source = readTiff(tinyTiff(pages, { isBig: false, isLittle: false }), LIMITS);
  assert.equal(source.pages, 3);
  for (const [index, { picture }] of pages.entries()) assertAlike(await shown(source, index), picture);
});

test("a page that lies on its side has the size that it has upright", async () => {
  const pages = [{ picture: colourful(), compression: ZSTD, pack: zstd, orientation: 6 }];
  const source = readTiff(tinyTiff(pages, { isBig: false, isLittle: true }), LIMITS);
  assert.deepEqual(source.page(0).size, { width: 47, height: 61 });
  const { width, height } = await shown(source);
  assert.deepEqual({ width, height }, { width: 47, height: 61 });
});

const FAULTS: readonly (readonly [string, string, Partial<TinyPage>, RegExp])[] = [
  ["other packing", "unsupported", { compression: 5 }, /compression LZW \(5\)/],
  [
    "more pixels than allowed",
    "too-many-pixels",
    { picture: { ...colourful(), width: 60_000, height: 60_000 } },
    /60000/,
  ],
  ["a strip that unpacks to more than it may", "corrupt", { pack: () => zstd(Buffer.alloc(1e6)) }, /strip or tile 1/],
  ["a strip that is damaged", "corrupt", { pack: (raw) => zstd(raw).fill(7, 20, 40) }, /strip or tile 1/],
  ["tiles much larger than the picture", "unsupported", { tile: 512, picture: colourful(513, 1) }, /too large tiles/],
];
for (const [name, code, change, text] of FAULTS) {
  test(`${name} is a fault of the code ${code}`, () => {
    const page = { picture: colourful(), compression: ZSTD, pack: zstd, ...change };
    const bytes = tinyTiff([page], { isBig: false, isLittle: true });
    assert.throws(
      () => {
        const repackedPage = readTiff(bytes, LIMITS).page(0);
        assert.ok(repackedPage.kind === "file");
        repackedPage.file();
      },
      (thrown) => thrown instanceof DecodeFault && thrown.error.code === code && text.test(thrown.error.text),
    );
  });
}

const BY_TIFFCP: readonly (readonly [string, string])[] = [
  ["rx_okafor_refills.tif", "-c zstd"],
  ["rx_okafor_refills.tif", "-c lzma"],
  ["rx_garcia_0412.tif", "-c zstd -f lsb2msb"],
  ["rx_lindqvist_colour.tif", "-c zstd:2"],
  ["rx_lindqvist_colour.tif", "-c lzma:2 -B -t -w 64 -l 32"],
  ["rx_lindqvist_colour.tif", "-c zstd -8 -p separate"],
  ["chest_moreau_16bit.tif", "-c lzma:2 -r 7"],
  ["chest_moreau_16bit.tif", "-c zstd:2 -8 -B"],
];
for (const [name, options] of BY_TIFFCP) {
  test(`${name} by tiffcp ${options} shows what it did before`, async (t) => {
    const plain = readFileSync(sample(name));
    const [packed] = made(t, { "in.tif": plain }, `tiffcp ${options} in.tif out.tif`, "out.tif");
    if (!packed) return;
    const source = readTiff(packed, LIMITS);
    for (let page = 0; page < source.pages; page++) assertAlike(await shown(source, page), await rgbOf(plain, page));
  });
}

test("pages of other packing are copied out of a file with ZSTD", async (t) => {
  const files = {
    "fax.tif": readFileSync(sample("rx_garcia_0412.tif")),
    "photo.tif": readFileSync(sample("rx_lindqvist_colour.tif")),
  };
  const steps = [
    "tiffcp -c g3:2d -f lsb2msb fax.tif all.tif",
    "tiffcp -a -c lzw:2 photo.tif all.tif",
    "convert photo.tif -compress jpeg jpeg.tif && tiffcp jpeg.tif again.tif && tiffcp -a jpeg.tif all.tif",
    "tiffcp -a -c zstd fax.tif all.tif",
  ];
  const [packed, jpeg] = made(t, files, steps.join(" && "), "all.tif", "again.tif");
  if (!packed || !jpeg) return;
  const source = readTiff(packed, LIMITS);
  assert.equal(source.pages, 4);
  const [fax, photo] = [await rgbOf(files["fax.tif"]), await rgbOf(files["photo.tif"])];
  for (const [index, wanted] of [fax, photo, await rgbOf(jpeg), fax].entries()) {
    assertAlike(await shown(source, index), wanted);
  }
});
