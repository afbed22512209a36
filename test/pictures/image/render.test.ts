import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp, { type Sharp } from "sharp";
import type { RenderJob } from "../../../src/pictures/image/decoder-protocol.ts";
import type { SourceFormat } from "../../../src/pictures/image/formats.ts";
import type { Recipe } from "../../../src/pictures/image/recipe.ts";
import { sniff } from "../../../src/pictures/image/sniff.ts";
import { LIMITS, realDecoder, renderJob } from "../../helpers/decoder.ts";
import { distance, fingerprint } from "../../helpers/fingerprint.ts";
import { tiffWithWarning } from "../../helpers/odd-tiff.ts";
import { sample } from "../../helpers/samples.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { tinyFits } from "./decoder/readers/tiny-fits.ts";

const decoder = realDecoder({ after });

// Source size upright, pages, shown size, and what the picture looks like, taken from pictures that a person saw.
const SAMPLES: readonly (readonly [string, SourceFormat, string, number, string, string])[] = [
  ["rx_garcia_0412.tif", "tiff", "1240x1754", 1, "353x500", "7e79336d17137307"],
  ["rx_okafor_refills.tif", "tiff", "1240x1754", 3, "353x500", "5b7933651d135347"],
  ["rx_lindqvist_colour.tif", "tiff", "700x900", 1, "389x500", "0171732f26363707"],
  ["chest_moreau_16bit.tif", "tiff", "520x560", 1, "464x500", "f19633b2b0b0d0a6"],
  ["label_tanaka_cmyk.jpg", "jpeg", "900x600", 1, "500x333", "514151595979394c"],
  ["photo_haddad_turned.jpg", "jpeg", "1000x1400", 1, "357x500", "fcf0b09486a0a280"],
  ["pill_novak.png", "png", "600x400", 1, "500x333", "14480c371d393151"],
  ["chart_silva.gif", "gif", "640x480", 1, "500x375", "2d433c4c161f1747"],
  ["rx_petrov_mobile.webp", "webp", "800x1100", 1, "364x500", "82a2b2a6a6a2ac2c"],
  ["rx_scan_0042", "jpeg", "850x1202", 1, "354x500", "5d79335797937206"],
  ["rx_weiss_small.png", "png", "120x90", 1, "120x90", "4545535349873632"],
];

for (const [name, format, source, pages, shown, look] of SAMPLES) {
  test(`${name} is shown as ${shown}, upright and in its colours`, async (t) => {
    const job = renderJob(sample(name), format, tempFolder(t));
    const outcome = await decoder.decode(job);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.equal(`${outcome.value.width}x${outcome.value.height}`, source);
    assert.equal(outcome.value.pages, pages);
    const { width, height, format: written } = await sharp(job.fresh).metadata();
    assert.equal(`${width}x${height} ${written}`, `${shown} jpeg`);
    assert.equal(outcome.value.freshBytes, statSync(job.fresh).size);
    assert.ok(!existsSync(job.cached), "without a caption both variants are one file");
    const bits = distance(await fingerprint(job.fresh), look);
    assert.ok(bits <= 4, `${await fingerprint(job.fresh)} differs from ${look} in ${bits} bits`);
  });
}

const MADE: readonly (readonly [string, SourceFormat, (picture: Sharp) => Sharp])[] = [
  ...(["none", "lzw", "deflate", "packbits", "jpeg"] as const).map((compression): (typeof MADE)[number] => [
    `TIFF with ${compression}`,
    "tiff",
    (picture) => picture.tiff({ compression }),
  ]),
  ["tiled BigTIFF", "tiff", (picture) => picture.tiff({ tile: true, bigtiff: true })],
  ["CMYK TIFF", "tiff", (picture) => picture.toColourspace("cmyk").tiff()],
  ["progressive JPEG", "jpeg", (picture) => picture.jpeg({ progressive: true })],
  ["interlaced palette PNG", "png", (picture) => picture.png({ palette: true, progressive: true })],
  ["lossless WebP", "webp", (picture) => picture.webp({ lossless: true })],
  ["AVIF", "avif", (picture) => picture.avif()],
];

for (const [name, format, make] of MADE) {
  test(`${name} is sniffed and shown as the picture that it is`, async (t) => {
    const folder = tempFolder(t);
    const file = join(folder, "source");
    const original = sharp(sample("rx_scan_0042")).resize(400);
    await make(original.clone()).toFile(file);
    assert.deepEqual(sniff(readFileSync(file).subarray(0, 1024), ""), { ok: true, value: format });
    const job = renderJob(file, format, folder);
    const outcome = await decoder.decode(job);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const bits = distance(await fingerprint(job.fresh), await fingerprint(await original.png().toBuffer()));
    assert.ok(bits <= 8, `differs in ${bits} bits`);
  });
}

test("CMYK is no negative, 16-bit grey keeps its range, transparency lies on white", async (t) => {
  const folder = tempFolder(t);
  const pixel = async (job: RenderJob, x: number, y: number): Promise<number[]> => {
    assert.ok((await decoder.decode(job)).ok);
    const area = await sharp(job.fresh).extract({ left: x, top: y, width: 4, height: 4 }).removeAlpha().toBuffer();
    return (await sharp(area).stats()).channels.map((channel) => Math.round(channel.mean));
  };
  const paper = await pixel(renderJob(sample("label_tanaka_cmyk.jpg"), "jpeg", folder, "cmyk"), 40, 290);
  assert.ok(
    paper.every((value) => value > 225),
    `paper of the label is ${paper}`,
  );
  const ground = await pixel(renderJob(sample("pill_novak.png"), "png", folder, "png"), 4, 4);
  assert.ok(
    ground.every((value) => value > 250),
    `ground behind the tablet is ${ground}`,
  );
  const chest = renderJob(sample("chest_moreau_16bit.tif"), "tiff", folder, "grey");
  assert.ok((await decoder.decode(chest)).ok);
  const [grey] = (await sharp(chest.fresh).stats()).channels;
  assert.ok(grey && grey.min < 20 && grey.max > 235 && grey.mean > 60, JSON.stringify(grey));
});

