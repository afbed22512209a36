import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import type { Recipe } from "../../../../../src/pictures/image/recipe.ts";
import { realDecoder, renderJob } from "../../../../helpers/decoder.ts";
import { distance, fingerprint } from "../../../../helpers/fingerprint.ts";
import { sample } from "../../../../helpers/samples.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const decoder = realDecoder({ after });
const [WIDTH, HEIGHT] = [800, 1_130];

type Density = { readonly xres: number; readonly yres: number };
type Look = { readonly orientation?: number; readonly isDeep?: boolean };

/** A scan whose rows or columns are as many as the density has of them, so that it looks as ever on paper. */
async function scan(
  file: string,
  { xres, yres }: Density,
  { orientation = 1, isDeep = false }: Look = {},
): Promise<void> {
  const most = Math.max(xres, yres);
  const size = { width: Math.round((WIDTH * xres) / most), height: Math.round((HEIGHT * yres) / most) };
  const picture = sharp(sample("rx_scan_0042"))
    .resize({ ...size, fit: "fill" })
    .withMetadata({ orientation });
  await (isDeep ? picture.toColourspace("grey16") : picture.greyscale()).tiff({ xres, yres }).toFile(file);
}

async function shown(file: string, folder: string, recipe: Partial<Recipe> = {}) {
  const job = renderJob(file, "tiff", folder);
  const outcome = await decoder.decode({ ...job, recipe: { ...job.recipe, ...recipe } });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const { width = 0, height = 0 } = await sharp(job.fresh).metadata();
  return { ...outcome.value, file: job.fresh, shape: `${width}x${height}` };
}

const whole = await fingerprint(await sharp(sample("rx_scan_0042")).resize(354, 500, { fit: "fill" }).png().toBuffer());

const STRETCHED: readonly (readonly [name: string, shape: string, density: Density, look?: Look])[] = [
  ["a fax with half of its rows", "800 x 1130", { xres: 8, yres: 4 }],
  ["a scan with a third of its columns", "801 x 1130", { xres: 4, yres: 12 }],
  ["16 bits of grey with half of their rows", "800 x 1130", { xres: 8, yres: 4 }, { isDeep: true }],
];

for (const [name, shape, density, look] of STRETCHED) {
  test(`${name} is shown in the shape that it has on paper`, async (t) => {
    const folder = tempFolder(t);
    const file = join(folder, "scan.tif");
    await scan(file, density, look);
    const { width = 0, height = 0 } = await sharp(file).metadata();
    const found = await shown(file, folder);
    assert.equal(found.shape, "354x500");
    assert.equal(`${found.width}x${found.height}`, `${width}x${height}`, "the size is reported as it is stored");
    assert.equal(found.note, `pixels are not square: shown as ${shape}`);
    const bits = distance(await fingerprint(found.file), whole);
    assert.ok(bits <= 6, `differs in ${bits} bits`);
  });
}

test("a fax that lies on its side is turned first", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "scan.tif");
  await scan(file, { xres: 8, yres: 4 }, { orientation: 6 });
  const found = await shown(file, folder);
  assert.equal(`${found.width}x${found.height} ${found.shape}`, "565x800 500x354");
});

for (const [name, density] of [
  ["nearly square", { xres: 10, yres: 9 }],
  ["square", { xres: 8, yres: 8 }],
  ["ten times as high as wide, which must be a mistake", { xres: 10, yres: 1 }],
] as const) {
  test(`pixels that are ${name} are shown as they are stored`, async (t) => {
    const folder = tempFolder(t);
    const file = join(folder, "scan.tif");
    await scan(file, density);
    const found = await shown(file, folder, { width: 2_000, height: 2_000 });
    assert.equal(found.shape, `${found.width}x${found.height}`);
    assert.equal(found.note, undefined);
  });
}

test("a small fax is stretched no further than to its shape on paper", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "scan.tif");
  await scan(file, { xres: 8, yres: 4 });
  assert.equal((await shown(file, folder, { width: 2_000, height: 2_000 })).shape, "800x1130");
});

test("with a caption on a strip, the page keeps its shape on paper", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "scan.tif");
  await scan(file, { xres: 8, yres: 4 });
  const { shape } = await shown(file, folder, { caption: ["a fax"], place: "strip", width: 400, height: 600 });
  const [width = 0, height = 0] = shape.split("x").map(Number);
  assert.ok(width > 380 && height > 565, shape);
});
