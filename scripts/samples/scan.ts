import sharp, { type Sharp } from "sharp";
import { gaussian, seededRandom } from "../../src/base/random.ts";
import { layeredNoise } from "./noise.ts";
import { clampByte, pixelsOf, rawInput } from "./raster.ts";
import { type Drawing, rasterise } from "./svg.ts";

/** A flatbed colour scan: the page lies a little crooked on the glass, under a grey lid, and the paper has a grain. */

export type ScanSettings = {
  width: number;
  height: number;
  seed: number;
  skew: number;
  /** Deviation of the grain, in steps of 255. Grain costs bytes: formats without loss get little of it. */
  grain: number;
  /** Share of the picture the lid shows on each side. */
  lid?: number;
};

export async function scanned(page: Drawing, settings: ScanSettings): Promise<Sharp> {
  const { width, height, seed, skew, grain, lid = 0.012 } = settings;
  const [inset, drop] = [page.width * lid, page.height * lid];
  const placed = `translate(${inset} ${drop}) scale(${1 - 2 * lid}) rotate(${skew} ${page.width / 2} ${page.height / 2})`;
  const shadow = `<rect x="5" y="6" width="${page.width}" height="${page.height}" fill="#8d8d88"/>`;
  const clip = `<clipPath id="leaf"><rect width="${page.width}" height="${page.height}"/></clipPath>`;
  const onGlass: Drawing = {
    width: page.width,
    height: page.height,
    body: `${clip}<rect width="100%" height="100%" fill="#d5d5d0"/><g transform="${placed}">${shadow}<g clip-path="url(#leaf)">${page.body}</g></g>`,
  };
  const picture = await pixelsOf(rasterise(onGlass, width, height).removeAlpha());
  const random = seededRandom(seed);
  const cloud = layeredNoise(seed, 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      // Whole steps keep flat paper flat, which is what lossless compression lives on.
      const change = Math.round(2.2 * cloud(x / 90, y / 90) + grain * gaussian(random));
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * width + x) * 3 + channel;
        picture.data[at] = clampByte((picture.data[at] ?? 0) + change);
      }
    }
  }
  return sharp(picture.data, rawInput(picture));
}