const RECIPES: readonly (readonly [string, Partial<Recipe>, string, string])[] = [
  ["another box", { width: 200, height: 100 }, "71x100", "jpeg"],
  ["PNG", { format: "png" }, "353x500", "png"],
  ["WebP", { format: "webp", quality: 50 }, "353x500", "webp"],
  ["the third page", { page: 3 }, "353x500", "jpeg"],
];

for (const [name, change, size, format] of RECIPES) {
  test(`a recipe may ask for ${name}`, async (t) => {
    const job = renderJob(sample("rx_okafor_refills.tif"), "tiff", tempFolder(t));
    assert.ok((await decoder.decode({ ...job, recipe: { ...job.recipe, ...change } })).ok);
    const found = await sharp(job.fresh).metadata();
    assert.equal(`${found.width}x${found.height} ${found.format}`, `${size} ${format}`);
    if (change.page) {
      const first = renderJob(job.source, "tiff", tempFolder(t));
      assert.ok((await decoder.decode(first)).ok);
      const bits = distance(await fingerprint(first.fresh), await fingerprint(job.fresh));
      assert.ok(bits > 6, `pages differ in ${bits} bits`);
    }
  });
}

const FAULTS: readonly (readonly [
  string,
  string,
  SourceFormat,
  { page?: number; maxBilevelPixels?: number },
  RegExp,
])[] = [
  ["a JPEG that was cut short", "rx_mbeki_truncated.jpg", "jpeg", {}, /^truncated: the JPEG picture ends too early/],
  [
    "a page that the file lacks",
    "rx_garcia_0412.tif",
    "tiff",
    { page: 9 },
    /^no-such-page: expected page 9 of a picture that has one page/,
  ],
  [
    "more pixels than allowed",
    "rx_garcia_0412.tif",
    "tiff",
    { maxBilevelPixels: 1e6 },
    /^too-many-pixels: expected at most 1000000 pixels, received 1240 x 1754/,
  ],
  ["an HTML page taken for a JPEG", "rx_dubois_login.jpg", "jpeg", {}, /^corrupt: /],
];

for (const [name, file, format, { page, ...limits }, expected] of FAULTS) {
  test(`${name} is reported, and nothing is written`, async (t) => {
    const job = renderJob(sample(file), format, tempFolder(t));
    const recipe = { ...job.recipe, page: page ?? 1 };
    const outcome = await decoder.decode({ ...job, recipe, limits: { ...LIMITS, ...limits } });
    assert.ok(!outcome.ok);
    assert.match(`${outcome.error.code}: ${outcome.error.text}`, expected);
    assert.ok(!existsSync(job.fresh));
  });
}

test("half of a FITS in colours is truncated, and not shown in grey by ImageMagick", async (t) => {
  const folder = tempFolder(t);
  const whole = tinyFits({ bits: 8, axes: [60, 40, 3], values: Array.from({ length: 7_200 }, (_, at) => at % 251) });
  const file = join(folder, "half.fits");
  writeFileSync(file, whole.subarray(0, 2_880 + 3_000));
  const outcome = await decoder.decode(renderJob(file, "fits", folder));
  assert.ok(!outcome.ok);
  assert.match(`${outcome.error.code}: ${outcome.error.text}`, /^truncated: expected 7200 bytes of a FITS image/);
});

test("a TIFF with a tag that libtiff warns about is still shown", async (t) => {
  const folder = tempFolder(t);
  await assert.rejects(
    sharp(tiffWithWarning()).toBuffer(),
    /Warning treated as error|ASCII value/i,
    "by default it is not",
  );
  const file = join(folder, "odd.tif");
  writeFileSync(file, tiffWithWarning());
  const outcome = await decoder.decode(renderJob(file, "tiff", folder));
  assert.ok(outcome.ok, JSON.stringify(outcome));
});

test("a picture or error picture that cannot be written is a cache-error, and the decoder lives on", async (t) => {
  const nowhere = join(tempFolder(t), "missing", "out.png");
  const errorPicture = await decoder.decode({
    kind: "error-picture",
    title: "a",
    text: "b",
    advice: "c",
    fresh: nowhere,
  });
  assert.ok(!errorPicture.ok && errorPicture.error.code === "cache-error", JSON.stringify(errorPicture));
  const job = renderJob(sample("rx_weiss_small.png"), "png", tempFolder(t));
  const picture = await decoder.decode({ ...job, fresh: nowhere });
  assert.ok(!picture.ok && picture.error.code === "cache-error", JSON.stringify(picture));
  for (const { error } of [errorPicture, picture]) assert.ok(!error.text.includes(nowhere), error.text);
  assert.ok((await decoder.decode(job)).ok);
});

test("formats that are not let in are refused even when the sniffer is passed by", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "drawing.svg");
  writeFileSync(
    file,
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  );
  assert.ok((await sharp(readFileSync(file)).metadata()).width === 9, "the library itself could");
  const outcome = await decoder.decode(renderJob(file, "png", folder));
  assert.ok(!outcome.ok && outcome.error.code === "corrupt");
});
