import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import sharp from "sharp";
import { Dice } from "../../../../../scripts/fuzz/dice.ts";
import { DecodeFault } from "../../../../../src/pictures/image/decoder/faults.ts";
import {
  findDirectories,
  numberOf,
  numbersOf,
  readDirectory,
  type Tiff,
  type TiffDirectory,
} from "../../../../../src/pictures/image/decoder/readers/tiff/ifd.ts";
import { mendedFax } from "../../../../../src/pictures/image/decoder/readers/tiff/mended-fax.ts";
import { TIFF } from "../../../../../src/pictures/image/decoder/readers/tiff/tag-table.ts";
import { made } from "../../../../helpers/debian-tools.ts";
import { distance, fingerprint } from "../../../../helpers/fingerprint.ts";
import { sample } from "../../../../helpers/samples.ts";
import { LIMITS } from "./pictures.ts";

const FAX = readFileSync(sample("rx_garcia_0412.tif"));

type Page = { readonly tiff: Tiff; readonly directory: TiffDirectory };

function firstPage(bytes: Buffer): Page {
  const tiff = findDirectories(bytes);
  return { tiff, directory: readDirectory(tiff, tiff.directories[0] ?? 0) };
}

function mend(bytes: Buffer): ReturnType<typeof mendedFax> {
  const { tiff, directory } = firstPage(bytes);
  const size = {
    width: numberOf(tiff, directory, TIFF.imageWidth, 0),
    height: numberOf(tiff, directory, TIFF.imageLength, 0),
  };
  return mendedFax(tiff, directory, size, LIMITS);
}

/** Where the packed rows of the first page lie. */
function packedOf(bytes: Buffer): { readonly start: number; readonly length: number } {
  const { tiff, directory } = firstPage(bytes);
  const [start = 0] = numbersOf(tiff, directory, TIFF.stripOffsets, 1);
  const [length = 0] = numbersOf(tiff, directory, TIFF.stripByteCounts, 1);
  return { start, length };
}

/** A copy that claims to have more rows than it has, so that mending reports what it read. */
function withRows(bytes: Buffer, rows: number): Buffer {
  const copy = Buffer.from(bytes);
  const { directory } = firstPage(copy);
  for (const tag of [TIFF.imageLength, TIFF.rowsPerStrip]) {
    const field = directory.get(tag);
    assert.ok(field, "a row count");
    if (field.type === 3) copy.writeUInt16LE(rows, field.at);
    else copy.writeUInt32LE(rows, field.at);
  }
  return copy;
}

/** Rows of runs of every length, none like another. */
function runs(width: number, height: number): Buffer {
  const dice = new Dice(7, width);
  const pels = Buffer.alloc(width * height, 255);
  for (let row = 0; row < height; row++) {
    let isBlack = row % 3 === 0;
    for (let at = 0; at < width; isBlack = !isBlack) {
      const run = Math.min(width - at, 1 + dice.below(row % 2 === 0 ? 66 : width));
      if (isBlack) pels.fill(0, row * width + at, row * width + at + run);
      at += run;
    }
  }
  return pels;
}

// Group 4 says where it ends. Group 3 as libtiff writes it does not, so the rows that are missing count as damaged.
const CUT_SHORT = "the fax ends after 160 of 164 rows";
const ROWS_LOST = "4 of 164 rows are damaged and repeat the row above";
for (const [kind, note, steps] of [
  ["group 4", CUT_SHORT, "tiffcp -c g4 -r 100000 in.tif out.tif"],
  ["group 3", ROWS_LOST, "tiffcp -c g3:1d -r 100000 in.tif out.tif"],
  ["group 3 in two dimensions", ROWS_LOST, "tiffcp -c g3:2d -r 100000 in.tif out.tif"],
  ["group 3 with line ends on bytes", ROWS_LOST, "tiffcp -c g3:2d:fill -r 100000 in.tif out.tif"],
  ["group 3 with its bits reversed", ROWS_LOST, "tiffcp -c g3:1d -f lsb2msb -r 100000 in.tif out.tif"],
] as const) {
  test(`each run of a fax in ${kind} is read as libtiff wrote it`, async (t) => {
    for (const width of [61, 1728, 6001]) {
      const height = 160;
      const plain = await sharp(runs(width, height), { raw: { width, height, channels: 1 } })
        .toColourspace("b-w")
        .tiff({ compression: "ccittfax4", bitdepth: 1 })
        .toBuffer();
      const [fax] = made(t, { "in.tif": plain }, steps, "out.tif");
      if (!fax) return;
      assert.equal(mend(fax), undefined, "nothing is damaged");
      // The rows behind the last are lost, and those before it come out as they are.
      const mended = mend(withRows(fax, height + 4));
      assert.equal(mended?.note, note);
      const shown = await sharp(mended.bytes).extract({ left: 0, top: 0, width, height }).raw().toBuffer();
      const wanted = await sharp(plain).raw().toBuffer();
      assert.ok(shown.equals(wanted), `${width} pels wide`);
    }
  });
}

for (const [kind, coding] of [
  ["group 3", "g3:1d"],
  ["group 3 in two dimensions", "g3:2d"],
] as const) {
  test(`a few damaged rows of a fax in ${kind} repeat the row above, and a note counts them`, async (t) => {
    const [whole] = made(t, { "in.tif": FAX }, `tiffcp -c ${coding} -r 100000 in.tif out.tif`, "out.tif");
    if (!whole) return;
    const { start, length } = packedOf(whole);
    const noisy = Buffer.from(whole);
    for (let part = 1; part <= 9; part++) noisy[start + Math.floor((length * part) / 10)] = 0b0110_1011;
    const mended = mend(noisy);
    const count = Number(/^(\d+) of 1754 rows (is|are) damaged/.exec(mended?.note ?? "")?.[1]);
    assert.ok(count >= 5 && count <= 40, mended?.note);
    // Where an end of line is hit, two rows become one.
    const bits = distance(await fingerprint(mended?.bytes ?? ""), await fingerprint(FAX));
    assert.ok(bits <= 2, `differs in ${bits} bits`);
  });
}

test("a fax that ends in order before its last row is shown as far as it goes", (t) => {
  const [fax] = made(t, { "in.tif": FAX }, "tiffcp -c g4 -r 100000 in.tif out.tif", "out.tif");
  if (fax) assert.equal(mend(withRows(fax, 1900))?.note, "the fax ends after 1754 of 1900 rows");
});

const REFUSED: readonly (readonly [string, string, (packed: Buffer) => void, RegExp])[] = [
  [
    "zeros in place of its second half",
    "g3:1d",
    (packed) => packed.fill(0, packed.length / 2),
    /rows of the fax are damaged/,
  ],
  ["a few bytes of zeros in group 4", "g4", (packed) => packed.fill(0, 900, 908), /rows of the fax are damaged/],
  ["nothing but zeros", "g4", (packed) => packed.fill(0), /no row of the fax can be read/],
];
for (const [name, coding, spoil, text] of REFUSED) {
  test(`a fax with ${name} is refused, and no other decoder is tried`, (t) => {
    const [fax] = made(t, { "in.tif": FAX }, `tiffcp -c ${coding} -r 100000 in.tif out.tif`, "out.tif");
    if (!fax) return;
    const { start, length } = packedOf(fax);
    spoil(fax.subarray(start, start + length));
    assert.throws(
      () => mend(fax),
      (thrown) =>
        thrown instanceof DecodeFault && thrown.isFinal && thrown.error.code === "corrupt" && text.test(thrown.message),
    );
  });
}
