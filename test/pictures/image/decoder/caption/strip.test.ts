import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { CACHE_MARK } from "../../../../../src/pictures/image/caption.ts";
import { runsWidth } from "../../../../../src/pictures/image/decoder/caption/shorten.ts";
import { planStrip, withStrip } from "../../../../../src/pictures/image/decoder/caption/strip.ts";
import { wrapRuns, wrapWithin } from "../../../../../src/pictures/image/decoder/caption/wrap.ts";
import type { Pixels } from "../../../../../src/pictures/image/decoder/pixels.ts";
import { caption, textOf } from "../../../../helpers/caption-runs.ts";
import { coloursOf, FONTS, ground } from "../../../../helpers/ground.ts";

const [SMALLEST] = FONTS;
const LONG = `${"prescription-of-the-second-of-january-2024_".repeat(7).slice(0, 296)}.tif`;

/** A picture shrunk as the plan wants it, as the decoder does. */
async function shrunk(source: Pixels, box: { readonly width: number; readonly height: number }): Promise<Pixels> {
  const { data, info } = await sharp(source.data, { raw: { ...source, channels: 3 } })
    .resize({ ...box, fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const BOXES = [
  [500, 500],
  [353, 500],
  [120, 120],
  [64, 64],
  [40, 40],
  [16, 16],
  [4096, 4096],
  [4096, 16],
  [16, 4096],
] as const;
const SOURCES = [
  [640, 480],
  [480, 640],
  [48, 48],
  [1, 1],
  [3000, 8],
  [8, 3000],
] as const;

for (const [boxWidth, boxHeight] of BOXES) {
  test(`picture and strip fit into ${boxWidth}x${boxHeight}, whatever shape and caption`, async () => {
    const box = { width: boxWidth, height: boxHeight };
    for (const [width, height] of SOURCES) {
      for (const name of ["a.tif", LONG]) {
        const variants = [caption(name), caption(name, CACHE_MARK)];
        const plan = planStrip(variants, { width, height }, box, FONTS);
        const picture = await shrunk(ground(width, height), plan.picture);
        const [fresh, cached] = variants.map((runs) => withStrip(picture, runs, plan, FONTS));
        assert.ok(fresh && cached);
        for (const whole of [fresh, cached]) {
          assert.equal(whole.data.length, whole.width * whole.height * 3);
          assert.ok(whole.width <= box.width && whole.height <= box.height, `${width}x${height}: ${whole.height}`);
          assert.equal(whole.width, picture.width, "nothing is enlarged");
        }
        assert.deepEqual([fresh.height, plan.height > 0], [cached.height, plan.height > 0], "of one height");
      }
    }
  });
}

test("a strip hides nothing of its picture", async () => {
  const source = ground(300, 200, "noisy");
  const plan = planStrip([caption("scan.tif")], source, { width: 500, height: 500 }, FONTS);
  const whole = withStrip(source, caption("scan.tif"), plan, FONTS);
  assert.equal(whole.height, 200 + plan.height);
  assert.ok(Buffer.from(whole.data.subarray(0, source.data.length)).equals(source.data));
});

test("a grey picture stays grey, and its mark is told apart from a name that imitates it", async () => {
  const source = ground(500, 300);
  const looks = [caption(`scan ${CACHE_MARK}`), caption("scan", CACHE_MARK)].map((runs) => {
    const plan = planStrip([runs], source, { width: 500, height: 500 }, FONTS);
    return coloursOf(withStrip(source, runs, plan, FONTS));
  });
  for (const colours of looks) {
    for (const colour of colours.keys()) assert.match(colour, /^(\d+),\1,\1$/);
  }
  const [imitation, cached] = looks;
  assert.equal(imitation?.has("255,255,255"), false);
  assert.ok((cached?.get("255,255,255") ?? 0) > 20, "a mark is white on dark");
});

test("a strip under a portrait page takes the page's width and the lines that a long name needs", () => {
  const box = { width: 500, height: 500 };
  const page = { width: 2480, height: 3508 };
  const short = planStrip([caption("scan.tif", CACHE_MARK)], page, box, FONTS);
  const long = planStrip([caption(LONG, CACHE_MARK)], page, box, FONTS);
  assert.deepEqual([short.lines, long.lines], [1, 3]);
  assert.ok(short.height < 30 && long.height < 60, `${short.height}, ${long.height}`);
  assert.deepEqual(short.picture, { width: 500, height: 500 - short.height });
});

test("where the box is too low for a strip the caption lies on the picture", () => {
  const source = ground(100, 30);
  const plan = planStrip([caption("scan.tif")], source, source, FONTS);
  const whole = withStrip(source, caption("scan.tif"), plan, FONTS);
  assert.deepEqual([plan.height, whole.height], [0, 30]);
  assert.ok(coloursOf(whole).size > 1);
  assert.equal(coloursOf(source).size, 1, "the picture itself is not drawn on");
});

for (const [width, height] of [
  [1, 1],
  [20, 1_000],
  [39, 300],
] as const) {
  test(`a picture of ${width}x${height} is too narrow for a strip`, () => {
    const plan = planStrip([caption("scan.tif", CACHE_MARK)], { width, height }, { width: 500, height: 500 }, FONTS);
    assert.deepEqual([plan.height, plan.picture], [0, { width: 500, height: 500 }]);
  });
}

const LINES: readonly (readonly [string, string, number, readonly string[]])[] = [
  ["at blanks", "one two three", 50, ["one two", "three"]],
  ["behind signs that join words", "one_two_three.tif", 60, ["one_two_", "three.tif"]],
  ["within a word that is wider than a line", "mmmmmmmm", 45, ["mmmm", "mmmm"]],
  [
    "within a long word rather than leave a line almost empty",
    "a one-two-three-four",
    80,
    ["a one-two-", "three-four"],
  ],
];

for (const [name, text, width, lines] of LINES) {
  test(`captions break ${name}`, () => {
    assert.deepEqual(wrapRuns(caption(text), SMALLEST, width).map(textOf), lines);
  });
}

test("no line is too wide, no mark is broken, and the end of a name stays", () => {
  for (const width of [50, 120, 345, 900]) {
    const lines = wrapWithin(caption(LONG, CACHE_MARK), SMALLEST, width, 3);
    assert.ok(lines.length <= 3);
    for (const line of lines) assert.ok(runsWidth(line, SMALLEST) <= width, `${width}: ${textOf(line)}`);
    const marks = lines.flat().filter(({ kind }) => kind === "mark");
    assert.deepEqual(marks, [{ text: width === 50 ? "CACHE" : CACHE_MARK, kind: "mark" }]);
    assert.match(lines.map(textOf).join(""), width === 50 ? /CACHE$/ : /\.tif ?##CACHE##$/);
  }
});
