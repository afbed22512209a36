import { gaussian, seededRandom } from "../../src/base/random.ts";
import { layeredNoise } from "./noise.ts";
import { clampByte, type Raster } from "./raster.ts";

/** Two table tops to photograph a page on. */

export type Surface = "wood" | "slate";

type Colour = [red: number, green: number, blue: number];

function woodColour(seed: number): (x: number, y: number) => Colour {
  const grain = layeredNoise(seed, 4);
  const fibre = layeredNoise(seed + 40, 2);
  return (x, y) => {
    const plank = Math.floor(y / 330);
    const joint = Math.min(1, Math.abs((y % 330) - 2) / 3);
    const bend = y + 24 * grain(x / 420 + plank * 9, y / 260);
    const rings = Math.sin(bend / 13 + 5 * grain(x / 700 + plank * 31, bend / 60));
    const light = 1 + 0.075 * rings + 0.08 * fibre(x / 60, y / 2.2 + plank * 77) + 0.06 * ((plank * 37) % 3) - 0.06;
    const shade = light * (0.5 + 0.5 * joint);
    return [158 * shade, 112 * shade, 72 * shade];
  };
}

function slateColour(seed: number): (x: number, y: number) => Colour {
  const cloud = layeredNoise(seed, 5);
  return (x, y) => {
    const light = 1 + 0.12 * cloud(x / 180, y / 180);
    return [74 * light, 82 * light, 92 * light];
  };
}

export function tableTop(surface: Surface, width: number, height: number, seed: number): Raster {
  const colourAt = surface === "wood" ? woodColour(seed) : slateColour(seed);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set(colourAt(x, y).map(clampByte), (y * width + x) * 3);
  }
  return { data, width, height, channels: 3 };
}

/** A warm lamp: less blue than daylight has. */
const warmth = [1.01, 0.985, 0.93];

/** Lamp light from one side, the corners darker, and the grain of a small sensor. */
export function lit(picture: Raster, seed: number, noise: number): Raster {
  const random = seededRandom(seed);
  const { width, height, channels } = picture;
  const data = new Uint8Array(picture.data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [x / width - 0.5, y / height - 0.5];
      const light = 1.04 - 0.16 * u - 0.14 * v - 0.42 * (u * u + v * v);
      const grain = noise * gaussian(random);
      for (let channel = 0; channel < channels; channel += 1) {
        const at = (y * width + x) * channels + channel;
        data[at] = clampByte((picture.data[at] ?? 0) * light * (warmth[channel] ?? 1) + grain);
      }
    }
  }
  return { ...picture, data };
}
