import sharp, { type Sharp } from "sharp";
import { lit, type Surface, tableTop } from "./desk.ts";
import { pixelsOf, rawInput } from "./raster.ts";
import { type Drawing, rasterise, svgOf } from "./svg.ts";
import { type Corners, warpPage } from "./warp.ts";

/** A page photographed on a table, with whatever else lay there. */

export type PhotoSettings = {
  width: number;
  height: number;
  surface: Surface;
  corners: Corners;
  seed: number;
  noise: number;
  /** SVG laid over page and table, in pixels of the picture. */
  things: string;
};

/** The page was once folded in four: each quarter catches the light a little differently. */
function folded({ width, height, body }: Drawing): Drawing {
  const shade = (x: number, y: number, colour: string, opacity: number) =>
    `<rect x="${x}" y="${y}" width="${width / 2}" height="${height / 2}" fill="${colour}" opacity="${opacity}"/>`;
  const crease = (data: string, colour: string, opacity: number) =>
    `<path d="${data}" stroke="${colour}" stroke-width="3" opacity="${opacity}" fill="none"/>`;
  const across = `M0 ${height / 2}H${width}`;
  const down = `M${width / 2} 0V${height}`;
  const light = [
    shade(0, 0, "#fff", 0.12),
    shade(width / 2, 0, "#000", 0.025),
    shade(0, height / 2, "#000", 0.045),
    shade(width / 2, height / 2, "#000", 0.085),
    crease(across, "#000", 0.16),
    crease(down, "#000", 0.1),
    `<g transform="translate(-3 -4)">${crease(across, "#fff", 0.5)}${crease(down, "#fff", 0.4)}</g>`,
  ];
  return { width, height, body: body + light.join("") };
}

export async function photographed(page: Drawing, settings: PhotoSettings): Promise<Sharp> {
  const { width, height, corners, seed } = settings;
  const overlay = (body: string) => svgOf({ width, height, body });
  const shadow = (away: number, blur: number, opacity: number) => {
    const points = corners.map(([x, y]) => `${x + away},${y + away}`).join(" ");
    const filter = `<filter id="soft" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="${blur}"/></filter>`;
    return overlay(`${filter}<polygon points="${points}" fill="#000" opacity="${opacity}" filter="url(#soft)"/>`);
  };
  const flat = await pixelsOf(rasterise(folded(page), Math.round(width * 0.86)).removeAlpha());
  const paper = warpPage(flat, corners, width, height);
  const table = tableTop(settings.surface, width, height, seed);
  const scene = sharp(table.data, rawInput(table))
    .composite([
      { input: shadow(12, 16, 0.5) },
      { input: shadow(3, 2.5, 0.4) },
      { input: Buffer.from(paper.data), ...rawInput(paper) },
      { input: overlay(settings.things) },
    ])
    .removeAlpha();
  const picture = lit(await pixelsOf(scene), seed + 1, settings.noise);
  // Camera lenses are never quite as sharp as a drawing.
  return sharp(await sharp(picture.data, rawInput(picture)).blur(0.5).png().toBuffer());
}
