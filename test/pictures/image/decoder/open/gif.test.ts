import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import { realDecoder, renderJob } from "../../../../helpers/decoder.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const decoder = realDecoder({ after });
const COMMENT = Buffer.from("21fe03612062016100", "hex");

/** Red of this size at a place of a canvas of 4 x 2, without transparency. */
function gif(left: number, top: number, width: number, height: number): Buffer {
  const screen = Buffer.from("04000200800000ff0000000000", "hex");
  const place = Buffer.from([0x2c, left, 0, top, 0, width, 0, height, 0, 0]);
  // Codes of three bits: clear, the first colour for each pixel with a clear between, end.
  const codes = Array.from({ length: width * height }, () => [4, 0]).flat();
  const bits = [...codes, 5].reduce((all, code, index) => all | (BigInt(code) << BigInt(3 * index)), 0n);
  const data = Buffer.from(bits.toString(16).padStart(16, "0"), "hex").reverse();
  return Buffer.concat([
    Buffer.from("GIF89a"),
    screen,
    COMMENT,
    place,
    Buffer.from([2, data.byteLength]),
    data,
    Buffer.from("003b", "hex"),
  ]);
}

async function pixels(bytes: Buffer, folder: string) {
  const file = join(folder, "source.gif");
  writeFileSync(file, bytes);
  const job = renderJob(file, "gif", folder);
  const outcome = await decoder.decode({ ...job, recipe: { ...job.recipe, format: "png" } });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const data = await sharp(job.fresh).toColourspace("srgb").removeAlpha().raw().toBuffer();
  const colours = Array.from({ length: data.length / 3 }, (_, pixel) => data.toString("hex", pixel * 3, pixel * 3 + 3));
  return `${outcome.value.decoder} ${colours.join(" ")}`;
}

test("what the first picture of a GIF leaves bare is white, as in a browser", async (t) => {
  const [red, white] = ["ff0000", "ffffff"];
  const wanted = [white, white, white, white, white, red, white, white].join(" ");
  assert.equal(await pixels(gif(1, 1, 1, 1), tempFolder(t)), `magick ${wanted}`);
});

test("a GIF whose first picture covers it goes to libvips", async (t) => {
  assert.equal(await pixels(gif(0, 0, 4, 2), tempFolder(t)), `sharp ${Array(8).fill("ff0000").join(" ")}`);
});
