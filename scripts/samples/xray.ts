import sharp from "sharp";
import { gaussian, seededRandom } from "../../src/base/random.ts";
import { layeredNoise } from "./noise.ts";
import { type Layer, softLayer } from "./soft-layer.ts";
import { outlinedBox, text } from "./svg.ts";
import * as anatomy from "./xray-anatomy.ts";

/** A chest X-ray by addition: every tissue lays its shadow on the film, and air takes some away. */

const [width, height] = [anatomy.fieldWidth, anatomy.fieldHeight];
const layer = (shape: string, radius: number) => softLayer(shape, width, height, radius);

const markings =
  text("sansBold", "L", { x: 486, y: 56, size: 34, anchor: "middle" }, "#fff") +
  outlinedBox({ x: 468, y: 24, width: 36, height: 40 }, "#fff", 2.5) +
  text("sans", "SAMPLE - NOT A PATIENT", { x: 12, y: 22, size: 11 }, "#999");

/** Shadow of each shape (negative: air), in shares of the film's full range. */
async function shadows(): Promise<[weight: number, layer: Layer, where?: Layer][]> {
  const heart = await layer(anatomy.heart, 2);
  const lung = await layer(anatomy.lungs, 3);
  // Where the heart lies there is less air to look through.
  const air = lung.map((value, at) => value * (1 - 0.72 * (heart[at] ?? 0)));
  // Ribs show where there is air behind them, and drown in the thick parts.
  const overAir = lung.map((value) => 0.3 + 0.7 * value);
  return [
    [0.4, await layer(anatomy.body, 4)],
    [0.21, await layer(anatomy.body, 38)],
    [-0.43, air],
    [0.07, await layer(anatomy.lungs, 30), lung],
    [0.04, heart],
    [0.08, await layer(anatomy.heart, 14)],
    [0.09, await layer(anatomy.belly, 5)],
    [0.06, await layer(anatomy.liver, 24)],
    [-0.14, await layer(anatomy.stomachAir, 4)],
    [-0.12, await layer(anatomy.windpipe, 2)],
    [0.085, await layer(anatomy.spine, 1)],
    [0.11, await layer(anatomy.backRibs(14), 1), overAir],
    [-0.05, await layer(anatomy.backRibs(8.5), 1), overAir],
    [0.07, await layer(anatomy.frontRibs(15), 2), overAir],
    [-0.03, await layer(anatomy.frontRibs(9), 1), overAir],
    [0.15, await layer(anatomy.collarBones(14), 1)],
    [-0.06, await layer(anatomy.collarBones(8), 1)],
    [0.055, await layer(anatomy.shoulderBlades, 5)],
    [0.06, await layer(anatomy.vessels(77), 1), air],
    [0.08, await layer(anatomy.vessels(77), 2), air],
  ];
}

/** Film does not burn out at once: above three quarters it takes ever more shadow to get whiter. */
function shoulder(tone: number): number {
  return tone < 0.75 ? tone : 1 - 0.25 * Math.exp(-(tone - 0.75) / 0.25);
}

export async function chestFilm(): Promise<Buffer> {
  const layers = await shadows();
  const marks = await layer(markings, 0);
  const random = seededRandom(1616);
  const cloud = layeredNoise(16, 5);
  const film = new Uint16Array(width * height);
  for (let at = 0; at < film.length; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)];
    let shadow = 0.015;
    for (const [weight, values, where] of layers) shadow += weight * (values[at] ?? 0) * (where?.[at] ?? 1);
    const inside = layers[0]?.[1][at] ?? 0;
    shadow += inside * (0.022 * cloud(x / 46, y / 46) + 0.012 * cloud(x / 6, y / 6));
    // The beam is limited by shutters: the film stays clear of light along its rim.
    const rim = Math.min(1, (x + 1) / 7, (width - x) / 7, (y + 1) / 7, (height - y) / 7);
    const tone = shoulder(Math.max(0, shadow * rim) ** 1.1 * 1.12);
    const value = Math.max(tone, marks[at] ?? 0) * 64900 + 300 + gaussian(random) * (30 + 75 * inside);
    film[at] = Math.min(65535, Math.max(0, Math.round(value)));
  }
  return sharp(film, { raw: { width, height, channels: 1 } })
    .toColourspace("grey16")
    .tiff({ compression: "deflate", predictor: "horizontal", xres: 5.6, yres: 5.6 })
    .toBuffer();
}
