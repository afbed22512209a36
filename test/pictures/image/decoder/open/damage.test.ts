import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import type { SourceFormat } from "../../../../../src/pictures/image/formats.ts";
import { realDecoder, renderJob } from "../../../../helpers/decoder.ts";
import { distance, fingerprint } from "../../../../helpers/fingerprint.ts";
import { sample } from "../../../../helpers/samples.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const decoder = realDecoder({ after });
/** Of the whole JPEG as it is shown. */
const LOOK = "5d79335797937206";
const NOISE = Buffer.from("0102030405060708090a", "hex");
const END = Buffer.from("ffd9", "hex");
const ODD_JFIF = segment(0xe0, Buffer.from("4a46494600090901004800480000", "hex"));
const ODD_ADOBE = segment(0xee, Buffer.from("41646f626500640000000009", "hex"));

const jpeg = readFileSync(sample("rx_scan_0042"));
const progressive = await sharp(jpeg).jpeg({ progressive: true }).toBuffer();
const gif = readFileSync(sample("chart_silva.gif"));

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.byteLength + 2, 2);
  return Buffer.concat([head, body]);
}

function inserted(file: Buffer, at: number, ...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([file.subarray(0, at), ...parts, file.subarray(at)]);
}

function without(file: Buffer, at: number, count: number): Buffer {
  return Buffer.concat([file.subarray(0, at), file.subarray(at + count)]);
}

function half(file: Buffer): Buffer {
  return Buffer.concat([file.subarray(0, file.byteLength >> 1), END]);
}

function zeroed(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  return copy.fill(0, copy.byteLength >> 1);
}

/** With numbers in the header of its scan that mean nothing there. */
function oddScan(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  const scan = copy.indexOf(Buffer.from("ffda", "hex"));
  copy.set([1, 62], scan + 2 + copy.readUInt16BE(scan + 2) - 3);
  return copy;
}

async function decoded(bytes: Buffer, format: SourceFormat, folder: string) {
  const file = join(folder, "source");
  writeFileSync(file, bytes);
  return decoder.decode(renderJob(file, format, folder));
}

const MISSING: readonly (readonly [string, SourceFormat, Buffer, RegExp])[] = [
  ["the first half of a JPEG, closed by its mark of the end", "jpeg", half(jpeg), /truncated/],
  ["a JPEG without 2,000 of its bytes", "jpeg", without(jpeg, 40_000, 2_000), /truncated|corrupt/],
  ["a JPEG whose second half is zeros", "jpeg", zeroed(jpeg), /truncated/],
  ["half a JPEG behind a version that does not exist", "jpeg", half(inserted(jpeg, 2, ODD_JFIF)), /truncated/],
  ["half a JPEG behind bytes between its segments", "jpeg", half(inserted(jpeg, 2, NOISE)), /truncated/],
  ["half a JPEG with odd numbers in its scan", "jpeg", half(oddScan(jpeg)), /truncated/],
  ["the first half of a progressive JPEG", "jpeg", half(progressive), /truncated/],
  ["a progressive JPEG without 2,000 of its bytes", "jpeg", without(progressive, 20_000, 2_000), /truncated|corrupt/],
  ["a GIF whose second half is zeros", "gif", zeroed(gif), /corrupt/],
  ["the first half of a GIF", "gif", gif.subarray(0, gif.byteLength >> 1), /truncated/],
];

for (const [name, format, bytes, code] of MISSING) {
  test(`${name} is an error, and no picture with a hole`, async (t) => {
    const outcome = await decoded(bytes, format, tempFolder(t));
    assert.match(outcome.ok ? "shown" : outcome.error.code, code);
  });
}

const HARMLESS: readonly (readonly [string, Buffer])[] = [
  ["a version of JFIF that does not exist", inserted(jpeg, 2, ODD_JFIF)],
  ["a word of Adobe's that does not exist", inserted(jpeg, 2, ODD_ADOBE)],
  ["bytes between its segments", inserted(jpeg, 2, NOISE)],
  ["odd numbers in its scan", oddScan(jpeg)],
  ["bytes before the end, progressive", inserted(progressive, progressive.byteLength - 2, NOISE)],
];

for (const [name, bytes] of HARMLESS) {
  test(`a JPEG with ${name} is shown whole, and the row says that it has faults`, async (t) => {
    const folder = tempFolder(t);
    const outcome = await decoded(bytes, "jpeg", folder);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.equal(
      `${outcome.value.decoder}: ${outcome.value.note}`,
      "sharp-lenient: the file has faults that were passed over",
    );
    const bits = distance(await fingerprint(join(folder, "out.jpg")), LOOK);
    assert.ok(bits <= 4, `differs in ${bits} bits`);
  });
}
