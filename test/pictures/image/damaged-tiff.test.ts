import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import { deflateSync } from "node:zlib";
import sharp, { type TiffOptions } from "sharp";
import type { Outcome } from "../../../src/base/outcome.ts";
import type { ImageError } from "../../../src/pictures/contract.ts";
import { findDirectories, numbersOf, readDirectory } from "../../../src/pictures/image/decoder/readers/tiff/ifd.ts";
import { TIFF } from "../../../src/pictures/image/decoder/readers/tiff/tag-table.ts";
import type { Rendered } from "../../../src/pictures/image/decoder-protocol.ts";
import type { PageChoice } from "../../../src/pictures/image/recipe.ts";
import { realDecoder, renderJob } from "../../helpers/decoder.ts";
import { sample } from "../../helpers/samples.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { colourful, type Rgb } from "./decoder/readers/pictures.ts";
import { type TinyPage, tinyTiff } from "./decoder/readers/tiny-tiff.ts";

const decoder = realDecoder({ after });
const KIND = { isLittle: true, isBig: false };

async function shownOf(
  t: TestContext,
  bytes: Buffer,
  page: PageChoice = 1,
): Promise<{ readonly outcome: Outcome<Rendered, ImageError>; readonly file: string }> {
  const folder = tempFolder(t);
  const file = join(folder, "source.tif");
  writeFileSync(file, bytes);
  const job = renderJob(file, "tiff", folder);
  const recipe = { ...job.recipe, page, format: "png" } as const;
  return { outcome: await decoder.decode({ ...job, recipe }), file: job.fresh };
}

async function faultOf(t: TestContext, bytes: Buffer, page: PageChoice = 1): Promise<ImageError> {
  const { outcome } = await shownOf(t, bytes, page);
  assert.ok(!outcome.ok, `${JSON.stringify(outcome)} is shown`);
  return outcome.error;
}

/** A little-endian TIFF whose strips from the middle on are spoilt. */
async function spoilt(
  options: TiffOptions,
  spoil: (bytes: Buffer, strip: { readonly start: number; readonly length: number; readonly place: number }) => void,
): Promise<Buffer> {
  const isFax = options.compression === "ccittfax4";
  const picture = sharp(sample(isFax ? "rx_garcia_0412.tif" : "rx_lindqvist_colour.tif"));
  const bytes = await (isFax ? picture.toColourspace("b-w") : picture).tiff(options).toBuffer();
  const tiff = findDirectories(bytes);
  const directory = readDirectory(tiff, tiff.directories[0] ?? 0);
  const starts = numbersOf(tiff, directory, TIFF.stripOffsets, 10_000);
  const lengths = numbersOf(tiff, directory, TIFF.stripByteCounts, 10_000);
  const field = directory.get(TIFF.stripOffsets);
  assert.ok(field?.type === 4 && starts.length >= 4, `${starts.length} strips`);
  for (let strip = starts.length >> 1; strip < starts.length; strip++) {
    spoil(bytes, { start: starts[strip] ?? 0, length: lengths[strip] ?? 0, place: field.at + strip * 4 });
  }
  return bytes;
}

const PACKINGS: readonly TiffOptions[] = [
  { compression: "none" },
  { compression: "lzw" },
  { compression: "jpeg" },
  { compression: "deflate" },
  { compression: "ccittfax4", bitdepth: 1 },
];
for (const options of PACKINGS) {
  test(`a TIFF with ${options.compression} whose strips lie behind its end is truncated, not black in part`, async (t) => {
    const bytes = await spoilt(options, (file, { place }) => file.writeUInt32LE(file.byteLength + 4_096, place));
    const { code, text } = await faultOf(t, bytes);
    assert.equal(code, "truncated");
    assert.doesNotMatch(text, /\.c:|2vips|18446744|4294967295|tmp/);
  });
  if (options.compression === "none") continue;
  test(`a TIFF with ${options.compression} whose strips are zeros is refused`, async (t) => {
    const bytes = await spoilt(options, (file, { start, length }) => file.fill(0, start, start + length));
    assert.equal((await faultOf(t, bytes)).code, "corrupt");
  });
}

test("a TIFF with a JPEG that breaks off within a strip is refused, not grey in part", async (t) => {
  const bytes = await spoilt({ compression: "jpeg" }, (file, { start, length }) =>
    file.fill(0, start + (length >> 1), start + length),
  );
  assert.equal((await faultOf(t, bytes)).code, "truncated");
});

const red = flat(200, 40, 40);
const green = flat(40, 200, 40);
const blue = flat(40, 40, 200);

function flat(...colour: readonly [number, number, number]): Rgb {
  const data = Uint8Array.from({ length: 60 * 40 * 3 }, (_, at) => colour[at % 3] ?? 0);
  return { width: 60, height: 40, data };
}

function pageOf(picture: Rgb, subfileType?: number): TinyPage {
  return { picture, compression: 8, pack: deflateSync, ...(subfileType !== undefined && { subfileType }) };
}

function damagedPage(picture: Rgb): TinyPage {
  return { picture, compression: 8, pack: (raw) => deflateSync(raw).fill(0x55, 8) };
}

async function colourOf(t: TestContext, bytes: Buffer, page: PageChoice = 1): Promise<readonly number[]> {
  const { outcome, file } = await shownOf(t, bytes, page);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const { data } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray(0, 3)];
}

