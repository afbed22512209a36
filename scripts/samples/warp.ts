import { clampByte, type Raster } from "./raster.ts";

/** A flat page seen by a camera that was not held straight. */

export type Corner = [x: number, y: number];
/** Where the page's corners come to lie: top left, top right, bottom right, bottom left. */
export type Corners = [Corner, Corner, Corner, Corner];

/** Takes a point of the picture back to the page, where the page spans 0 to 1 both ways. */
function pictureToPage([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Corners): (x: number, y: number) => Corner {
  // The square-to-quadrilateral projection in closed form, then the adjoint matrix for the way back.
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const split = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / split;
  const h = (dx1 * dy3 - dx3 * dy1) / split;
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  return (x, y) => {
    const u = (e - f * h) * x + (c * h - b) * y + (b * f - c * e);
    const v = (f * g - d) * x + (a - c * g) * y + (c * d - a * f);
    const w = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d);
    return [u / w, v / w];
  };
}

function sample(page: Raster, x: number, y: number, channel: number): number {
  const column = Math.min(Math.max(x, 0), page.width - 1.001);
  const row = Math.min(Math.max(y, 0), page.height - 1.001);
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [across, down] = [column - left, row - top];
  const at = (dx: number, dy: number) =>
    page.data[((top + dy) * page.width + left + dx) * page.channels + channel] ?? 0;
  return (
    (at(0, 0) * (1 - across) + at(1, 0) * across) * (1 - down) + (at(0, 1) * (1 - across) + at(1, 1) * across) * down
  );
}

/** The page (3 channels) on a transparent picture (4 channels), its edge smooth over one pixel. */
export function warpPage(page: Raster, corners: Corners, width: number, height: number): Raster {
  const back = pictureToPage(corners);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = back(x + 0.5, y + 0.5);
      const [pageX, pageY] = [u * page.width, v * page.height];
      const inside = Math.min(pageX, pageY, page.width - pageX, page.height - pageY) + 0.5;
      if (inside <= 0) continue;
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        data[at + channel] = clampByte(sample(page, pageX - 0.5, pageY - 0.5, channel));
      }
      data[at + 3] = clampByte(Math.min(inside, 1) * 255);
    }
  }
  return { data, width, height, channels: 4 };
}
