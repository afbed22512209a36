/** A picture of plain rectangles, for vector formats: drawn here as pixels, so that what draws it has a measure. */

type Box = readonly [x: number, y: number, width: number, height: number, colour: readonly [number, number, number]];

export const FLAG_BOXES: readonly Box[] = [
  [0, 0, 300, 200, [255, 255, 255]],
  [20, 20, 120, 70, [200, 30, 40]],
  [160, 20, 120, 70, [30, 90, 190]],
  [20, 110, 60, 70, [20, 140, 60]],
  [100, 110, 100, 30, [240, 190, 20]],
  [100, 150, 180, 30, [0, 0, 0]],
  [220, 110, 60, 20, [120, 60, 140]],
];

function pixels(): Uint8Array {
  const data = new Uint8Array(300 * 200 * 3);
  for (const [left, top, width, height, colour] of FLAG_BOXES) {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) data.set(colour, (y * 300 + x) * 3);
    }
  }
  return data;
}

export const FLAG = { size: { width: 300, height: 200 }, pixels } as const;

export function flagSvg(): string {
  const boxes = FLAG_BOXES.map(
    ([x, y, width, height, colour]) =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="rgb(${colour.join()})"/>`,
  );
  const [width, height] = [300, 200];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${boxes.join("")}</svg>\n`;
}
