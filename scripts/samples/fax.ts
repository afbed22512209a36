import sharp from "sharp";
import { between, gaussian, seededRandom } from "../../src/base/random.ts";
import { layeredNoise } from "./noise.ts";
import { pixelsOf, type Raster, rawInput } from "./raster.ts";
import { type Drawing, rasterise, text } from "./svg.ts";

/** What a fax machine makes of a page: black or white, a little crooked, dusty. */

export type FaxLine = { left: string; right: string };

export async function faxed(page: Drawing, seed: number, skew: number, header: FaxLine): Promise<Raster> {
  const random = seededRandom(seed);
  const turn = `rotate(${skew} ${page.width / 2} ${page.height / 2})`;
  const size = { size: 21, y: 42 };
  // The sender's line is printed by the receiving machine: it stays straight on a crooked page.
  const sent =
    text("sansBold", header.left, { ...size, x: 70 }, "#000") +
    text("sansBold", header.right, { ...size, x: page.width - 70, anchor: "end" }, "#000");
  const scanned: Drawing = {
    ...page,
    body: `<rect width="100%" height="100%" fill="#fff"/><g transform="${turn}">${page.body}</g>${sent}`,
  };
  const grey = await pixelsOf(rasterise(scanned).flatten({ background: "#fff" }).toColourspace("b-w").blur(0.6));
  const toner = layeredNoise(seed, 3);
  const { width, height } = grey;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = grey.data[(y * width + x) * grey.channels] ?? 255;
      const limit = 150 + 34 * toner(x / 14, y / 14) + 9 * gaussian(random);
      data[y * width + x] = value < limit ? 0 : 255;
    }
  }
  const fax: Raster = { data, width, height, channels: 1 };
  dust(fax, seed + 1);
  return fax;
}

/** Specks, a hair or two, and the broken vertical line of a dirty scanner glass. */
function dust({ data, width, height }: Raster, seed: number): void {
  const random = seededRandom(seed);
  const dot = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x < width && y < height) data[Math.floor(y) * width + Math.floor(x)] = 0;
  };
  for (let speck = 0; speck < 420; speck += 1) {
    const [x, y] = [random() * width, random() * height];
    const size = random() < 0.12 ? between(random, 2, 3.4) : between(random, 1, 1.8);
    for (let dy = 0; dy < size; dy += 1) for (let dx = 0; dx < size; dx += 1) if (random() < 0.85) dot(x + dx, y + dy);
  }
  for (let hair = 0; hair < 3; hair += 1) {
    let [x, y, angle] = [random() * width, random() * height, random() * 6.3];
    for (let step = 0; step < 60; step += 1) {
      dot(x, y);
      angle += between(random, -0.22, 0.22);
      x += Math.cos(angle);
      y += Math.sin(angle);
    }
  }
  const streak = Math.floor(between(random, 0.82, 0.94) * width);
  for (let y = 0; y < height; y += 1) if (random() < 0.16) dot(streak, y);
}

export async function groupFourTiff(faxes: Raster[]): Promise<Buffer> {
  const pages = await Promise.all(faxes.map((fax) => sharp(fax.data, rawInput(fax)).png().toBuffer()));
  const joined = pages.length > 1 ? sharp(pages, { join: { animated: true } }) : sharp(pages[0]);
  // Joining turns the pages into colour; the encoder takes nothing but a single channel.
  return joined
    .extractChannel(0)
    .toColourspace("b-w")
    .tiff({ compression: "ccittfax4", bitdepth: 1, xres: 5.9, yres: 5.9 })
    .toBuffer();
}
