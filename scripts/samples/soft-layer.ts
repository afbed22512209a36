import { pixelsOf } from "./raster.ts";
import { rasterise } from "./svg.ts";

/** A white shape on black, softened in floating point: 256 grey steps would show as rings in a 16-bit picture. */

export type Layer = Float32Array;

export async function softLayer(shape: string, width: number, height: number, radius: number): Promise<Layer> {
  const body = `<rect width="100%" height="100%" fill="#000"/>${shape}`;
  const { data } = await pixelsOf(rasterise({ width, height, body }).removeAlpha().extractChannel(0));
  const layer = Float32Array.from(data, (value) => value / 255);
  // Three box blurs are as good as a Gaussian.
  for (let pass = 0; pass < 3 && radius > 0; pass += 1) {
    blurLines(layer, height, width, 1, width, radius);
    blurLines(layer, width, height, width, 1, radius);
  }
  return layer;
}

/** Running mean along every line; `step` leads along a line, `jump` to the next one. */
function blurLines(layer: Layer, lines: number, length: number, step: number, jump: number, radius: number): void {
  const line = new Float32Array(length);
  const at = (index: number) => line[Math.min(Math.max(index, 0), length - 1)] ?? 0;
  for (let start = 0; start < lines * jump; start += jump) {
    for (let index = 0; index < length; index += 1) line[index] = layer[start + index * step] ?? 0;
    let sum = 0;
    for (let index = -radius; index <= radius; index += 1) sum += at(index);
    for (let index = 0; index < length; index += 1) {
      layer[start + index * step] = sum / (2 * radius + 1);
      sum += at(index + radius + 1) - at(index - radius);
    }
  }
}
