import sharp from "sharp";
import { outlineText } from "../outline-text.ts";
import { emblem, emblemInOneColour } from "./emblem.ts";
import { galleryPreview } from "./gallery-preview.ts";

type Icon = { readonly file: string; readonly width: number; readonly height: number; readonly svg: string };

const WHITE = "#ffffff";
const NAME = outlineText("sansBold", "RX Image Review", { x: 38, y: 24, size: 12 });

const icon = drawn(36, 36, emblem());
// On Splunk's dark bars.
const plain = drawn(36, 36, emblemInOneColour(WHITE));
const logo = drawn(
  160,
  40,
  `<g transform="translate(1 2)">${emblemInOneColour(WHITE)}</g><path d="${NAME}" fill="${WHITE}"/>`,
);

/** What Splunk looks for in static/, at its two densities. */
export const ICONS: readonly Icon[] = [
  { file: "appIcon.png", width: 36, height: 36, svg: icon },
  { file: "appIcon_2x.png", width: 72, height: 72, svg: icon },
  { file: "appIconAlt.png", width: 36, height: 36, svg: plain },
  { file: "appIconAlt_2x.png", width: 72, height: 72, svg: plain },
  { file: "appLogo.png", width: 160, height: 40, svg: logo },
  { file: "appLogo_2x.png", width: 320, height: 80, svg: logo },
];

/** Splunk Web shows it where people choose a visualization: below appserver/static/visualizations. */
export const PREVIEWS: readonly Icon[] = [
  { file: "image_gallery/preview.png", width: 116, height: 76, svg: drawn(116, 76, galleryPreview()) },
];

export function drawIcon({ svg, width, height }: Icon): Promise<Buffer> {
  // Drawn at its final size by the density, not scaled afterwards.
  const density = (72 * width) / Number(/width="(\d+)"/.exec(svg)?.[1]);
  return sharp(Buffer.from(svg), { density }).resize(width, height).png({ compressionLevel: 9 }).toBuffer();
}

function drawn(width: number, height: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
}
