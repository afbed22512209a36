import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { DecodeFault } from "../../../../../src/pictures/image/decoder/faults.ts";
import { readCals } from "../../../../../src/pictures/image/decoder/readers/cals/cals.ts";
import { made } from "../../../../helpers/debian-tools.ts";
import { assertAlike, bilevel, LIMITS, ppmOf, type Rgb, shown } from "./pictures.ts";
import { tinyCals } from "./tiny-cals.ts";

// What has to be done to the lines as they are stored. 90 degrees are upwards, and lines turn from the pels' direction.
const TURNS: readonly (readonly [string, boolean, number])[] = [
  ["000,270", false, 0],
  ["180,090", true, 0],
  ["180,270", false, 180],
  ["000,090", true, 180],
  ["270,090", true, 270],
  ["270,270", false, 90],
  ["090,090", true, 90],
  ["090,270", false, 270],
];
for (const [direction, isFlopped, angle] of TURNS) {
  test(`pels and lines in the directions ${direction} are shown upright`, async () => {
    const stored = bilevel();
    const source = readCals(await tinyCals(stored, { rorient: direction }), LIMITS);
    const wanted = await turned(stored, isFlopped, angle);
    const { width, height } = wanted;
    assert.deepEqual(source.page(0).size, { width, height });
    assertAlike(await shown(source), wanted);
  });
}

async function turned({ width, height, data }: Rgb, isFlopped: boolean, angle: number): Promise<Rgb> {
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  const flopped = await (isFlopped ? picture.flop() : picture).png().toBuffer();
  const result = await sharp(flopped).rotate(angle).raw().toBuffer({ resolveWithObject: true });
  return { data: result.data, width: result.info.width, height: result.info.height };
}

test("a file by ImageMagick is shown as it was", async (t) => {
  const picture = bilevel(400, 300);
  const [cals] = made(t, { "in.ppm": ppmOf(picture) }, "convert in.ppm -density 300 out.cals", "out.cals");
  if (cals) assertAlike(await shown(readCals(cals, LIMITS)), picture);
});

const FAULTS: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ["tiles of type 2", "unsupported", { rtype: "2" }],
  ["no size", "corrupt", { rpelcnt: "NONE" }],
  ["an unknown direction", "corrupt", { rorient: "045,270" }],
  ["more pixels than allowed", "too-many-pixels", { rpelcnt: "999999,999999" }],
];
for (const [name, code, changes] of FAULTS) {
  test(`${name} is a fault of the code ${code}`, async () => {
    const cals = await tinyCals(bilevel(), changes);
    assert.throws(
      () => readCals(cals, LIMITS),
      (thrown) => thrown instanceof DecodeFault && thrown.error.code === code,
    );
  });
}