test("a fax of several pages that is cut off between two of them is truncated, whichever page is asked for", async (t) => {
  const whole = readFileSync(sample("rx_okafor_refills.tif"));
  const [, second = 0, third = 0] = findDirectories(whole).directories;
  const [shorter, end] = second < third ? [1, third] : [0, second];
  for (const page of [1, 2, 3, "sheet"] as const) {
    const fault = await faultOf(t, whole.subarray(0, end), page);
    assert.deepEqual(
      [fault.code, fault.text],
      ["truncated", `the file ends behind page ${shorter + 1}; further pages are lost`],
    );
  }
});

for (const isBig of [false, true]) {
  test(`${isBig ? "a BigTIFF" : "a TIFF"} whose last page is lost is truncated, a chain of pages in a circle is not`, async (t) => {
    const bytes = tinyTiff([pageOf(red), pageOf(green), pageOf(blue)], { isLittle: true, isBig });
    const [first = 0, second = 0, third = 0] = findDirectories(bytes).directories;
    const fault = await faultOf(t, bytes.subarray(0, third + 10));
    assert.equal(fault.text, "the file ends behind page 2; further pages are lost");
    const circle = Buffer.from(bytes.subarray(0, third));
    const link = second + linkOf(circle, second, isBig);
    if (isBig) circle.writeBigUInt64LE(BigInt(first), link);
    else circle.writeUInt32LE(first, link);
    const { directories, isCut } = findDirectories(circle);
    assert.deepEqual([directories, isCut], [[first, second], false]);
    assert.deepEqual(await colourOf(t, circle), [200, 40, 40]);
  });
}

/** How far behind the start of a directory the place of the next stands. */
function linkOf(bytes: Buffer, directory: number, isBig: boolean): number {
  return isBig ? 8 + 20 * Number(bytes.readBigUInt64LE(directory)) : 2 + 12 * bytes.readUInt16LE(directory);
}

const COPIES: readonly (readonly [string, readonly TinyPage[], number, readonly (readonly number[])[]])[] = [
  ["smaller copies of a page", [pageOf(red), pageOf(green, 1), pageOf(blue, 1)], 1, [[200, 40, 40]]],
  [
    "a thumbnail before its page",
    [pageOf(red, 1), pageOf(green), pageOf(blue, 2)],
    2,
    [
      [40, 200, 40],
      [40, 40, 200],
    ],
  ],
  [
    "masks",
    [pageOf(red), pageOf(green, 4), pageOf(blue)],
    2,
    [
      [200, 40, 40],
      [40, 40, 200],
    ],
  ],
  [
    "nothing but copies",
    [pageOf(red, 1), pageOf(green, 1)],
    2,
    [
      [200, 40, 40],
      [40, 200, 40],
    ],
  ],
];
for (const [name, pages, count, colours] of COPIES) {
  test(`a TIFF with ${name} has ${count} pages, and these are shown`, async (t) => {
    const bytes = tinyTiff(pages, KIND);
    for (const [index, colour] of colours.entries()) {
      assert.deepEqual(await colourOf(t, bytes, index + 1), colour, `page ${index + 1}`);
    }
    const { code, text, pages: reported } = await faultOf(t, bytes, 7);
    const has = count === 1 ? "one page" : `${count} pages`;
    assert.deepEqual([code, text, reported], ["no-such-page", `expected page 7 of a picture that has ${has}`, count]);
  });
}

test("the fault of a damaged page has its number and how many there are, and costs only itself", async (t) => {
  const bytes = tinyTiff([pageOf(red), damagedPage(colourful(60, 40)), pageOf(blue)], KIND);
  const fault = await faultOf(t, bytes, 2);
  assert.deepEqual([fault.page, fault.pages], [2, 3]);
  assert.match(fault.text, /^page 2: the TIFF picture /);
  assert.deepEqual(await colourOf(t, bytes, 3), [40, 40, 200]);
});

test("on a sheet the place of a damaged page is empty but for its number, and a note names it", async (t) => {
  const damaged = damagedPage(colourful(60, 40));
  for (const [pages, note] of [
    [[pageOf(red), damaged, pageOf(blue)], "page 2 could not be decoded"],
    [[damaged, pageOf(red), damaged, pageOf(blue)], "pages 1, 3 could not be decoded"],
  ] as const) {
    const { outcome, file } = await shownOf(t, tinyTiff(pages, KIND), "sheet");
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.deepEqual([outcome.value.note, outcome.value.pages], [note, pages.length]);
    const { dominant } = await sharp(file).stats();
    assert.ok(dominant.r + dominant.g + dominant.b > 100, "something is shown");
  }
  const fault = await faultOf(t, tinyTiff([damaged, damaged], KIND), "sheet");
  assert.deepEqual([fault.page, fault.pages], [1, 2]);
});

test("a damaged fax page is missing from a sheet, too, though libvips would pass over its faults", async (t) => {
  const bytes = Buffer.from(readFileSync(sample("rx_okafor_refills.tif")));
  const tiff = findDirectories(bytes);
  const [, second] = tiff.directories.map((start) => readDirectory(tiff, start));
  assert.ok(second);
  const [start = 0] = numbersOf(tiff, second, TIFF.stripOffsets, 1);
  bytes.fill(0, start, start + 300);
  const { outcome } = await shownOf(t, bytes, "sheet");
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.equal(outcome.value.note, "page 2 could not be decoded");
  assert.match((await faultOf(t, bytes, 2)).text, /^page 2: .* rows? of the fax/);
});

test("a compression that nobody reads is named", async (t) => {
  const bytes = tinyTiff([{ ...pageOf(red), compression: 34_887 }], KIND);
  const { code, text } = await faultOf(t, bytes);
  assert.deepEqual(
    [code, text],
    ["unsupported", "expected a TIFF compression that is read here, received LERC (34887)"],
  );
});
